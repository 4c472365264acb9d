import {nearNames} from '../fields/near-names.ts';
import {constantsOf} from './constants-of.ts';
import {EVENT_NAMES, eventTypeValues, isEventName, isOnEventType} from './event-types.ts';
import type {ConditionProblem} from './problem.ts';
import type {Check} from './syntax.ts';
import {fieldsOfOperand} from './walk.ts';

/** The type of an event is known when rules are sorted by event: its names must exist, and nothing may compute it. */
export function checkEventType(check: Check): ConditionProblem[] {
	if (check.left.kind === 'transformer') return checkTransformed(check);
	if (!isOnEventType(check)) return [];
	if (check.right?.kind === 'field' || check.right?.kind === 'transformer') {
		const message = 'right-hand field comparisons on `evt.type` checks are not supported by event code search';
		return [{code: 'right-side', message, hint: 'write the names of the events', span: check.right.span}];
	}
	// Falco looks every value of evt.type up, whatever the operator, but those of syscall.type only where they narrow the events.
	const isNarrowing = eventTypeValues(check) !== undefined;
	if (check.left.name === 'syscall.type' && !isNarrowing) return [];
	return constantsOf(check)
		.filter(({text}) => !isEventName(text))
		.map(({text, span}) => unknownEventType(text, span, check));
}

function unknownEventType(text: string, span: ConditionProblem['span'], check: Check): ConditionProblem {
	const lower = text.toLowerCase();
	const near = lower !== text && isEventName(lower) ? [lower] : nearNames(text, EVENT_NAMES);
	const guesses = near.length > 0 || text.length < 3 ? near : EVENT_NAMES.filter((name) => name.startsWith(text)).slice(0, 3);
	const matching =
		check.operator === 'in' || check.operator === '=' || check.operator === '==' || check.operator === '!='
			? ''
			: `: '${check.operator}' takes whole names only`;
	return {
		code: 'unknown-event-type',
		message: `unknown event type ${text}${matching}`,
		hint:
			guesses.length > 0
				? `did you mean ${guesses.join(' or ')}?`
				: 'evt.type is the name of a system call or event; in (a, b) takes several',
		span,
	};
}

function checkTransformed(check: Check): ConditionProblem[] {
	for (const field of fieldsOfOperand(check.left)) {
		if (field.name !== 'evt.type') continue;
		const message = 'event code search does not support `evt.type` checks with transformers';
		return [{code: 'transformer', message, hint: 'compare evt.type itself', span: check.left.span}];
	}
	return [];
}
