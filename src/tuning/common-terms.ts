import type {Alert} from '../alerts/alert.ts';
import {smallestTermsInSteps} from './candidates.ts';
import {writeCondition} from './condition.ts';
import type {Term} from './draft.ts';
import {finishNow, type Steps} from './steps.ts';
import {suggestExceptionsInSteps} from './suggestions.ts';

/** Past that many values of a term it is a list of what happened to occur: a wider shape is looked for. */
const MOST_VALUES = 8;

/** The narrowest terms that all of these alerts have in common and that are not merely a list of what occurred. */
export const commonTerms = (alerts: readonly Alert[]): readonly Term[] => finishNow(commonTermsInSteps(alerts));

/** The same in steps of a fraction of a millisecond. */
export function* commonTermsInSteps(alerts: readonly Alert[]): Steps<readonly Term[]> {
	const smallest = yield* smallestTermsInSteps(alerts);
	const isShort = (terms: readonly Term[]): boolean => terms.length > 0 && terms.every((term) => term.values.length <= MOST_VALUES);
	if (isShort(smallest) && writeCondition(smallest).ok) return smallest;
	// A program that writes everywhere is told by itself, and by what it was given to run.
	const rest = smallest.filter(({values}) => values.length <= MOST_VALUES);
	if (rest.some(({field}) => field === 'proc.exepath') && writeCondition(rest).ok) return rest;
	const suggestions = yield* suggestExceptionsInSteps(alerts);
	return suggestions.find(({terms}) => isShort(terms))?.terms ?? smallest;
}
