import {isConfigMap} from './document.ts';
import {type Environment, expandEnv} from './expand-env.ts';
import type {ConfigKey, ConfigNode} from './key.ts';
import {parseBool, parseBytes, parseDuration, parseNumber} from './scalar.ts';

/** The value of a node for its key; or what was expected where it is another kind. */
export type ReadValue = {readonly value: unknown} | {readonly expected: string};

/** Reads a node (texts with variables still in them) as its key wants it. */
export function readValue(key: ConfigKey, node: ConfigNode, env: Environment): ReadValue {
	switch (key.type) {
		case 'bool':
			return scalar(node, env, 'true or false', parseBool);
		case 'string':
			return scalar(node, env, 'a text', (text) => text);
		case 'number':
			return scalar(node, env, numberWanted(key), (text) => {
				const value = parseNumber(text);
				if (value === undefined || (key.integer && !Number.isInteger(value))) return undefined;
				return value < (key.minimum ?? -Infinity) || value > (key.maximum ?? Infinity) ? undefined : value;
			});
		case 'enum':
			return scalar(node, env, `one of ${key.of.join(', ')}`, (text) => key.of.find((name) => name === text.trim().toLowerCase()));
		case 'duration':
			return scalar(node, env, 'a duration such as 1h, 30s or 500ms', parseDuration);
		case 'bytes':
			return scalar(node, env, 'a size such as 64M or 1.5G', parseBytes);
		case 'strings':
			return strings(node, env);
		case 'string map':
			return stringMap(node, env);
		case 'list':
			return Array.isArray(node) ? {value: expandNode(node, env)} : node === '' ? {value: []} : {expected: 'a list'};
	}
}

function scalar(node: ConfigNode, env: Environment, expected: string, parse: (text: string) => unknown): ReadValue {
	if (typeof node !== 'string') return {expected};
	const value = parse(expandEnv(node, env));
	return value === undefined ? {expected} : {value};
}

function numberWanted({minimum, maximum, integer}: {minimum?: number; maximum?: number; integer?: boolean}): string {
	const kind = integer ? 'a whole number' : 'a number';
	if (minimum !== undefined && maximum !== undefined) return `${kind} from ${minimum} to ${maximum}`;
	return minimum === undefined ? kind : `${kind} of at least ${minimum}`;
}

function strings(node: ConfigNode, env: Environment): ReadValue {
	if (typeof node === 'string') return {value: node === '' ? [] : [expandEnv(node, env)]};
	if (!Array.isArray(node)) return {expected: 'a list of texts'};
	const items = node as readonly ConfigNode[];
	return items.every((item) => typeof item === 'string')
		? {value: items.map((item) => expandEnv(item, env))}
		: {expected: 'a list of texts'};
}

function stringMap(node: ConfigNode, env: Environment): ReadValue {
	if (node === '') return {value: {}};
	if (!isConfigMap(node)) return {expected: 'a map of texts'};
	const map: Record<string, string> = Object.create(null);
	for (const [name, value] of Object.entries(node)) {
		if (typeof value !== 'string') return {expected: 'a map of texts'};
		map[name] = expandEnv(value, env);
	}
	return {value: map};
}

/** The node with the variables in all its scalars filled in. */
export function expandNode(node: ConfigNode, env: Environment): ConfigNode {
	if (typeof node === 'string') return expandEnv(node, env);
	if (Array.isArray(node)) return (node as readonly ConfigNode[]).map((item) => expandNode(item, env));
	const map: Record<string, ConfigNode> = Object.create(null);
	for (const [key, value] of Object.entries(node)) map[key] = expandNode(value, env);
	return map;
}
