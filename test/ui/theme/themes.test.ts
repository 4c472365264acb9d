import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {detectColourDepth} from '../../../src/ui/terminal/colour.ts';
import {listThemes, loadTheme, ThemeNotFound} from '../../../src/ui/theme/load-theme.ts';
import {parseTheme} from '../../../src/ui/theme/parse-theme.ts';
import {compileTheme, STYLE_NAMES} from '../../../src/ui/theme/theme.ts';

const folder = new URL('../../../themes', import.meta.url).pathname;

describe('themes', () => {
	test.each(listThemes(folder))('%s says every style and nothing that is unknown', (name) => {
		const {theme, problems} = loadTheme(folder, name);
		expect(problems).toEqual([]);
		expect(theme.name).toBe(name);
		const said = readFileSync(`${folder}/${name}.yaml`, 'utf8');
		for (const style of STYLE_NAMES) expect(said, style).toMatch(new RegExp(`^  ${style.replace('.', '\\.')}: `, 'm'));
	});

	test.each([0, 4, 8, 24] as const)('the selection is visible with a depth of %i bits, in every theme', (depth) => {
		for (const name of listThemes(folder)) expect(compileTheme(loadTheme(folder, name).theme, depth).styles.selection, name).not.toBe('');
	});

	test('faults have their line and column, and the rest is used', () => {
		const {theme, problems} = parseTheme('t.yaml', 'name: t\nstyles:\n  accent: bleu\n  warn: red\n  focsu: red\n');
		expect(problems).toEqual([
			expect.objectContaining({file: 't.yaml', line: 5, column: 10, message: expect.stringContaining('unknown key focsu')}),
			expect.objectContaining({line: 3, column: 11, message: expect.stringContaining('no colour: bleu')}),
		]);
		expect(compileTheme(theme!, 4).styles.warn).toBe('31');
	});

	test('a theme that is not there names those that are', () => {
		expect(() => loadTheme(folder, '../../etc/passwd')).toThrow(ThemeNotFound);
	});

	test.each([
		[{}, 'auto', 4],
		[{COLORTERM: 'truecolor'}, 'auto', 24],
		[{TERM: 'xterm-256color'}, 'auto', 8],
		[{TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1'}, 'auto', 0],
		[{NO_COLOR: '1'}, '256', 8],
		[{TERM: 'dumb'}, 'auto', 0],
	] as const)('environment %j and --color %s give %i bits', (env, choice, depth) => {
		expect(detectColourDepth(env, choice)).toBe(depth);
	});
});
