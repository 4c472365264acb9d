import {expect, test} from 'vitest';
import {renderProblem} from '../../src/filter/render-problem.ts';

const problem = (start: number, end: number) => ({code: 'syntax' as const, message: 'expected x', hint: 'write x', span: {start, end}});

test('the carets stand below the fault', () => {
	expect(renderProblem('proc.name = a and proc.nme = b', problem(18, 26))).toEqual([
		'proc.name = a and proc.nme = b',
		'                  ^^^^^^^^',
		'expected x (write x)',
	]);
});

test('only the line of the fault shows', () => {
	expect(renderProblem('first\nsecond bad\nthird', problem(13, 16)).slice(0, 2)).toEqual(['second bad', '       ^^^']);
});

test('at the end there is one caret', () => {
	expect(renderProblem('abc', problem(3, 3))[1]).toBe('   ^');
});

test('a long line is cut around the fault', () => {
	const text = `${'a'.repeat(500)}BAD${'b'.repeat(500)}`;
	const [line, carets] = renderProblem(text, problem(500, 503));
	expect(line.length).toBeLessThan(80);
	expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('BAD');
});

test('control characters never reach the reader', () => {
	expect(renderProblem('a\x1b[31m = b', {...problem(0, 1), message: 'bad \x1b]0;x\x07'}).join('\n')).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
});
