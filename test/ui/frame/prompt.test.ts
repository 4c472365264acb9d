import {describe, expect, test} from 'vitest';
import {Prompt, type PromptProblem} from '../../../src/ui/frame/prompt.ts';
import {loadTheme} from '../../../src/ui/theme/load-theme.ts';
import {compileTheme} from '../../../src/ui/theme/theme.ts';

const theme = compileTheme(loadTheme(new URL('../../../themes', import.meta.url).pathname, 'dark').theme, 0);
const plain = (line: string): string => line.replace(/\x1b\[[\d;]*m/g, '').trimEnd();

function shown(value: string, problem: PromptProblem | undefined, width = 60, isRefused = false): string[] {
	const prompt = new Prompt({label: 'filter', value, history: [], check: () => problem, accept: () => undefined});
	if (isRefused) prompt.isAcceptable();
	return prompt.paint(width, theme).map(plain);
}

describe('a fault', () => {
	test('stands beside a caret under its place, with what to do', () => {
		expect(shown('ab cd', {message: 'no cd here', hint: 'did you mean ce?', start: 3})).toEqual([
			' filter ab cd',
			'           ^ no cd here (did you mean ce?)',
		]);
	});

	test('stands before the caret where there is more room', () => {
		const value = 'a word and another word xy';
		expect(shown(value, {message: 'no xy', hint: 'remove it', start: value.length - 2}, 45)).toEqual([
			` filter ${value}`,
			'              no xy (remove it) ^',
		]);
	});

	test('is its hint alone where all of it has no room', () => {
		const message = `expected one of ${'many '.repeat(30)}`;
		expect(shown('ab cd', {message, hint: 'did you mean ce?', start: 3})[1]).toBe('           ^ did you mean ce?');
	});

	test('takes a row of its own at the most, cut at its end', () => {
		const lines = shown('ab cd', {message: 'x'.repeat(100), start: 3});
		expect(lines.slice(1)).toEqual(['           ^', ` ${'x'.repeat(57)}…`]);
	});

	test('stands below its own row of a long text', () => {
		const value = 'abcdefghij'.repeat(12);
		const lines = shown(value, {message: 'not so', start: 55}, 60);
		expect(lines[1]).toBe(`        ${value.slice(50, 100)}`);
		expect(lines[2]).toBe('             ^ not so');
	});
});

test('of the names that complete a word as many are offered as have room', () => {
	const names = ['proc.name', 'proc.nargs', 'proc.nchilds'];
	const offer = (width: number): string[] =>
		new Prompt({label: 'filter', value: 'proc.n', history: [], completions: () => ({word: 'proc.n', names}), accept: () => undefined})
			.paint(width, theme)
			.map(plain);
	expect(offer(80)).toEqual([' filter proc.n   Tab: proc.name proc.nargs proc.nchilds']);
	expect(offer(45)).toEqual([' filter proc.n   Tab: proc.name proc.nargs …']);
	expect(offer(40)).toEqual([' filter proc.n   Tab: proc.name …']);
});

test('of a long preview the rows stand there that the cursor is at', () => {
	const prompt = new Prompt({
		label: 'output',
		value: 'word '.repeat(40).trim(),
		history: [],
		preview: (value) => value.replace(/word/g, () => 'said').replace(/said$/, 'last'),
		accept: () => undefined,
	});
	const previewed = (): string[] =>
		prompt
			.paint(60, theme)
			.map(plain)
			.filter((line) => /said|last/.test(line));
	expect(previewed()).toHaveLength(4);
	expect(previewed()[0]).toMatch(/^ preview …?said/);
	expect(previewed()[3]).toMatch(/last$/);
	prompt.input.moveTo(0);
	expect(previewed()[0]).toMatch(/^ preview {2}said/);
	expect(previewed()[3]).toMatch(/said…$/);
});

describe('what is unfinished', () => {
	const problem = {message: 'expected a value, found the end', hint: 'a value follows', start: 5, isUnfinished: true};

	test('is no fault while it is typed: what follows stands beside it', () => {
		expect(shown('a.b =', problem)).toEqual([' filter a.b =   a value follows']);
	});

	test('is left out where it has no room', () => {
		expect(shown('a.b =', {...problem, hint: 'x'.repeat(50)})).toEqual([' filter a.b =']);
	});

	test('is a fault once somebody wants to go on with it, until the text changes', () => {
		expect(shown('a.b =', problem, 80, true)).toEqual([
			' filter a.b =',
			'             ^ expected a value, found the end (a value follows)',
		]);
		const prompt = new Prompt({label: 'filter', value: 'a', history: [], check: () => problem, accept: () => undefined});
		expect(prompt.isAcceptable()).toBe(false);
		prompt.changed();
		expect(prompt.paint(60, theme)).toHaveLength(1);
	});
});
