import {ENGINE_VERSION} from './versions.ts';

/**
 * The rule engine of Falco releases, as `falco --version` and the requirements of the stock rules of that release have it.
 * Those of 0.40 and 0.43 are not on record anywhere we looked: they stay unknown rather than guessed.
 */
const ENGINES: Readonly<Record<string, string>> = {
	'0.36': '0.26.0',
	'0.37': '0.31.0',
	'0.38': '0.40.0',
	'0.39': '0.43.0',
	'0.41': '0.50.0',
	'0.42': '0.57.0',
	'0.44': ENGINE_VERSION,
	'0.45': '0.63.0',
};

export const KNOWN_FALCO_VERSIONS: readonly string[] = Object.keys(ENGINES);

/** The engine version of a Falco release, `0.42` or `0.42.1`; undefined for one that is not known. */
export function engineVersionOf(falcoVersion: string): string | undefined {
	const release = /^v?(\d+\.\d+)(?:\.\d+)?$/.exec(falcoVersion)?.[1];
	return release === undefined || !Object.hasOwn(ENGINES, release) ? undefined : ENGINES[release];
}
