import type {Scalar} from 'yaml';
import type {Splice} from './splice.ts';
import {escapeDoubleQuoted, isVisible} from './yaml-text.ts';

const LINE_WIDTH = 120;

/**
 * The splice that makes a condition longer by ` addition`, in the style the scalar has. Undefined where that style
 * cannot hold the addition; the caller then finds another place. The result must be parsed again: YAML decides.
 */
export function extendScalar(text: string, node: Scalar, addition: string, eol: string): Splice | undefined {
	if (!node.range) return undefined;
	const [start, end] = node.range;
	switch (node.type) {
		case 'QUOTE_DOUBLE':
			return {at: end - 1, remove: 0, insert: escapeDoubleQuoted(` ${addition}`)};
		case 'QUOTE_SINGLE':
			return isVisible(addition) ? {at: end - 1, remove: 0, insert: ` ${addition.replace(/'/g, "''")}`} : undefined;
		case 'PLAIN':
			return isVisible(addition) && end > start ? extendPlain(text, start, end, addition, eol) : undefined;
		case 'BLOCK_FOLDED':
		case 'BLOCK_LITERAL':
			return isVisible(addition) ? extendBlock(text, start, end, addition, eol) : undefined;
		default:
			return undefined;
	}
}

function extendPlain(text: string, start: number, end: number, addition: string, eol: string): Splice {
	const lineStart = text.lastIndexOf('\n', end - 1) + 1;
	const multiLine = lineStart > start;
	if (!multiLine && end - lineStart + addition.length < LINE_WIDTH) return {at: end, remove: 0, insert: ` ${addition}`};
	const present = /^[ \t]*/.exec(text.slice(lineStart))![0];
	// A continuation must stand further right than the key of its mapping.
	const key = /^[ ]*(?:- +)?/.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1))![0].length;
	const indent = multiLine ? present : ' '.repeat(key + 2);
	// Behind the value may be a comment, which a further line of the value must not follow.
	const rest = /^[^\r\n]*/.exec(text.slice(end))![0];
	return rest.trim() === '' ? {at: end, remove: 0, insert: `${eol}${indent}${addition}`} : {at: end, remove: 0, insert: ` ${addition}`};
}

function extendBlock(text: string, start: number, end: number, addition: string, eol: string): Splice | undefined {
	const body = text.indexOf('\n', start) + 1;
	if (body === 0 || body > end) return undefined;
	const content = text.slice(body, end);
	const first = /^(?:[ \t]*\r?\n)*( *)\S/.exec(content);
	if (!first) return undefined;
	const at = body + content.trimEnd().length;
	return {at, remove: 0, insert: `${eol}${first[1]}${addition}`};
}
