import {quoteBytes} from '../filter/quote.ts';
import {appendItem, type PlainItem} from './append-item.ts';
import {writeCondition} from './condition.ts';
import type {Draft} from './draft.ts';
import {exceptionEntry} from './exception-entry.ts';
import {isBefore} from './falco-version.ts';
import {listUsesOf} from './list-uses.ts';
import type {LocalFile} from './local-file.ts';
import type {AppliedDraft, ApplyOptions} from './local-rules.ts';
import type {TuningProblem} from './problem.ts';

/** Writes an exception into a list or into the rule's `exceptions`. The terms were checked. */
export function applyToOtherPlace(file: LocalFile, draft: Draft, options: ApplyOptions): AppliedDraft {
	if (isPresent(draft, options)) return {ok: true, text: file.bom + file.text, summary: 'this exception is already in force', warnings: []};
	const item = draft.place.kind === 'list' ? listItem(draft, draft.place.list, options) : exceptionItem(draft, options);
	if ('code' in item) return {ok: false, problems: [item]};
	const edited = appendItem(file, item, draft.comment);
	if (!edited.ok) return {ok: false, problems: [edited.problem]};
	const written = writeCondition(draft.terms, {listNames: options.info.listNames});
	return {ok: true, text: edited.text, summary: `${item.name}: ${written.ok ? written.condition : ''}`, warnings: []};
}

function isPresent({place, terms}: Draft, {info}: ApplyOptions): boolean {
	if (place.kind !== 'list') return false;
	const items = info.lists.get(place.list);
	return (
		items !== undefined &&
		terms.every((term) => term.values.every((value) => items.includes(quoteBytes(value, {listNames: info.listNames}) ?? '')))
	);
}

function listItem({rule, terms}: Draft, list: string, {info, falcoVersion}: ApplyOptions): PlainItem | TuningProblem {
	const [term] = terms;
	if (!info.listNames.has(list)) return {code: 'unknown-list', message: `no list is named '${list}'`};
	const uses = listUsesOf(info).filter((use) => use.list === list);
	const fits =
		terms.length === 1 && (term.operator === '=' || term.operator === 'in') && uses.some((use) => use.rule === rule && use.direct);
	if (!fits || uses.some((use) => use.excepts !== term.field)) {
		return {code: 'place', message: `the list '${list}' cannot hold this exception`, hint: 'choose a macro or an exceptions entry'};
	}
	const items = term.values.map((value) => quoteBytes(value, {listNames: info.listNames}) ?? '');
	return {kind: 'list', name: list, keys: {items, ...appending('items', falcoVersion)}};
}

function exceptionItem({rule, terms, place}: Draft, {info, falcoVersion}: ApplyOptions): PlainItem | TuningProblem {
	const name = place.kind === 'exception' ? place.exception : '';
	const known = info.rules.get(rule);
	if (!known) return {code: 'unknown-rule', message: `no rule is named '${rule}'`};
	const present = known.exceptions.find((exception) => exception.name === name);
	const entry = exceptionEntry(name, terms, {present, listNames: info.listNames});
	if (!entry) return {code: 'place', message: `the exception '${name}' is made of other fields`, hint: 'choose a new entry'};
	return {kind: 'rule', name: rule, keys: {exceptions: [entry], ...appending('exceptions', falcoVersion)}};
}

/** `override` of Falco 0.38 and later, `append: true` of older ones. */
const appending = (key: string, falcoVersion: string | undefined): PlainItem['keys'] =>
	isBefore(falcoVersion, 0, 38) ? {append: true} : {override: {[key]: 'append'}};
