// Which events a condition can match: `and` intersects, `or` unites, `not` is pushed down to the checks.
// Only `=`, `==`, `!=` and `in` on the event's type narrow the set; every other check may match any event.
import {EVENT_TYPES} from '../events/event-types.ts';
import type {And, Check, Expression, Or} from './syntax.ts';

/** Names of events, or all there are. */
type Names = ReadonlySet<string> | 'all';

/** Events without one of their own code: `evt.type` is the name of the system call. */
const GENERIC_NAME = 'syscall';
const ASYNC_NAME = 'asyncevent';

const codesByName = new Map<string, number[]>();
for (const type of EVENT_TYPES) {
	if (type.name !== GENERIC_NAME) addCode(type.name, type.code);
	else for (const name of type.syscalls ?? []) addCode(name, type.code);
}

function addCode(name: string, code: number): void {
	const codes = codesByName.get(name);
	if (codes === undefined) codesByName.set(name, [code]);
	else if (!codes.includes(code)) codes.push(code);
}

/** Everything `evt.type` can be: names of the event table and of system calls without an event of their own. */
export const EVENT_NAMES: readonly string[] = [...codesByName.keys()];

export const isEventName = (name: string): boolean => codesByName.has(name);

/** Codes of the events that a condition, macros unfolded, can match; asynchronous events reach every rule. */
export function eventTypesOf(expression: Expression): ReadonlySet<number> {
	const names = eventNamesOf(expression);
	return names === EVENT_NAMES ? EVERY_CODE : codesOf(names);
}

function codesOf(names: readonly string[]): ReadonlySet<number> {
	const codes = new Set<number>();
	for (const name of names) for (const code of codesByName.get(name) ?? []) codes.add(code);
	return codes;
}

/** One set for all conditions that narrow nothing. */
const EVERY_CODE = codesOf(EVENT_NAMES);

/** Names of the events that a condition, macros unfolded, can match; asynchronous events reach every rule. */
export function eventNamesOf(expression: Expression): readonly string[] {
	const names = namesOf(expression, false);
	if (names === 'all') return EVENT_NAMES;
	return names.has(ASYNC_NAME) ? [...names] : [...names, ASYNC_NAME];
}

function namesOf(expression: Expression, negated: boolean): Names {
	switch (expression.kind) {
		case 'not':
			return namesOf(expression.item, !negated);
		case 'and':
		case 'or':
			return namesOfGroup(expression, negated);
		case 'macro':
			return 'all';
		case 'check':
			return namesOfCheck(expression, negated);
	}
}

/** What groups gave, as they stand and negated: the macros that rules share are gone through once. */
const known = [new WeakMap<Expression, Names>(), new WeakMap<Expression, Names>()] as const;

function namesOfGroup(group: And | Or, negated: boolean): Names {
	const before = known[negated ? 1 : 0];
	let names = before.get(group);
	if (names === undefined) {
		const sets = group.items.map((item) => namesOf(item, negated));
		names = (group.kind === 'and') === negated ? union(sets) : intersection(sets);
		before.set(group, names);
	}
	return names;
}

function union(sets: readonly Names[]): Names {
	const names = new Set<string>();
	for (const set of sets) {
		if (set === 'all') return 'all';
		for (const name of set) names.add(name);
	}
	return names;
}

function intersection(sets: readonly Names[]): Names {
	let names: Names = 'all';
	for (const set of sets) {
		if (set === 'all') continue;
		const narrowed: ReadonlySet<string> = names === 'all' ? set : new Set([...names].filter((name) => set.has(name)));
		names = narrowed;
	}
	return names;
}

/** Whether the check's left side is the type of the event. */
export function isOnEventType(check: Check): boolean {
	const {left} = check;
	return left.kind === 'field' && left.argument === undefined && (left.name === 'evt.type' || left.name === 'syscall.type');
}

function namesOfCheck(check: Check, negated: boolean): Names {
	if (!isOnEventType(check)) return 'all';
	const wanted = eventTypeValues(check);
	if (wanted === undefined) return check.operator === 'exists' && negated ? new Set() : 'all';
	const inverted = (check.operator === '!=') !== negated;
	return new Set(inverted ? EVENT_NAMES.filter((name) => !wanted.includes(name)) : wanted.filter(isEventName));
}

/** The names a check compares the event's type with; undefined for operators that do not narrow it. */
export function eventTypeValues(check: Check): readonly string[] | undefined {
	const {operator, right, modifier} = check;
	if (modifier !== undefined || right === undefined) return undefined;
	if (operator !== '=' && operator !== '==' && operator !== '!=' && operator !== 'in') return undefined;
	if (right.kind === 'value') return [right.text];
	if (right.kind === 'identifier') return [right.name];
	return right.kind === 'list' ? right.items.map((item) => item.text) : undefined;
}

/** What `evt.type` shows for an event of the code; undefined where the system call decides. */
export function eventNameOf(code: number): string | undefined {
	const name = EVENT_TYPES[code]?.name;
	return name === GENERIC_NAME ? undefined : name;
}
