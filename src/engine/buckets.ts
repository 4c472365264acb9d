import {EVENT_TYPES} from '../events/event-types.ts';
import type {CompileRequest, Compiler} from '../filter/compile.ts';
import type {Expression} from '../filter/syntax.ts';
import type {ActiveRule, Bucket} from './active-rules.ts';

/** A rule on more event types than this gets one condition for all of them: conditions by type would only cost memory. */
const MOST_TYPES_APART = 40;

/** A rule's condition, and what it would be without the exceptions of the user's file. */
export interface RuleCondition {
	readonly rule: ActiveRule;
	readonly condition: Expression;
	readonly bare: Expression | undefined;
}

type Predicates = Bucket['predicates'];

/**
 * The rules by event code, each with its condition compiled for that type: what the type decides is decided here.
 * `others` are conditions of no rule that are compiled along.
 */
export function buildBuckets(
	conditions: readonly RuleCondition[],
	others: readonly Expression[],
	compiler: Pick<Compiler, 'compileAll'>,
): {readonly buckets: readonly (Bucket | undefined)[]; readonly others: Predicates} {
	const requests: CompileRequest[] = [];
	const request = (expression: Expression, codes: readonly number[]): number =>
		requests.push(codes.length === 1 ? {expression, eventType: codes[0]} : {expression}) - 1;
	const places = conditions.flatMap(({rule, condition, bare}) => {
		const codes = [...rule.eventTypes];
		const groups = codes.length > MOST_TYPES_APART ? [codes] : codes.map((code) => [code]);
		return groups.map((group) => ({
			rule,
			codes: group,
			condition: request(condition, group),
			bare: bare === undefined ? undefined : request(bare, group),
		}));
	});
	const firstOther = requests.length;
	for (const expression of others) requests.push({expression});
	const predicates = compiler.compileAll(requests);
	const buckets: (MutableBucket | undefined)[] = EVENT_TYPES.map(() => undefined);
	for (const {rule, codes, condition, bare} of places) {
		for (const code of codes) {
			buckets[code] ??= {rules: [], predicates: [], bare: undefined};
			add(buckets[code], rule, {predicate: predicates[condition], bare: bare === undefined ? undefined : predicates[bare]});
		}
	}
	return {buckets, others: predicates.slice(firstOther)};
}

interface MutableBucket {
	readonly rules: ActiveRule[];
	readonly predicates: Predicates[number][];
	bare: (Predicates[number] | undefined)[] | undefined;
}

function add(
	bucket: MutableBucket,
	rule: ActiveRule,
	{predicate, bare}: {readonly predicate: Predicates[number]; readonly bare: Predicates[number] | undefined},
): void {
	if (bare !== undefined) bucket.bare ??= bucket.rules.map(() => undefined);
	bucket.rules.push(rule);
	bucket.predicates.push(predicate);
	bucket.bare?.push(bare);
}
