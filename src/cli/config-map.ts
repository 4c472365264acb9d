import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {ConfigMapGuess} from '../ui/options.ts';

/** Name of the ConfigMap that the Falco chart makes of `customRules`. */
const CHART_NAME = 'falco-rules';
const CHART_NAMESPACE = 'falco';
const NAMESPACE_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';

export interface ConfigMapChoice {
	readonly name?: string;
	readonly namespace?: string;
	readonly key?: string;
}

/** `[NAMESPACE/]NAME[:KEY]`; undefined where it cannot be read so. */
export function parseConfigMap(text: string): ConfigMapChoice | undefined {
	const [, namespace, name, key] = /^(?:([a-z0-9.-]+)\/)?([a-z0-9.-]+)(?::([\w.-]+))?$/.exec(text) ?? [];
	return name === undefined ? undefined : {name, namespace, key};
}

/** The ConfigMap of a rules file: what the user said, else what the pod shows, else what the Falco chart calls it. */
export function configMapOf(
	rulesFile: string,
	told: ConfigMapChoice,
	read: (file: string) => string | undefined = readText,
): ConfigMapGuess {
	return {
		name: told.name ?? CHART_NAME,
		namespace: told.namespace ?? (read(NAMESPACE_FILE)?.trim() || CHART_NAMESPACE),
		key: told.key ?? path.basename(rulesFile),
		isTold: told.name !== undefined,
		volume: volumeOf(rulesFile, read('/proc/self/mountinfo') ?? ''),
	};
}

/** The kubelet keeps volumes under their names: the source of the mount that holds the file shows it. */
function volumeOf(rulesFile: string, mountinfo: string): string | undefined {
	const target = path.resolve(rulesFile);
	const direct = volumeIn(target);
	if (direct !== undefined) return direct;
	let best = {length: 0, source: ''};
	for (const line of mountinfo.split('\n')) {
		const [, , , source, point] = line.split(' ');
		if (point === undefined || !(target === point || target.startsWith(point === '/' ? '/' : `${point}/`))) continue;
		if (point.length >= best.length) best = {length: point.length, source};
	}
	return volumeIn(best.source);
}

const volumeIn = (source: string): string | undefined => /\/volumes\/kubernetes\.io~configmap\/([^/]+)/.exec(source)?.[1];

function readText(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}
