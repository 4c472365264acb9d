import {existsSync, readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';

const SHARED = new URL('../../../shared/', import.meta.url).pathname;

/** Captures that Falco recorded, with what Falco said of each event. They are not part of the project. */
export const GOLDEN_NAMES = ['files', 'procs', 'net', 'privileged', 'hostile', 'odd', 'container'] as const;

export const goldenCapture = (name: string): string => `${SHARED}golden/${name}.scap`;
export const BUSY_CAPTURE = `${SHARED}perf/busy.scap`;
export const hasGolden = existsSync(`${SHARED}golden`);
if (!hasGolden) console.log('skipped: the golden captures are not beside this checkout (../shared/golden)');

/** Falco's fields of each event. */
export function goldenFields(name: string): Record<string, unknown>[] {
	const text = gunzipSync(readFileSync(`${SHARED}golden/${name}.fields.jsonl.gz`)).toString('utf8');
	return text
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as Record<string, unknown>);
}
