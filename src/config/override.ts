import {type ConfigMap, isConfigMap, parseOptionValue} from './document.ts';
import type {ConfigNode} from './key.ts';

/** One `-o KEY=VALUE`. A path step is a key, an index, or `append` for `[]`. */
export interface ConfigOverride {
	readonly text: string;
	readonly path: readonly PathStep[];
	readonly value: ConfigNode;
}

export type PathStep = {readonly key: string} | {readonly index: number} | 'append';

/** Reads `a.b[0].c=VALUE`, `list[]=VALUE`; a backslash takes the meaning from the next character. Undefined where it is not of that form. */
export function parseOverride(text: string): ConfigOverride | undefined {
	const equals = text.indexOf('=');
	if (equals <= 0) return undefined;
	const path = parsePath(text.slice(0, equals).trim());
	return path && {text, path, value: parseOptionValue(text.slice(equals + 1))};
}

function parsePath(text: string): readonly PathStep[] | undefined {
	const steps: PathStep[] = [];
	const token = /(?:^|\.)((?:\\.|[^.[\]\\])+)|\[(\d*)\]/gy;
	let end = 0;
	for (let match = token.exec(text); match !== null; match = token.exec(text)) {
		end = token.lastIndex;
		if (match[1] !== undefined) steps.push({key: match[1].replace(/\\(.)/g, '$1')});
		else steps.push(match[2] === '' ? 'append' : {index: Number(match[2])});
	}
	return end === text.length && steps.length > 0 && typeof steps[0] === 'object' && 'key' in steps[0] ? steps : undefined;
}

/** The tree with the override applied; maps and lists on the way are made where they are missing. */
export function applyOverride(root: ConfigMap, {path, value}: ConfigOverride): ConfigMap {
	const changed = replaceAt(root, path, value);
	return isConfigMap(changed) ? changed : root;
}

/** Where a key of the path meets a list, which it would replace whole: the path up to there and the form that was meant. */
export function listInTheWay(root: ConfigMap, {path}: ConfigOverride): {readonly list: string; readonly meant: string} | undefined {
	let node: ConfigNode | undefined = root;
	let list = '';
	for (const step of path) {
		if (step === 'append') return undefined;
		if ('index' in step) {
			node = Array.isArray(node) ? (node as readonly ConfigNode[])[step.index] : undefined;
			list += `[${step.index}]`;
			continue;
		}
		if (Array.isArray(node)) return {list, meant: /^\d+$/.test(step.key) ? `${list}[${step.key}]` : `${list}[0].${step.key}`};
		node = isConfigMap(node) ? node[step.key] : undefined;
		list += list === '' ? step.key : `.${step.key}`;
	}
	return undefined;
}

function replaceAt(node: ConfigNode | undefined, path: readonly PathStep[], value: ConfigNode): ConfigNode {
	if (path.length === 0) return value;
	const [step, ...rest] = path;
	if (typeof step === 'object' && 'key' in step) {
		const map: Record<string, ConfigNode> = Object.assign(Object.create(null), isConfigMap(node) ? node : {});
		map[step.key] = replaceAt(map[step.key], rest, value);
		return map;
	}
	const list: ConfigNode[] = Array.isArray(node) ? [...(node as readonly ConfigNode[])] : [];
	// An index past the end appends: a list has no holes.
	const index = step === 'append' ? list.length : Math.min(step.index, list.length);
	list[index] = replaceAt(list[index], rest, value);
	return list;
}
