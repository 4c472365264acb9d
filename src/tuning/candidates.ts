import type {Alert} from '../alerts/alert.ts';
import type {ByteString} from '../events/byte-string.ts';
import type {FieldValue} from '../fields/field.ts';
import {readerOf} from './alert-value.ts';
import {commonTerm, tellsSomething} from './common-term.ts';
import {TERM_OPERATORS, type Term, type TermOperator} from './draft.ts';
import {groupKey, isInterpreter, isProgramStart} from './key-fields.ts';
import type {TuningWarning} from './problem.ts';
import {finishNow, type Steps} from './steps.ts';
import {isChosenByProcess, isTermField, TERM_FIELDS, termFieldOrder} from './term-fields.ts';
import {whyBroad} from './term-width.ts';
import {escapeGlob, valueText} from './value-text.ts';

/** A field that alerts could be told apart by, with the values it had: one line of the whitelist screen. */
export interface TermChoice {
	readonly field: string;
	/** The most frequent first; at most `MAX_VALUES`. */
	readonly values: readonly {readonly value: ByteString; readonly count: number}[];
	/** Alerts that have the field, and how many different values it had. */
	readonly alerts: number;
	readonly distinct: number;
	/** Fitting operators; text operators only on texts. */
	readonly operators: readonly TermOperator[];
	/** The term to start with: the values, or what they share where they are new each time. */
	readonly term: Term;
	/** Part of the smallest exception. */
	readonly on: boolean;
}

const MAX_VALUES = 50;
/** Of large groups the newest are enough to offer values. */
const MAX_ALERTS = 5000;

/** Alerts between two steps: a fraction of a millisecond of them. */
const ALERTS_A_STEP = 256;
/** The same where the key of each is made. */
const KEYS_A_STEP = 32;

/** The terms that alerts of one rule offer, the usual ones first. */
export const termChoices = (alerts: readonly Alert[]): TermChoice[] => finishNow(termChoicesInSteps(alerts));

/** The same with a rest every few hundred alerts: of a large group every field takes milliseconds. */
export function* termChoicesInSteps(alerts: readonly Alert[]): Steps<TermChoice[]> {
	const considered = alerts.slice(-MAX_ALERTS);
	const offered: TermChoice[] = [];
	for (const field of yield* fieldsOf(considered)) {
		const choice = yield* choiceOf(field, considered);
		if (choice !== undefined) offered.push(choice);
		yield;
	}
	const on = yield* smallestFields(considered, new Map(offered.map((choice) => [choice.field, choice])));
	return offered
		.map((choice): TermChoice => ({...choice, on: on.has(choice.field)}))
		.sort((a, b) => Number(b.on) - Number(a.on) || termFieldOrder(a.field) - termFieldOrder(b.field) || (a.field < b.field ? -1 : 1));
}

/** The terms that are switched on to begin with. */
export function* smallestTermsInSteps(alerts: readonly Alert[]): Steps<Term[]> {
	const choices = yield* termChoicesInSteps(alerts);
	return choices.filter((choice) => choice.on).map((choice) => choice.term);
}

/**
 * The program, where it lies and what it acted on. Whoever can write a command can run what lies in a system folder: of
 * such programs the parent belongs to it, and of those that run what they are given the command line.
 */
function* smallestFields(alerts: readonly Alert[], choices: ReadonlyMap<string, TermChoice>): Steps<Set<string>> {
	const fields = new Set<string>();
	const readName = readerOf('proc.name');
	let asked = 0;
	for (const alert of alerts) {
		if (++asked % KEYS_A_STEP === 0) yield;
		if (readName(alert) !== undefined) fields.add('proc.name');
		for (const field of groupKey(alert).fields) fields.add(usableField(field, alert));
	}
	// A term on a field that some of the alerts lack would leave those alerts standing.
	for (const field of fields) if (choices.get(field)?.alerts !== alerts.length) fields.delete(field);
	for (const field of ['proc.exepath', 'proc.pname', 'proc.cmdline', 'container.image.repository']) {
		if (isNeeded(field, alerts, choices)) fields.add(field);
	}
	// A name that is another one each time says less than where the program lies.
	if (fields.has('proc.exepath') && (choices.get('proc.name')?.term.values.length ?? 0) > MOST_NAMES) fields.delete('proc.name');
	return fields;
}

const MOST_NAMES = 8;
const MOST_PARENTS = 4;
const SYSTEM_FOLDER = /^(?:\/usr)?(?:\/local)?\/s?bin\/[^/]+$/;

function isNeeded(field: string, alerts: readonly Alert[], choices: ReadonlyMap<string, TermChoice>): boolean {
	const choice = choices.get(field);
	if (choice?.alerts !== alerts.length || choice.values.some(({value}) => value === '')) return false;
	const {term} = choice;
	const paths = choices.get('proc.exepath')?.values.map(({value}) => value) ?? [];
	const runsAnything = paths.length > 0 && paths.every(isInterpreter);
	switch (field) {
		case 'proc.exepath':
			return term.values.length <= MOST_NAMES;
		case 'proc.pname':
			return (
				term.values.length <= MOST_PARENTS &&
				((paths.length > 0 && paths.every((path) => SYSTEM_FOLDER.test(path))) || alerts.some(isProgramStart))
			);
		case 'proc.cmdline':
			return runsAnything && term.values.length <= MOST_NAMES && term.values.every(tellsSomething);
		default:
			return term.values.length === 1;
	}
}

/** The name of a connection holds the client's port, which never comes again: the server's port and address do. */
function usableField(field: string, alert: Alert): string {
	if (field !== 'fd.name' || !String(readerOf(field)(alert)).includes('->')) return field;
	return ['fd.sip.name', 'fd.sip', 'fd.sport'].find((other) => readerOf(other)(alert) !== undefined) ?? field;
}

function* fieldsOf(alerts: readonly Alert[]): Steps<string[]> {
	const fields = new Set<string>(TERM_FIELDS);
	let asked = 0;
	for (const alert of alerts) {
		if (++asked % ALERTS_A_STEP === 0) yield;
		for (const field in alert.snapshot) fields.add(field);
		for (const field in alert.fields) fields.add(field);
	}
	return [...fields].filter(isTermField);
}

function* choiceOf(field: string, alerts: readonly Alert[]): Steps<TermChoice | undefined> {
	const read = readerOf(field);
	const counts = new Map<ByteString, number>();
	let found: FieldValue;
	let count = 0;
	let asked = 0;
	for (const alert of alerts) {
		if (++asked % ALERTS_A_STEP === 0) yield;
		const value = read(alert);
		// Lists compare by other rules; their single values are offered through indexed fields.
		if (value === undefined || typeof value === 'object') continue;
		found = value;
		count++;
		const text = valueText(field, value);
		counts.set(text, (counts.get(text) ?? 0) + 1);
	}
	if (count === 0 || (counts.size === 1 && counts.has(''))) return undefined;
	const all = [...counts].map(([value, times]) => ({value, count: times})).sort((a, b) => b.count - a.count);
	const values = all.slice(0, MAX_VALUES);
	const operators = operatorsFor(field, found);
	const exact: Term = {field, operator: values.length === 1 ? '=' : 'in', values: values.map(({value}) => value)};
	const term = operators.length > 2 ? commonTerm(field, all, count) : exact;
	return {field, values, alerts: count, distinct: counts.size, operators, term: term.operator === 'in' ? exact : term, on: false};
}

/** Operators that the field's type takes in a rule. */
function operatorsFor(field: string, value: FieldValue): readonly TermOperator[] {
	return typeof value === 'string' && !isAddressField(field) ? TERM_OPERATORS : ['=', 'in'];
}

/**
 * The term with another operator, its values turned so that it still matches what it matched: signs that a pattern
 * would take for wildcards are escaped.
 */
export function withOperator(term: Term, operator: TermOperator): Term {
	const list = operator === 'in' || operator === 'pmatch';
	const values = list ? term.values : term.values.slice(0, 1);
	const exact = term.operator === 'glob' ? values.map((value) => value.replace(/\\([*?[\]\\])/g, '$1')) : values;
	return {field: term.field, operator, values: operator === 'glob' ? exact.map(escapeGlob) : exact};
}

/** What a person should know before relying on these terms. */
export function termWarnings(terms: readonly Term[]): TuningWarning[] {
	const warnings: TuningWarning[] = [];
	for (const term of terms) {
		const broad = whyBroad(term);
		if (broad !== undefined)
			warnings.push({code: 'broad-operator', message: `${term.field} ${term.operator}: ${broad}`, field: term.field});
	}
	const chosen = terms.filter((term) => isChosenByProcess(term.field));
	if (chosen.length > 0 && !terms.some((term) => term.field === 'proc.exepath' || term.field === 'proc.pexepath')) {
		warnings.push({
			code: 'chosen-by-process',
			message: `rests on ${chosen[0].field}: a process chooses its own name and command line. Add proc.exepath`,
			field: chosen[0].field,
		});
	}
	const interpreter = terms.find(runsAnything);
	if (interpreter && !terms.some((term) => /cmdline|args|aname|pname/.test(term.field))) {
		warnings.push({
			code: 'interpreter',
			message: `${interpreter.values.find(isInterpreter)} runs whatever it is given: add proc.cmdline or proc.pname`,
			field: interpreter.field,
		});
	}
	return [...warnings, ...programWarnings(terms)];
}

const NAMES_PROGRAM = /^proc\.(?:name|exe|exepath|exeline|cmdline|args)$/;
const ANCESTOR = /^proc\.(?:p(?:name|exepath|cmdline|exe)$|a(?:name|exepath|cmdline|exe)\b)/;
/** Places where anybody can put a program; the name of a memory file is its maker's. */
const WRITABLE = /^(?:\/tmp\/|\/var\/tmp\/|\/dev\/shm\/|memfd:)/;

/** What is silenced beside the program that is meant, because nothing names it, or because another one can take its place. */
function programWarnings(terms: readonly Term[]): TuningWarning[] {
	const warnings: TuningWarning[] = [];
	if (terms.length > 0 && !terms.some(({field}) => NAMES_PROGRAM.test(field))) {
		const ancestor = terms.find(({field}) => ANCESTOR.test(field));
		const whose = ancestor === undefined ? 'names no program: whatever does this' : `whatever ${ancestor.values[0]} starts`;
		warnings.push({code: 'any-program', message: `${whose} is silenced. Add proc.exepath`, field: (ancestor ?? terms[0]).field});
	}
	const writable = terms.find(({field, values}) => field === 'proc.exepath' && values.some((value) => WRITABLE.test(value)));
	if (writable !== undefined && !terms.some(({field}) => ANCESTOR.test(field))) {
		const message = 'proc.exepath lies where anybody can put a program. Add proc.pname';
		warnings.push({code: 'writable-folder', message, field: writable.field});
	}
	return warnings;
}

function runsAnything(term: Term): boolean {
	return (term.field === 'proc.name' || term.field === 'proc.exepath') && term.values.some(isInterpreter);
}

function isAddressField(field: string): boolean {
	return /^fd\.[scrl]?(?:ip|net)$/.test(field);
}
