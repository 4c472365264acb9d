import {expect, test} from 'vitest';
import {loadTheme} from '../../../src/ui/theme/load-theme.ts';
import {compileTheme} from '../../../src/ui/theme/theme.ts';
import {DocumentPane} from '../../../src/ui/views/document-pane.ts';

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
