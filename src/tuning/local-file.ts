import {type Document, isMap, isScalar, isSeq, parseAllDocuments, type Scalar, type YAMLMap} from 'yaml';
import type {TuningProblem} from './problem.ts';

/** An item of the local rules file, with what an edit needs to know of its place. Offsets are UTF-16 units of the text. */
export interface LocalItem {
	readonly kind: 'macro' | 'rule' | 'list' | 'other';
	readonly name: string;
	/** All keys with their plain values; scalars are texts. */
	readonly value: Readonly<Record<string, unknown>>;
	readonly condition: string | undefined;
	/** The scalar of the condition; absent where it is an alias, or where an alias elsewhere would change with it. */
	readonly conditionNode: Scalar | undefined;
	/** The values that are scalars with a place of their own, by key; none that an alias shares. */
	readonly scalars: ReadonlyMap<string, Scalar>;
	/** The whole item as it was parsed. */
	readonly map: YAMLMap;
	/** How `condition` meets the earlier definition. */
	readonly mode: 'define' | 'append' | 'replace';
	/** Offset of the line on which the item starts, and of its `-`. */
	readonly lineStart: number;
	readonly dash: number;
	/** Where the last value ends; trailing comments and blank lines are behind it. */
	readonly end: number;
	/** False in flow style (`[{macro: …}]`), where lines cannot be added. */
	readonly block: boolean;
}

export interface LocalFile {
	/** Without the byte order mark, which the YAML parser takes for a column; offsets count from here. */
	readonly text: string;
	readonly bom: '' | '\ufeff';
	readonly items: readonly LocalItem[];
	readonly eol: '\n' | '\r\n';
	/** Blanks before a `-`, and between the start of `-` and the keys, as the file has them. */
	readonly dashIndent: string;
	readonly keyIndent: string;
	/** Whether items can be added at the end as they are; else a new document must be started. */
	readonly openEnd: boolean;
}

export type ParsedLocalFile = {readonly ok: true; readonly file: LocalFile} | {readonly ok: false; readonly problem: TuningProblem};

/** Reads the text of a local rules file for editing: every scalar stays a text, every place is kept. */
export function parseLocalFile(fileText: string): ParsedLocalFile {
	const bom = fileText.startsWith('\ufeff') ? '\ufeff' : '';
	const text = fileText.slice(bom.length);
	const documents = [...parseAllDocuments(text, {schema: 'failsafe', uniqueKeys: false, logLevel: 'silent'})] as Document.Parsed[];
	for (const document of documents) {
		const error = document.errors[0];
		if (error) return {ok: false, problem: yamlProblem(error.message, error.linePos?.[0].line)};
	}
	const items: LocalItem[] = [];
	for (const document of documents) {
		const {contents} = document;
		if (contents === null || (isScalar(contents) && contents.value === '')) continue;
		if (!isSeq(contents)) return {ok: false, problem: shapeProblem(text, contents.range?.[0] ?? 0)};
		for (const item of contents.items) {
			if (isScalar(item) && item.value === '') continue;
			if (!isMap(item)) return {ok: false, problem: shapeProblem(text, contents.range?.[0] ?? 0)};
			items.push(readItem(text, document, item));
		}
	}
	return {ok: true, file: {text, bom, items, eol: text.includes('\r\n') ? '\r\n' : '\n', ...layoutOf(text, documents, items)}};
}

function layoutOf(
	text: string,
	documents: readonly Document.Parsed[],
	items: readonly LocalItem[],
): Pick<LocalFile, 'dashIndent' | 'keyIndent' | 'openEnd'> {
	const last = documents.at(-1);
	const contents = last?.contents;
	const open = contents === undefined || contents === null || isScalar(contents) || (isSeq(contents) && !contents.flow);
	const openEnd = open && !/(^|\n)\.\.\.[ \t]*(#[^\n]*)?(\r?\n|$)/.test(text.slice(last?.range[1] ?? 0));
	const first = isSeq(contents) && openEnd ? contents.range?.[0] : undefined;
	if (first === undefined) return {dashIndent: '', keyIndent: '  ', openEnd};
	const model = items.findLast((item) => item.block && item.dash >= first);
	const beside = model && /^-( +)\S/.exec(text.slice(model.dash, model.dash + 20));
	return {dashIndent: blanksBefore(text, first), keyIndent: beside ? ` ${beside[1]}` : '  ', openEnd};
}

function blanksBefore(text: string, offset: number): string {
	const blanks = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
	return /^ *$/.test(blanks) ? blanks : '';
}

function readItem(text: string, document: Document.Parsed, map: YAMLMap): LocalItem {
	const value = map.toJS(document) as Record<string, unknown>;
	const kind = (['list', 'macro', 'rule'] as const).find((key) => key in value) ?? 'other';
	const start = map.range?.[0] ?? 0;
	const block = !map.flow && isBlockItem(text, start);
	const dash = block ? text.lastIndexOf('-', start - 1) : start;
	const node = map.items.find((pair) => isScalar(pair.key) && pair.key.value === 'condition')?.value;
	return {
		kind,
		name: kind === 'other' ? '' : String(value[kind]),
		value,
		condition: typeof value.condition === 'string' ? value.condition : undefined,
		conditionNode: isScalar(node) && node.anchor === undefined ? node : undefined,
		scalars: scalarsOf(map),
		map,
		mode: modeOf(value),
		lineStart: text.lastIndexOf('\n', dash - 1) + 1,
		dash,
		end: map.range?.[1] ?? start,
		block,
	};
}

function scalarsOf(map: YAMLMap): Map<string, Scalar> {
	const scalars = new Map<string, Scalar>();
	for (const {key, value} of map.items) {
		if (isScalar(key) && isScalar(value) && value.anchor === undefined && value.range) scalars.set(String(key.value), value);
	}
	return scalars;
}

/** Whether only blanks stand between the `-` and the first key, on one line, and only blanks before the `-`. */
function isBlockItem(text: string, start: number): boolean {
	const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
	return /^[ \t]*-[ \t]+$/.test(line);
}

function modeOf(value: Readonly<Record<string, unknown>>): LocalItem['mode'] {
	const {override, append} = value;
	if (typeof override === 'object' && override !== null && 'condition' in override)
		return override.condition === 'append' ? 'append' : 'replace';
	return append === 'true' ? 'append' : 'define';
}

function yamlProblem(message: string, line: number | undefined): TuningProblem {
	return {
		code: 'local-yaml',
		message: `the local rules file is not valid YAML: ${message.split('\n')[0]}`,
		hint: 'correct the file first: nothing was changed',
		line,
	};
}

function shapeProblem(text: string, offset: number): TuningProblem {
	const line = text.slice(0, offset).split('\n').length;
	return {
		code: 'local-shape',
		message: 'the local rules file must be a list of items (- macro: …, - rule: …)',
		hint: 'correct the file first: nothing was changed',
		line,
	};
}
