import {EVENT_TYPES} from '../events/event-types.ts';
import type {CompileRequest, Compiler} from '../filter/compile.ts';
import type {Expression} from '../filter/syntax.ts';
import type {ActiveRule, Bucket} from './active-rules.ts';

/** A rule on more event types than this gets one condition for all of them: conditions by type would only cost memory. */
const MOST_TYPES_APART = 40;

/** The rules by event code, each with its condition compiled for that type: what the type decides is decided here. */
export function buildBuckets(
	rules: readonly ActiveRule[],
	conditions: readonly Expression[],
	compiler: Pick<Compiler, 'compileAll'>,
): (Bucket | undefined)[] {
	const requests: CompileRequest[] = [];
	const places: {readonly rule: ActiveRule; readonly codes: readonly number[]}[] = [];
	rules.forEach((rule, i) => {
		const codes = [...rule.eventTypes];
		const expression = conditions[i];
		const groups = codes.length > MOST_TYPES_APART ? [codes] : codes.map((code) => [code]);
		for (const group of groups) {
			requests.push(group.length === 1 ? {expression, eventType: group[0]} : {expression});
			places.push({rule, codes: group});
		}
	});
	const predicates = compiler.compileAll(requests);
	const buckets: ({rules: ActiveRule[]; predicates: Bucket['predicates'][number][]} | undefined)[] = EVENT_TYPES.map(() => undefined);
	places.forEach(({rule, codes}, i) => {
		for (const code of codes) {
			buckets[code] ??= {rules: [], predicates: []};
			buckets[code].rules.push(rule);
			buckets[code].predicates.push(predicates[i]);
		}
	});
	return buckets;
}
