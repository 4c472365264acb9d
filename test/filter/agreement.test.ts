import fc from 'fast-check';
import {expect, test} from 'vitest';
import {EVENT_TYPES} from '../../src/events/event-types.ts';
import {createCompiler} from '../../src/filter/compile.ts';
import {eventTypesOf} from '../../src/filter/event-types.ts';
import type {Expression} from '../../src/filter/syntax.ts';
import {evaluate} from './evaluate.ts';
import {asEvent, type FakeEvent, fakeCatalogue} from './fake-catalogue.ts';
import {parsed} from './parsed.ts';

const word = fc.constantFrom('a', 'b', 'ab', 'ba', '');
const quoted = word.map((text) => JSON.stringify(text));
const list = fc.array(quoted, {maxLength: 3}).map((items) => `(${items.join(', ')})`);
const modifier = fc.constantFrom('oneof', 'anyof', 'allof');
const texts = fc.oneof(
	fc
		.tuple(
			fc.constantFrom('=', '!=', 'contains', 'startswith', 'endswith'),
			fc.oneof(
				quoted,
				fc.tuple(modifier, list).map((words) => words.join(' ')),
			),
		)
		.map((words) => words.join(' ')),
	fc.tuple(fc.constantFrom('in', 'intersects'), list).map((words) => words.join(' ')),
	fc.constant('exists'),
);
const eventName = fc.constantFrom('open', 'openat', 'execve', 'uname');
const ip = fc.constantFrom('10.0.0.1', '10.0.0.2', '::1');
const check = fc.oneof(
	fc.tuple(fc.constantFrom('proc.name', 'fd.name', 'proc.aname'), texts).map((words) => words.join(' ')),
	fc.tuple(fc.constantFrom('in', 'intersects'), list).map(([operator, items]) => `fd.types ${operator} ${items}`),
	fc.tuple(fc.constantFrom('=', '!=', '<', '>='), fc.integer({min: -2, max: 2})).map(([operator, n]) => `fd.num ${operator} ${n}`),
	fc.constantFrom('evt.is_open_read = true', 'evt.is_open_read != true', 'evt.num >= 0', 'evt.num = 0'),
	fc
		.tuple(
			fc.constantFrom('=', '!='),
			ip.filter((text) => text !== '::1'),
		)
		.map(([operator, text]) => `fd.ip ${operator} ${text}`),
	fc.tuple(fc.constantFrom('=', '!='), eventName).map(([operator, name]) => `evt.type ${operator} ${name}`),
	fc.array(eventName, {maxLength: 2}).map((names) => `evt.type in (${names.join(', ')})`),
	fc.constant('evt.type exists'),
);
const condition = fc.letrec<{node: string}>((tie) => ({
	node: fc.oneof(
		{maxDepth: 4, withCrossShrink: true},
		check,
		fc.tuple(tie('node'), fc.constantFrom('and', 'or'), tie('node')).map(([left, operator, right]) => `(${left} ${operator} ${right})`),
		tie('node').map((text) => `not (${text})`),
	),
})).node;

const CODES = {open: 3, openat: 307, execve: 293, uname: 1};
const eventOf = (type: keyof typeof CODES) =>
	fc
		.record(
			{
				'proc.name': word,
				'fd.name': word,
				'proc.aname': fc.array(word, {minLength: 1, maxLength: 3}),
				'fd.types': fc.array(word, {maxLength: 3}),
				'fd.num': fc.integer({min: -2, max: 2}),
				'evt.is_open_read': fc.boolean(),
				'fd.ip': fc.array(fc.constantFrom('\n\0\0\x01', '\n\0\0\x02'), {minLength: 2, maxLength: 2}),
			},
			{requiredKeys: []},
		)
		.map((values): FakeEvent => ({...values, 'evt.type': type, 'evt.num': 1}));
const event = fc
	.constantFrom('open' as const, 'openat' as const, 'execve' as const, 'uname' as const)
	.chain((type) => eventOf(type).map((values) => ({type, values})));

test('the codes used here are those of the event table', () => {
	for (const [name, code] of Object.entries(CODES)) expect([EVENT_TYPES[code].name, ...(EVENT_TYPES[code].syscalls ?? [])]).toContain(name);
});

test('compiled conditions agree with the definition, alone, together, and by event type', () => {
	fc.assert(
		fc.property(fc.array(condition, {minLength: 1, maxLength: 4}), fc.array(event, {minLength: 1, maxLength: 4}), (conditions, events) => {
			const expressions = conditions.map(parsed);
			const compiler = createCompiler(fakeCatalogue());
			const predicates = compiler.compileAll(expressions.map((expression) => ({expression})));
			for (const {type, values} of events) {
				const wanted = expressions.map((expression: Expression) => evaluate(expression, values));
				const byType = compiler.compileAll(expressions.map((expression) => ({expression, eventType: CODES[type]})));
				compiler.nextEvent();
				expect(predicates.map((predicate) => predicate(asEvent(values)))).toEqual(wanted);
				expect(byType.map((predicate) => predicate(asEvent(values)))).toEqual(wanted);
				// A rule that can match must be in the bucket of the event.
				const missed = expressions.filter((expression, i) => wanted[i] && !eventTypesOf(expression).has(CODES[type]));
				expect(missed).toEqual([]);
			}
		}),
		{numRuns: 1500},
	);
});
