import {sameCondition} from '../rules/fragment.ts';
import {putCommentAbove} from './comment-above.ts';
import {type LocalFile, type LocalItem, parseLocalFile} from './local-file.ts';
import type {TuningProblem} from './problem.ts';
import {extendScalar} from './scalar-edit.ts';
import {applySplices, type Splice} from './splice.ts';
import {commentLines, conditionScalar, yamlScalar} from './yaml-text.ts';

/** An item to be added at the end of the file. */
export interface NewItem {
	readonly kind: 'macro' | 'rule';
	readonly name: string;
	readonly condition: string;
	readonly mode: LocalItem['mode'];
}

/** Edits that belong together. Each extends the condition of an item, removes an item, or adds one. */
export interface RulesEdit {
	readonly extend: readonly {readonly item: LocalItem; readonly addition: string}[];
	readonly add: readonly NewItem[];
	readonly comment: string;
	/** `append: true` instead of `override` (Falco before 0.38). */
	readonly legacyAppend: boolean;
}

export type EditedText = {readonly ok: true; readonly text: string} | {readonly ok: false; readonly problem: TuningProblem};

const FRESH_HEADER = [
	'# Local rules: changes to the rules that Falco ships, loaded after them.',
	'# Falconer adds exceptions at the end and leaves every other byte as it is.',
];

/** Applies an edit by splicing, then reads the result again: every other item must mean what it meant. */
export function applyEdit(file: LocalFile, edit: RulesEdit): EditedText {
	const splices: Splice[] = [];
	for (const {item, addition} of edit.extend) {
		const splice = item.conditionNode && extendScalar(file.text, item.conditionNode, addition, file.eol);
		if (!splice) return failed(`the condition of ${item.kind} ${item.name} cannot be extended in place`);
		splices.push(splice);
	}
	const commented = edit.extend.length > 0 && edit.add.length === 0 ? edit.extend[0].item : undefined;
	if (commented?.block) splices.push(putCommentAbove(file, commented, edit.comment));
	if (edit.add.length > 0) splices.push({at: file.text.length, remove: 0, insert: newItems(file, edit)});
	const text = applySplices(file.text, splices);
	const fault = findFault(file, edit, text);
	return fault === undefined ? {ok: true, text: file.bom + text} : failed(fault);
}

function failed(message: string): EditedText {
	return {ok: false, problem: {code: 'edit-failed', message, hint: 'nothing was changed'}};
}

function newItems(file: LocalFile, edit: RulesEdit): string {
	const {keyIndent, eol} = file;
	return textOfNewItems(file, edit.comment, (dashIndent) =>
		edit.add.map((item) => itemLines(item, dashIndent, keyIndent, edit.legacyAppend, eol)),
	);
}

/** What is put behind the last line: the comment, and the lines of each item. */
export function textOfNewItems(file: LocalFile, comment: string, render: (dashIndent: string) => readonly (readonly string[])[]): string {
	const {eol, text} = file;
	const fresh = text === '';
	const lines: string[] = fresh ? [...FRESH_HEADER] : [];
	if (!file.openEnd) lines.push('---');
	else if (fresh || !/\n[ \t]*\r?\n$/.test(text)) lines.push('');
	const dashIndent = file.openEnd ? file.dashIndent : '';
	lines.push(...commentLines(comment, dashIndent));
	for (const [index, itemText] of render(dashIndent).entries()) {
		if (index > 0) lines.push('');
		lines.push(...itemText);
	}
	const separator = fresh || text.endsWith('\n') ? '' : eol;
	return separator + lines.map((line) => line + eol).join('');
}

function itemLines(item: NewItem, dashIndent: string, keyIndent: string, legacyAppend: boolean, eol: string): string[] {
	const keys = dashIndent + ' '.repeat(keyIndent.length);
	const lines = [
		`${dashIndent}-${keyIndent.slice(1)}${item.kind}: ${yamlScalar(item.name)}`,
		`${keys}condition:${conditionScalar(item.condition, `${keys}  `, eol)}`,
	];
	if (item.mode === 'append' && legacyAppend) lines.push(`${keys}append: true`);
	else if (item.mode !== 'define' && !legacyAppend) lines.push(`${keys}override: {condition: ${item.mode}}`);
	return lines;
}

/** What an edited text does not keep or does not say, undefined when all is as it should be. */
function findFault(before: LocalFile, edit: RulesEdit, text: string): string | undefined {
	const parsed = parseLocalFile(text);
	if (!parsed.ok) return parsed.problem.message;
	const after = parsed.file.items;
	if (after.length !== before.items.length + edit.add.length) return 'the edit would change the number of items';
	for (const [index, item] of before.items.entries()) {
		const extended = edit.extend.find((extension) => extension.item === item);
		const expected = extended ? `${item.condition?.trim()} ${extended.addition}` : item.condition;
		const fault = findItemFault(item, after[index], expected);
		if (fault !== undefined) return fault;
	}
	for (const [index, item] of edit.add.entries()) {
		const written = after[before.items.length + index];
		const mode = edit.legacyAppend && item.mode === 'replace' ? 'define' : item.mode;
		if (written.kind !== item.kind || written.name !== item.name || written.mode !== mode)
			return `${item.kind} ${item.name} would not be read back`;
		if (!sameCondition(written.condition, item.condition)) return `the condition of ${item.kind} ${item.name} would not be read back`;
	}
	return undefined;
}

/** Compares an item with what it was; `condition` is what its condition must mean now. */
export function findItemFault(before: LocalItem, after: LocalItem, condition: string | undefined): string | undefined {
	const rest = ({condition: _, ...others}: Readonly<Record<string, unknown>>): string => JSON.stringify(others, trimTexts);
	if (before.kind !== after.kind || rest(before.value) !== rest(after.value)) return `the edit would change ${before.kind} ${before.name}`;
	if (before.condition === after.condition && condition === before.condition) return undefined;
	return sameCondition(after.condition, condition) ? undefined : `the edit would change the condition of ${before.kind} ${before.name}`;
}

/** A line end behind the last value of a file is no part of its meaning. */
function trimTexts(_key: string, value: unknown): unknown {
	return typeof value === 'string' ? value.trimEnd() : value;
}
