import type {Priority} from '../alerts/alert.ts';
import {PRIORITIES} from '../rules/priority.ts';
import {appendItem, type PlainItem, type YamlValue} from './append-item.ts';
import {isBefore} from './falco-version.ts';
import {withoutOwnItem} from './list-changes.ts';
import {type LocalFile, type LocalItem, parseLocalFile} from './local-file.ts';
import type {AppliedDraft, ApplyOptions} from './local-rules.ts';
import type {TuningProblem, TuningWarning} from './problem.ts';
import {replaceScalar} from './replace-scalar.ts';
import type {EditedText} from './rules-edit.ts';

/** A change of the rules that is no exception. */
export type RuleChange =
	| {readonly kind: 'enabled'; readonly rule: string; readonly enabled: boolean}
	| {readonly kind: 'priority'; readonly rule: string; readonly priority: Priority}
	| {readonly kind: 'output'; readonly rule: string; readonly output: string}
	/** Falco puts a blank between the output and what is appended. */
	| {readonly kind: 'append-output'; readonly rule: string; readonly output: string}
	| {readonly kind: 'list'; readonly list: string; readonly add: readonly string[]; readonly remove: readonly string[]};

type ListChange = Extract<RuleChange, {kind: 'list'}>;
type RuleChangeOptions = ApplyOptions & {readonly comment: string};

/** The local rules text with the change in it, as an override of the shipped item; an earlier override of the same key is edited in place. */
export function applyRuleChange(text: string, change: RuleChange, options: RuleChangeOptions): AppliedDraft {
	const {falcoVersion, comment} = options;
	const problem = checkChange(change, options);
	if (problem) return {ok: false, problems: [problem]};
	const parsed = parseLocalFile(text);
	if (!parsed.ok) return {ok: false, problems: [parsed.problem]};
	const {file} = parsed;
	const summary = summaryOf(change);
	if (change.kind === 'list') return changeList(text, file, change, options);
	const {key, value, mode} = keyOf(change);
	const present = mode === 'replace' ? itemWith(file, change.rule, key) : undefined;
	const inPlace = present && replaceScalar(file, present, {key, value, comment});
	if (inPlace?.ok) return applied(inPlace, summary);
	// `enabled` alone has always been understood; what replaces by redefinition only would have to repeat the whole rule.
	const override: Readonly<Record<string, YamlValue>> = isBefore(falcoVersion, 0, 38) ? {} : {override: {[key]: mode}};
	return applied(appendItem(file, {kind: 'rule', name: change.rule, keys: {[key]: value, ...override}}, comment), summary);
}

/** What the local rules add themselves is taken out where it stands; what comes from elsewhere needs the list written out. */
function changeList(text: string, file: LocalFile, change: ListChange, {info, falcoVersion, comment}: RuleChangeOptions): AppliedDraft {
	const present = info.lists.get(change.list) ?? [];
	const [own, ...others] = change.remove;
	const isOne = own !== undefined && change.add.length + others.length === 0;
	const shorter = isOne ? withoutOwnItem(text, change.list, own, present) : undefined;
	if (shorter !== undefined) return {ok: true, text: shorter, summary: summaryOf(change), warnings: []};
	const {item, warnings} = listItem(change, present, isBefore(falcoVersion, 0, 38));
	return item
		? applied(appendItem(file, item, comment), summaryOf(change), warnings)
		: {ok: true, text, summary: 'the list is so already', warnings: []};
}

function applied(edited: EditedText, summary: string, warnings: readonly TuningWarning[] = []): AppliedDraft {
	return edited.ok ? {ok: true, text: edited.text, summary, warnings} : {ok: false, problems: [edited.problem]};
}

function checkChange(change: RuleChange, {info, falcoVersion}: ApplyOptions): TuningProblem | undefined {
	if (change.kind === 'list') {
		if (!info.listNames.has(change.list)) return {code: 'unknown-list', message: `no list is named '${change.list}'`};
		const bad = change.add.find((item) => item.includes('\0'));
		return bad === undefined ? undefined : {code: 'value-not-expressible', message: 'a NUL byte ends every string in a rules file'};
	}
	if (!info.rules.has(change.rule)) return {code: 'unknown-rule', message: `no rule is named '${change.rule}'`};
	if (change.kind !== 'enabled' && isBefore(falcoVersion, 0, 38))
		return {
			code: 'falco-version',
			message: `Falco ${falcoVersion} cannot override the ${change.kind === 'priority' ? 'priority' : 'output'} of a rule`,
			hint: 'Falco 0.38 and later can; before it the whole rule has to be written again',
		};
	return undefined;
}

function keyOf(change: Exclude<RuleChange, {kind: 'list'}>): {key: string; value: YamlValue; mode: 'replace' | 'append'} {
	switch (change.kind) {
		case 'enabled':
			return {key: 'enabled', value: change.enabled, mode: 'replace'};
		case 'priority':
			return {key: 'priority', value: PRIORITIES[change.priority].toUpperCase(), mode: 'replace'};
		case 'output':
			return {key: 'output', value: change.output, mode: 'replace'};
		case 'append-output':
			return {key: 'output', value: change.output, mode: 'append'};
	}
}

/** The last item that decides the key; undefined where nothing of this file does, or where something is appended to it. */
function itemWith(file: LocalFile, rule: string, key: string): LocalItem | undefined {
	const last = file.items.findLast((item) => item.kind === 'rule' && item.name === rule && key in item.value);
	const override = last?.value.override;
	if (last === undefined || last.value.append === 'true') return undefined;
	const mode = typeof override === 'object' && override !== null ? (override as Readonly<Record<string, unknown>>)[key] : 'replace';
	return mode === 'replace' ? last : undefined;
}

function listItem(
	{list, add, remove}: ListChange,
	present: readonly string[],
	legacy: boolean,
): {readonly item: PlainItem | undefined; readonly warnings: readonly TuningWarning[]} {
	const added = add.filter((item) => !present.includes(item));
	const removed = remove.filter((item) => present.includes(item));
	if (added.length + removed.length === 0) return {item: undefined, warnings: []};
	if (removed.length === 0) {
		const mode: PlainItem['keys'] = legacy ? {append: true} : {override: {items: 'append'}};
		return {item: {kind: 'list', name: list, keys: {items: added, ...mode}}, warnings: []};
	}
	const items = [...present.filter((item) => !removed.includes(item)), ...added];
	const mode: PlainItem['keys'] = legacy ? {} : {override: {items: 'replace'}};
	const message = `the list '${list}' is written out as a whole: later changes of the shipped list will not reach it`;
	return {item: {kind: 'list', name: list, keys: {items, ...mode}}, warnings: [{code: 'copies-items', message}]};
}

function summaryOf(change: RuleChange): string {
	switch (change.kind) {
		case 'enabled':
			return `${change.enabled ? 'enable' : 'disable'} ${change.rule}`;
		case 'priority':
			return `${change.rule}: priority ${PRIORITIES[change.priority]}`;
		case 'output':
			return `${change.rule}: another output`;
		case 'append-output':
			return `${change.rule}: output with ${change.output}`;
		case 'list':
			return `${change.list}: ${[...change.add.map((item) => `+${item}`), ...change.remove.map((item) => `-${item}`)].join(' ')}`;
	}
}
