import type {LocalFile, LocalItem} from './local-file.ts';
import type {Splice} from './splice.ts';
import {commentLines} from './yaml-text.ts';

/** What the comment lines directly above an item say. */
export function readCommentAbove(file: LocalFile, item: LocalItem): string {
	return linesAbove(file, item)
		.map((line) => line.replace(/^[ \t]*#[ \t]?/, ''))
		.join('\n');
}

/** Puts a comment directly above an item. A line that stands there already is not said twice: one day, one hand, one rule. */
export function putCommentAbove(file: LocalFile, item: LocalItem, comment: string): Splice {
	const at = item.lineStart;
	const present = new Set(linesAbove(file, item));
	const lines = commentLines(comment, file.text.slice(at, item.dash)).filter((line) => !present.has(line));
	return {at, remove: 0, insert: lines.map((line) => line + file.eol).join('')};
}

function linesAbove(file: LocalFile, item: LocalItem): string[] {
	const lines = file.text.slice(0, item.lineStart).split(/\r?\n/).slice(0, -1);
	const first = lines.findLastIndex((line) => !/^[ \t]*#/.test(line)) + 1;
	return lines.slice(first);
}
