import {expect, test} from 'vitest';
import {loadTheme} from '../../../src/ui/theme/load-theme.ts';
import {compileTheme} from '../../../src/ui/theme/theme.ts';
import {DocumentPane, type Paragraph} from '../../../src/ui/views/document-pane.ts';

const THEME = compileTheme(loadTheme(new URL('../../../themes', import.meta.url).pathname, 'mono').theme, 0);

function painted(text: string, mostLines?: number): string[] {
	const pane = new DocumentPane(
		'detail',
		() => 'heading',
		() => [{text, indent: 0, mostLines}, {text: 'the end'}],
	);
	return pane.paint({width: 40, height: 12}, THEME).map((line) => line.trimEnd());
}

test('a paragraph with a limit says how many lines it leaves out, and what follows stays in sight', () => {
	const lines = painted('one two three four '.repeat(40), 2);
	expect(lines[2]).toMatch(/^one two .*… 18 more lines$/);
	expect(lines[3]).toBe(' the end');
});

test('a paragraph within its limit is whole', () => {
	expect(painted('one two', 2)[1]).toBe('one two');
});

function fields(width: number, texts: readonly string[]): string[] {
	const paragraphs = texts.map((text, at): Paragraph => ({label: `f${at}`, text, indent: 0, isShort: true}));
	const pane = new DocumentPane(
		'detail',
		() => 'heading',
		() => paragraphs,
	);
	const lines = pane.paint({width, height: 12}, THEME).map((line) => line.replace(/\x1b\[[\d;]*m/g, '').trimEnd());
	return lines.slice(1, lines.lastIndexOf(lines.findLast((line) => line !== '')!) + 1);
}

test('short paragraphs stand in two columns where there is the width, read from top to bottom', () => {
	expect(fields(120, ['a', 'b', 'c'])).toEqual(['f0  a', 'f1  b', 'f2  c']);
	expect(fields(200, ['a', 'b', 'c', 'd', 'e'])).toEqual(
		[
			['f0  a', 'f3  d'],
			['f1  b', 'f4  e'],
		]
			.map(([left, right]) => `${left.padEnd(100)}${right}`)
			.concat('f2  c'),
	);
});

test('one that half the width would break into many lines has all of it; those beside a wrapped one begin with it', () => {
	const long = 'x'.repeat(194);
	const wrapped = `${'y'.repeat(90)} tail`;
	expect(fields(200, ['a', 'b', 'c', wrapped, 'd', long, 'e', 'f'])).toEqual([
		`${'f0  a'.padEnd(100)}f3  ${'y'.repeat(90)}`,
		`${''.padEnd(100)}    tail`,
		`${'f1  b'.padEnd(100)}f4  d`,
		'f2  c',
		`f5  ${long}`,
		'f6  e',
		'f7  f',
	]);
});
