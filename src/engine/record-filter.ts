import {EVENT_FLAGS, EventFlags} from '../events/event-types.ts';
import {createFieldCatalogue} from '../fields/catalogue.ts';
import {checkCondition, isHint} from '../filter/check.ts';
import {createCompiler} from '../filter/compile.ts';
import {eventTypesOf} from '../filter/event-types.ts';
import {parseCondition} from '../filter/parse.ts';
import type {ConditionProblem} from '../filter/problem.ts';
import type {EventContext} from '../system/context.ts';

/** Which events a recording shows. Macros are not known to it. */
export interface RecordFilter {
	/** Whether the event, already applied to its system, is wanted. */
	readonly matches: (event: EventContext) => boolean;
	/** Codes of the events that can match. */
	readonly eventTypes: ReadonlySet<number>;
}

/** Compiles a condition in Falco's language; what is wrong with it comes back as problems. */
export function compileRecordFilter(text: string, hostname: string): RecordFilter | {readonly problems: readonly ConditionProblem[]} {
	const catalogue = createFieldCatalogue({hostname, source: 'syscall'});
	const parsed = parseCondition(text);
	if (!parsed.ok) return {problems: [parsed.problem]};
	const problems = checkCondition(parsed.expression, catalogue).filter((problem) => !isHint(problem));
	if (problems.length > 0) return {problems};
	const compiler = createCompiler(catalogue);
	const predicate = compiler.compile(parsed.expression);
	const matches = (event: EventContext): boolean => {
		catalogue.observe(event);
		compiler.nextEvent();
		return predicate(event);
	};
	return {matches, eventTypes: eventTypesOf(parsed.expression)};
}

/** Whether readers need the event to know the state, even where nobody asked to see it. */
export const changesState = (type: number): boolean => (EVENT_FLAGS[type] & EventFlags.MODIFIES_STATE) !== 0;
