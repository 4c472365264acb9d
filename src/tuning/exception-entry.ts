import {quoteBytes} from '../filter/quote.ts';
import type {RuleException} from '../rules/ruleset.ts';
import type {YamlValue} from './append-item.ts';
import {takesList} from './condition.ts';
import type {Term} from './draft.ts';

/** Tuples that the terms of one draft may become. */
const MAX_TUPLES = 50;

/** The order in which an exception takes the terms, with its operators; undefined where its fields are others. */
export function fittingException(exception: RuleException, terms: readonly Term[]): readonly {term: Term; comp: string}[] | undefined {
	const {fields, comps} = exception;
	const names = typeof fields === 'string' ? [fields] : fields;
	if (names.length !== terms.length) return undefined;
	const ordered = names.map((field, index) => {
		const comp = typeof fields === 'string' ? (typeof comps === 'string' ? comps : 'in') : (comps?.[index] ?? '=');
		const term = terms.find((candidate) => candidate.field === field && fits(candidate, comp, typeof fields === 'string'));
		return term && {term, comp};
	});
	return ordered.every((entry) => entry !== undefined) && tupleCount(ordered) <= MAX_TUPLES ? ordered : undefined;
}

function fits(term: Term, comp: string, singleField: boolean): boolean {
	if (comp === '=' || comp === '==' || comp === 'in') return term.operator === '=' || term.operator === 'in';
	// A lone value of `pmatch` in a rule with one field would take the place of a tuple.
	return comp === term.operator && (!singleField || takesList(term.operator));
}

const tupleCount = (entries: readonly {term: Term; comp: string}[]): number =>
	entries.reduce((count, {term, comp}) => count * (isListComp(comp) ? 1 : term.values.length), 1);

const isListComp = (comp: string): boolean => comp === 'in' || comp === 'pmatch';

export function newExceptionName(terms: readonly Term[], present: readonly RuleException[]): string {
	const slug = terms.map(({field}) => field.replace(/[^a-z0-9]+/gi, '_').replace(/_$/, '')).join('_and_');
	const base = `known_${slug}`.slice(0, 80);
	for (let number = 1; ; number++) {
		const name = number === 1 ? base : `${base}_${number}`;
		if (!present.some((exception) => exception.name === name)) return name;
	}
}

/** The entry as YAML, to be appended to the rule's exceptions. Values are written as conditions write them: Falco puts their text into one. */
export function exceptionEntry(
	name: string,
	terms: readonly Term[],
	{present, listNames}: {readonly present: RuleException | undefined; readonly listNames: ReadonlySet<string>},
): Readonly<Record<string, YamlValue>> | undefined {
	const text = (value: string): string => quoteBytes(value, {listNames}) ?? '';
	if (!present) {
		const comps = terms.map(({operator}) => operator);
		const values = [terms.map((term) => (takesList(term.operator) ? term.values.map(text) : text(term.values[0])))];
		return {name, fields: terms.map(({field}) => field), comps, values};
	}
	const ordered = fittingException(present, terms);
	if (!ordered) return undefined;
	if (typeof present.fields === 'string') return {name, values: ordered[0].term.values.map(text)};
	return {name, values: tuples(ordered, text)};
}

function tuples(ordered: readonly {term: Term; comp: string}[], text: (value: string) => string): YamlValue[] {
	let rows: YamlValue[][] = [[]];
	for (const {term, comp} of ordered) {
		const choices: YamlValue[] = isListComp(comp) ? [term.values.map(text)] : term.values.map(text);
		rows = rows.flatMap((row) => choices.map((choice) => [...row, choice]));
	}
	return rows;
}
