import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {deadExceptions} from '../../src/tuning/dead-exceptions.ts';
import type {Term} from '../../src/tuning/draft.ts';
import {listExceptions} from '../../src/tuning/exceptions.ts';
import {compileTerms} from '../../src/tuning/match-term.ts';
import {implies} from '../../src/tuning/term-implication.ts';
import {alertWith} from './alerts.ts';

const DAY = 86_400_000;
const base = {rulesOf: () => ['R'], nowMs: 100 * DAY, unusedDays: 30};

function dead(text: string, options: Partial<Parameters<typeof deadExceptions>[2]> = {}): string[] {
	const listed = listExceptions(text, new Set(['user_a', 'user_b']));
	if (!listed.ok) throw new Error(listed.problem.message);
	return deadExceptions(text, listed.exceptions, {...base, ...options}).map(({exception, reason}) => `${reason}: ${exception.condition}`);
}

describe('deadExceptions', () => {
	it('finds one that another covers, and keeps the wider', () => {
		const text =
			'- macro: user_a\n  condition: (proc.name = x and fd.name = /etc/a) or (proc.name = x and fd.name startswith /etc/) or proc.name = y\n';
		expect(dead(text)).toEqual(['redundant: proc.name = x and fd.name = /etc/a']);
	});

	it('keeps one of two equal ones', () => {
		expect(dead('- macro: user_a\n  condition: (proc.name = x) or (proc.name = x)\n')).toEqual(['redundant: proc.name = x']);
	});

	it('does not call one covered by an exception of other rules', () => {
		const text = '- macro: user_a\n  condition: (proc.name = x)\n- macro: user_b\n  condition: (proc.name = x)\n';
		expect(dead(text, {rulesOf: ({name}) => (name === 'user_a' ? ['R', 'S'] : ['S'])})).toEqual(['redundant: proc.name = x']);
		expect(dead(text, {rulesOf: ({name}) => (name === 'user_a' ? ['R'] : ['S'])})).toEqual([]);
	});

	it('finds those that a later macro of the same name replaces, and those no rule asks for', () => {
		const text = '- macro: user_a\n  condition: (proc.name = x)\n- macro: user_a\n  condition: (proc.name = y)\n';
		expect(dead(text)).toEqual(['shadowed: proc.name = x']);
		expect(dead('- macro: user_a\n  condition: (proc.name = x)\n', {rulesOf: () => []})).toEqual(['orphan: proc.name = x']);
	});

	it('calls one unused only when it was watched long enough', () => {
		const text = '- macro: user_a\n  condition: (proc.name = x)\n';
		const hits = (lastMs: number, sinceMs: number, watchedMs = 5 * DAY) => ({hitsOf: () => ({hits: 1, lastMs, sinceMs, watchedMs})});
		expect(dead(text, hits(60 * DAY, 10 * DAY))).toEqual(['unused: proc.name = x']);
		expect(dead(text, hits(80 * DAY, 10 * DAY))).toEqual([]);
		expect(dead(text, hits(0, 50 * DAY))).toEqual(['unused: proc.name = x']);
		expect(dead(text, hits(0, 90 * DAY))).toEqual([]);
		expect(dead(text, hits(0, 50 * DAY, DAY / 24))).toEqual([]);
		expect(dead(text, {hitsOf: () => undefined})).toEqual([]);
	});
});

const value = fc.array(fc.constantFrom('/', 'a', 'b', '*', '?'), {maxLength: 4}).map((parts) => parts.join(''));
const term: fc.Arbitrary<Term> = fc.oneof(
	fc.record({
		field: fc.constantFrom('proc.name', 'fd.name'),
		operator: fc.constantFrom('=' as const, 'startswith' as const, 'endswith' as const, 'contains' as const, 'glob' as const),
		values: value.map((text) => [text]),
	}),
	fc.record({
		field: fc.constantFrom('proc.name', 'fd.name'),
		operator: fc.constantFrom('in' as const, 'pmatch' as const),
		values: fc.array(value, {minLength: 1, maxLength: 3}),
	}),
);

describe('implies', () => {
	it('holds for every alert where it says so', () => {
		let implied = 0;
		fc.assert(
			fc.property(
				fc.array(term, {minLength: 1, maxLength: 2}),
				fc.array(term, {minLength: 1, maxLength: 2}),
				value,
				value,
				(narrow, wide, a, b) => {
					if (!implies(narrow, wide)) return;
					implied++;
					const alert = alertWith({'proc.name': a, 'fd.name': b});
					expect(compileTerms(narrow)(alert) && !compileTerms(wide)(alert)).toBe(false);
				},
			),
			{numRuns: 20_000},
		);
		expect(implied).toBeGreaterThan(200);
	});
});
