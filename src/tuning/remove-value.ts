import {isSeq, type Node, type YAMLMap, type YAMLSeq} from 'yaml';
import type {Splice} from './splice.ts';

/** Cuts one value of a sequence out of an item; undefined where that would take more along, such as a comment of its neighbour. */
export function removeValue(text: string, map: YAMLMap, path: readonly (string | number)[]): Splice | undefined {
	const sequence = map.getIn(path.slice(0, -1), true);
	if (!isSeq(sequence) || sequence.anchor !== undefined) return undefined;
	const at = Number(path.at(-1));
	const ranges = sequence.items.map((item) => (item as Node).range);
	const range = ranges[at];
	if (!range) return undefined;
	if (ranges.length === 1) return onlyValue(text, sequence);
	return sequence.flow ? flowValue(text, ranges, at) : blockValue(text, range);
}

type Ranges = readonly (readonly [number, number, number] | null | undefined)[];

/** With the comma that parts it from its neighbour. */
function flowValue(text: string, ranges: Ranges, at: number): Splice | undefined {
	const start = at === 0 ? ranges[0]?.[0] : ranges[at - 1]?.[1];
	const end = at === 0 ? ranges[1]?.[0] : ranges[at]?.[1];
	if (start === undefined || end === undefined) return undefined;
	const own = ranges[at]!;
	const between = text.slice(start, own[0]) + text.slice(own[1], end);
	return /^[\s,]*$/.test(between) ? {at: start, remove: end - start, insert: ''} : undefined;
}

/** Its lines, where they begin with its own `-`. */
function blockValue(text: string, [start, end]: readonly [number, number, number]): Splice | undefined {
	const lineStart = text.lastIndexOf('\n', start - 1) + 1;
	if (!/^[ \t]*-[ \t]+$/.test(text.slice(lineStart, start))) return undefined;
	// The value of a block ends behind its last line end.
	const lineEnd = text.indexOf('\n', text[end - 1] === '\n' ? end - 1 : end);
	return {at: lineStart, remove: (lineEnd < 0 ? text.length : lineEnd + 1) - lineStart, insert: ''};
}

/** An empty sequence stays in place of a flow one. */
function onlyValue(text: string, {flow, range}: YAMLSeq): Splice | undefined {
	if (!flow || !range) return undefined;
	const [start, end] = range;
	return text.slice(start, end).includes('#') ? undefined : {at: start, remove: end - start, insert: '[]'};
}

/** The same as data: what the edited text must say. */
export function withoutValue<Value>(value: Value, [key, ...rest]: readonly (string | number)[]): Value {
	if (Array.isArray(value)) {
		const at = Number(key);
		return (rest.length === 0 ? value.filter((_, index) => index !== at) : value.with(at, withoutValue(value[at], rest))) as Value;
	}
	const record = value as Record<string, unknown>;
	return {...record, [key]: withoutValue(record[key], rest)} as Value;
}
