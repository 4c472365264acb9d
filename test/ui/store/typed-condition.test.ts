import {describe, expect, test} from 'vitest';
import {parseCondition} from '../../../src/filter/parse.ts';
import {checkField} from '../../../src/ui/store/field-check.ts';
import {fieldNames} from '../../../src/ui/store/output-preview.ts';
import {completeCondition, typedProblem} from '../../../src/ui/store/typed-condition.ts';
import {compileViewFilter} from '../../../src/ui/store/view-filter.ts';

const completions = (before: string) => completeCondition(before, fieldNames());
const problemOf = (text: string) => {
	const compiled = compileViewFilter(text, checkField);
	return compiled.ok ? undefined : compiled.problem;
};
const typed = (text: string) => typedProblem(text, problemOf, completions);

describe('a condition while it is typed', () => {
	test.each([
		['p', undefined],
		['proc.', undefined],
		['proc.na', undefined],
		['proc.name', 'an operator follows, such as ='],
		['proc.name startsw', undefined],
		['proc.name =', 'a value follows'],
		['proc.name startswith ', 'a value follows'],
		['proc.name in', 'a list follows, such as (a, b)'],
		['proc.name in (a', 'the list that opened is never closed'],
		['proc.aname[', 'an argument follows, such as [2] or [name]'],
		['proc.name = cat an', undefined],
		['proc.name = cat and ', 'the condition ends where a check must follow'],
		['(proc.name = cat', 'the parenthesis opened at column 1 is never closed'],
		['no', undefined],
	])('%s is unfinished, no fault', (text, hint) => {
		expect(typed(text)).toMatchObject({isUnfinished: true, hint});
	});

	test.each([
		['proc.nmae', 0, /did you mean proc\.name/],
		['proc.nmae = x', 0, /did you mean proc\.name/],
		['proc.name startwith /etc', 10, 'did you mean startswith?'],
		['proc.name = cat xyz', 16, /joined by and or or/],
		['proc.name = cat )', 16, 'this parenthesis was never opened'],
	])('%s is a fault that typing on does not mend', (text, start, hint) => {
		expect(typed(text)).toMatchObject({start, hint: hint instanceof RegExp ? expect.stringMatching(hint) : hint});
		expect(typed(text)?.isUnfinished).toBeUndefined();
	});

	test.each(['', '  ', 'proc.name = cat', 'proc.name exists and fd.name in (a, b)'])('%j is whole', (text) => {
		expect(typed(text)).toBeUndefined();
	});
});

describe('completions of a condition', () => {
	test('are operators behind a field, each one of the language', () => {
		expect(completions('proc.name ')).toMatchObject({word: '', isOfferedAtOnce: true});
		expect(completions('proc.name startsw')?.names).toEqual(['startswith']);
		expect(completions('not proc.aname[2] in')?.names).toEqual(['in', 'intersects']);
		for (const name of completions('proc.name ')!.names) {
			const right = {exists: '', in: '(a)', intersects: '(a)', pmatch: '(a)'}[name] ?? '1';
			expect([name, parseCondition(`proc.name ${name} ${right}`).ok]).toEqual([name, true]);
		}
	});

	test('are and and or behind a check, else fields and not', () => {
		expect(completions('proc.name = cat a')?.names).toEqual(['and']);
		expect(completions('proc.name exists o')?.names).toEqual(['or']);
		expect(completions('proc.name = cat and fd.nam')?.names).toContain('fd.name');
		expect(completions('no')?.names).toEqual(['not']);
		expect(completions('unknown.field star')?.names).toEqual([]);
	});
});
