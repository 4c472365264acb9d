import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {termsOfText, writeCondition} from '../../src/tuning/condition.ts';
import type {Term} from '../../src/tuning/draft.ts';
import {anyTerms, HOSTILE} from './hostile.ts';

const term = (values: string[], operator: Term['operator'] = '=', field = 'proc.name'): Term => ({field, operator, values});
const codes = (terms: Term[], listNames?: Set<string>): string[] => {
	const written = writeCondition(terms, {listNames});
	return written.ok ? [] : written.problems.map(({code}) => code);
};

describe('writeCondition', () => {
	it('joins terms by and, with lists in parentheses', () => {
		expect(writeCondition([term(['backup-agent']), term(['/etc/shadow', '/etc/g s'], 'in', 'fd.name')])).toEqual({
			ok: true,
			condition: 'proc.name = backup-agent and fd.name in (/etc/shadow, "/etc/g s")',
		});
	});

	it('gives back the terms when parsed, whatever the values are', () => {
		fc.assert(
			fc.property(anyTerms, (terms) => {
				const written = writeCondition(terms);
				if (!written.ok) return written.problems.every(({code}) => code === 'tautology');
				expect(termsOfText(written.condition)).toEqual(terms);
				// In parentheses among others, as it stands in a file.
				expect(termsOfText(`(${written.condition}) and (${written.condition})`)).toEqual([...terms, ...terms]);
			}),
			{numRuns: 2000},
		);
	});

	it('never lets a value become syntax', () => {
		for (const value of HOSTILE.filter((text) => /^[\x00-\x7f]*$/.test(text))) {
			const written = writeCondition([term([value])]);
			if (!written.ok) throw new Error(`${JSON.stringify(value)}: ${JSON.stringify(written.problems)}`);
			expect(termsOfText(written.condition)).toEqual([term([value])]);
		}
	});

	it('refuses what the language cannot express, with the reason', () => {
		expect(codes([term(['a\0b'])])).toEqual(['value-not-expressible']);
		expect(codes([term(['\xff\xfe'])])).toEqual(['value-not-expressible']);
		const written = writeCondition([term(['\xff'])]);
		expect(written).toMatchObject({ok: false, problems: [{field: 'proc.name', message: expect.stringContaining('not valid UTF-8')}]});
	});

	it('keeps list names from being substituted', () => {
		const listNames = new Set(['shell_binaries']);
		expect(writeCondition([term(['shell_binaries'])], {listNames})).toEqual({ok: true, condition: 'proc.name = "shell_binaries"'});
		expect(codes([term(['run shell_binaries now'])], listNames)).toEqual(['value-not-expressible']);
		expect(codes([term(['a'])], new Set(['proc.name']))).toEqual(['list-collision']);
		expect(codes([term(['a']), term(['b'])], new Set(['and']))).toEqual(['list-collision']);
	});

	it('refuses terms that match everything, but not beside others', () => {
		for (const wide of [
			term([''], 'contains'),
			term(['**'], 'glob'),
			term(['/'], 'pmatch', 'fd.name'),
			term(['a', '/*'], 'pmatch', 'fd.name'),
		]) {
			expect(codes([wide])).toEqual(['tautology']);
			expect(codes([wide, term(['a'])])).toEqual([]);
		}
	});

	it('refuses no terms, no values, many values for one, and what is no field', () => {
		expect(codes([])).toEqual(['no-terms']);
		expect(codes([term([])])).toEqual(['no-values']);
		expect(codes([term(['a', 'b'])])).toEqual(['no-values']);
		for (const field of ['proc', 'proc.name = x or proc.name', 'tolower(proc.name)', 'proc.aname[2', ''])
			expect(codes([term(['a'], '=', field)])).toEqual(['bad-field']);
	});
});

describe('termsOfText', () => {
	it('reads conjunctions of simple checks only', () => {
		expect(termsOfText('proc.name=a and (fd.name startswith /x)')).toEqual([term(['a']), term(['/x'], 'startswith', 'fd.name')]);
		for (const other of [
			'proc.name = a or proc.name = b',
			'not proc.name = a',
			'macro',
			'evt.num > 1',
			'proc.name in (',
			'proc.name = val(proc.pname)',
			'proc.name contains oneof (a, b)',
			'proc.name exists',
		]) {
			expect(termsOfText(other)).toBeUndefined();
		}
	});
});
