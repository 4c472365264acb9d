import type {Check, Expression, RightSide} from '../filter/syntax.ts';
import {checksOf, fieldsOfOperand, leavesOf, operandsOf} from '../filter/walk.ts';
import {within} from './context.ts';
import type {RuleItem} from './items.ts';
import type {ParsedText} from './parse-traced.ts';
import type {ProblemList} from './problem-list.ts';
import {spotOf} from './traced-text.ts';

const EQUALITY = new Set(['==', '=', '!=', 'in', 'intersects', 'pmatch']);
const NO_VALUE = '<NA>';

const UNSAFE =
	'comparing a field value with <NA> is unsafe and can lead to unpredictable behavior of the rule condition. ' +
	"If you need to check for the existence of a field, consider using the 'exists' operator instead.";

/** Warns of `ka.` and `jevt.` fields compared with the text that stands for a missing value. */
export function warnOfUnsafeChecks(expanded: Expression, item: RuleItem, problems: ProblemList): void {
	if (checksOf(expanded).some(isUnsafe)) problems.warning('LOAD_UNSAFE_NA_CHECK', UNSAFE, item.conditionContext);
}

function isUnsafe({left, operator, right}: Check): boolean {
	if (left.kind !== 'field' || !(left.name.startsWith('ka.') || left.name.startsWith('jevt.'))) return false;
	return right !== undefined && EQUALITY.has(operator) && constantsOf(right).includes(NO_VALUE);
}

const EVT_DIR =
	"due to the drop of enter events, 'evt.dir = <' always evaluates to true, and 'evt.dir = >' always evaluates to false. " +
	"The rule expression can be simplified by removing the condition on 'evt.dir'";

/** Fields about enter events, which nothing sends any more. */
export const isDeprecatedField = (name: string): boolean =>
	name === 'evt.dir' || name.startsWith('evt.latency') || name === 'evt.wait_latency';

/** Warns of deprecated fields, once for each. */
export function warnOfDeprecatedFields(
	parsed: ParsedText,
	expanded: Expression,
	{item, problems}: {readonly item: RuleItem; readonly problems: ProblemList},
): void {
	const deprecated = checksOf(expanded).filter(hasDeprecatedField);
	if (deprecated.length === 0) return;
	const warned = new Set<string>();
	const own = new Set(leavesOf(parsed.syntax));
	for (const check of deprecated) {
		for (const operand of operandsOf(check)) {
			for (const field of fieldsOfOperand(operand)) {
				if (!isDeprecatedField(field.name) || warned.has(field.name)) continue;
				warned.add(field.name);
				const spot = own.has(check) ? spotOf(parsed.text, field.span.start) : undefined;
				const context = within(item.conditionContext, 'condition expression', '', spot?.offset ?? item.conditionContext.offset);
				const message =
					field.name === 'evt.dir' ? EVT_DIR : `usage of deprecated field '${field.name}' has been detected in the rule condition`;
				problems.warning('LOAD_DEPRECATED_ITEM', message, context, {spot, hint: hintFor(field.name)});
			}
		}
	}
}

const hasDeprecatedField = (check: Check): boolean =>
	operandsOf(check).some((operand) => fieldsOfOperand(operand).some(({name}) => isDeprecatedField(name)));

const hintFor = (field: string) => (field === 'evt.dir' ? "take out 'evt.dir=<'" : 'it has had no value since enter events are gone');

function constantsOf(right: RightSide): string[] {
	if (right.kind === 'value') return [right.text];
	return right.kind === 'list' ? right.items.map((item) => item.text) : [];
}
