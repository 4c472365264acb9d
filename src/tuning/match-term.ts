import type {Alert} from '../alerts/alert.ts';
import type {FieldValue, Scalar} from '../fields/field.ts';
import {compileGlob} from '../filter/glob.ts';
import {compilePathSet} from '../filter/path-set.ts';
import {readerOf} from './alert-value.ts';
import type {Term} from './draft.ts';
import {valueText} from './value-text.ts';

export type AlertPredicate = (alert: Alert) => boolean;
type TextPredicate = (text: string) => boolean;

/** List fields compare as sets: `in` holds when every value is among those of the term. */
const LIST_FIELD = /^(?:fdlist\.|fd\.types$|proc\.args$)/;

/** Whether all terms hold for an alert, decided from what it kept as the engine decides from the event. */
export function compileTerms(terms: readonly Term[]): AlertPredicate {
	const predicates = terms.map(compileTerm);
	return (alert) => {
		for (const predicate of predicates) if (!predicate(alert)) return false;
		return true;
	};
}

/** A missing value satisfies nothing. Of several values (`proc.aname`) one is enough. */
export function compileTerm(term: Term): AlertPredicate {
	const read = readerOf(term.field);
	const matches = compileText(term);
	const exact = term.operator === '=' || term.operator === 'in';
	const every = LIST_FIELD.test(term.field);
	const test = (value: Scalar): boolean => (typeof value === 'string' || exact) && matches(valueText(term.field, value));
	return (alert) => {
		const value: FieldValue = read(alert);
		if (value === undefined) return false;
		if (typeof value === 'string') return matches(valueText(term.field, value));
		if (typeof value !== 'object') return test(value);
		return every ? value.every(test) : value.some(test);
	};
}

function compileText({operator, values}: Term): TextPredicate {
	const first = values[0];
	switch (operator) {
		case '=':
			return (text) => text === first;
		case 'in': {
			const set = new Set(values);
			return (text) => set.has(text);
		}
		case 'startswith':
			return (text) => text.startsWith(first);
		case 'endswith':
			return (text) => text.endsWith(first);
		case 'contains':
			return (text) => text.includes(first);
		case 'glob':
			return compileGlob(first);
		case 'pmatch':
			return compilePathSet(values);
	}
}
