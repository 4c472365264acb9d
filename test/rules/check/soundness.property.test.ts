import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseCondition} from '../../../src/filter/parse.ts';
import type {Expression} from '../../../src/filter/syntax.ts';
import {whyNever} from '../../../src/rules/check/contradiction.ts';
import {type Formula, formulaMaker} from '../../../src/rules/check/formula.ts';
import {createImplies} from '../../../src/rules/check/implies.ts';
import {isListCheck, leafFacts} from '../../../src/rules/check/leaf-facts.ts';
import {evaluate} from '../../filter/evaluate.ts';
import {type FakeEvent, fakeCatalogue} from '../../filter/fake-catalogue.ts';

// What is claimed of conditions ("never", "whenever the other") against thousands of events: few values, so that they meet.

const word = fc.constantFrom('a', 'b', 'ab', 'ba');
const list = fc.array(word, {maxLength: 3}).map((items) => `(${items.join(', ')})`);
const check = fc.oneof(
	fc
		.tuple(fc.constantFrom('proc.name', 'fd.name', 'proc.aname'), fc.constantFrom('=', '!=', 'contains', 'startswith', 'endswith'), word)
		.map((parts) => parts.join(' ')),
	fc.tuple(fc.constantFrom('proc.name', 'fd.name', 'fd.types'), fc.constantFrom('in', 'intersects'), list).map((parts) => parts.join(' ')),
	fc
		.tuple(fc.constantFrom('proc.name', 'fd.name'), fc.constantFrom('startswith', '='), fc.constantFrom('anyof', 'allof', 'oneof'), list)
		.map((parts) => parts.join(' ')),
	fc.tuple(fc.constantFrom('=', '!=', '<', '>='), fc.integer({min: -1, max: 1})).map(([operator, n]) => `fd.num ${operator} ${n}`),
	fc.constantFrom('evt.is_open_read = true', 'evt.is_open_read = false', 'proc.name exists', 'evt.num = 0', 'evt.num >= 0'),
	fc.tuple(fc.constantFrom('=', '!='), fc.constantFrom('10.0.0.1', '10.0.0.2')).map(([operator, ip]) => `fd.ip ${operator} ${ip}`),
	fc
		.tuple(fc.constantFrom('=', '!='), fc.constantFrom('open', 'openat', 'execve'))
		.map(([operator, name]) => `evt.type ${operator} ${name}`),
	fc.constantFrom('evt.type in (open, execve)', 'evt.type in (open, openat)'),
);
const condition = fc.letrec<{node: string}>((tie) => ({
	node: fc.oneof(
		{maxDepth: 4},
		check,
		fc.array(check, {minLength: 2, maxLength: 5}).map((checks) => checks.join(' and ')),
		fc
			.tuple(tie('node'), fc.constantFrom('and', 'or', 'and'), tie('node'))
			.map(([left, operator, right]) => `(${left} ${operator} ${right})`),
		tie('node').map((text) => `not (${text})`),
	),
})).node;

const TYPES = ['open', 'openat', 'execve', 'uname'];
const WORDS = ['a', 'b', 'ab', 'ba', 'x'];

/** Every event there can be, near enough: each of few values for each field, and none. Events without a descriptor have no fd fields. */
const EVENTS: readonly FakeEvent[] = TYPES.flatMap((type) =>
	[undefined, ...WORDS].flatMap((name) =>
		(type.startsWith('open') ? [undefined, ...WORDS] : [undefined]).flatMap((file, i) =>
			[-1, 0, 1].map((n) => {
				const isOpen = type.startsWith('open');
				return {
					'evt.num': 5,
					'evt.type': type,
					'proc.name': name,
					'proc.aname': [WORDS[i % 5], WORDS[(i + n + 2) % 5]],
					'evt.is_open_read': isOpen && n !== 0,
					...(isOpen && {
						'fd.name': file,
						'fd.num': n,
						'fd.types': file === undefined ? [] : [file, 'a'],
						'fd.ip': ['\x0a\0\0\x01', n > 0 ? '\x0a\0\0\x02' : '\x0a\0\0\x01'],
					}),
				};
			}),
		),
	),
);

const catalogue = fakeCatalogue();
const facts = leafFacts(catalogue);
const makeFormula = formulaMaker(new Map(), (check) => isListCheck(check, catalogue));

function read(text: string): {expression: Expression; formula: Formula} {
	const parsed = parseCondition(text);
	if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.message}`);
	return {expression: parsed.expression, formula: makeFormula(parsed.expression, {text, pieces: []})};
}

test('a condition that is said never to hold holds for no event', () => {
	let claims = 0;
	fc.assert(
		fc.property(condition, (text) => {
			const {expression, formula} = read(text);
			const isNever = formula.kind === 'constant' ? !formula.value : whyNever(formula, facts) !== undefined;
			if (!isNever) return;
			claims++;
			expect(EVENTS.find((event) => evaluate(expression, event))).toBeUndefined();
		}),
		{numRuns: 3000},
	);
	expect(claims).toBeGreaterThan(300);
});

test('a condition that is said to imply another holds for no event without it', () => {
	const implies = createImplies(facts);
	let claims = 0;
	fc.assert(
		fc.property(condition, condition, fc.boolean(), (a, b, isPart) => {
			const given = read(isPart ? `(${a}) and (${b})` : a);
			const wanted = read(b);
			if (!implies(given.formula, wanted.formula)) return;
			claims++;
			expect(EVENTS.find((event) => evaluate(given.expression, event) && !evaluate(wanted.expression, event))).toBeUndefined();
		}),
		{numRuns: 3000},
	);
	expect(claims).toBeGreaterThan(300);
});
