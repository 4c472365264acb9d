import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {type ColourDepth, detectColourDepth} from '../../../src/ui/terminal/colour.ts';
import {listThemes, loadTheme, ThemeNotFound} from '../../../src/ui/theme/load-theme.ts';
import {parseTheme} from '../../../src/ui/theme/parse-theme.ts';
import {compileTheme, STYLE_NAMES, type StyleName} from '../../../src/ui/theme/theme.ts';
import {GROUNDS, sgrContrast} from '../screens/contrast.ts';

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

	/** Quiet on purpose; in 16 colours grey is the only quiet one. */
	const QUIET: ReadonlySet<StyleName> = new Set(['faint', 'border', 'tree', 'trial', 'spark', 'heat.1', 'heat.2', 'heat.3']);
	const GREY: ReadonlySet<StyleName> = new Set(['muted', 'field', 'priority.debug']);
	const LEAST = {text: 4.5, quiet: 3, selected: 4} as const;

	describe.each(listThemes(folder))('%s is legible', (name) => {
		const ground = GROUNDS[name === 'light' ? 'light' : 'dark'];

		test.each([4, 8, 24] as const)('with a depth of %i bits: text by 4.5, what is quiet by 3, the selected row by 4', (depth) => {
			const {styles} = compileTheme(loadTheme(folder, name).theme, depth);
			const isInverse = /(?:^|;)7(?:;|$)/.test(styles.selection);
			for (const style of STYLE_NAMES) {
				const isQuiet = QUIET.has(style) || (depth === 4 && GREY.has(style));
				expect(sgrContrast(styles[style], ground), style).toBeGreaterThanOrEqual(isQuiet ? LEAST.quiet : LEAST.text);
				// An inverse row is of one piece: no other colour is on it.
				if (isInverse) continue;
				const isQuietThere = isQuiet || GREY.has(style) || style.startsWith('heat.');
				const onSelection = sgrContrast(`${styles.selection};${styles[style]}`, ground);
				expect(onSelection, `${style}, selected`).toBeGreaterThanOrEqual(isQuietThere ? LEAST.quiet : LEAST.selected);
			}
		});
	});

	test.each(['dark', 'light', 'colour-blind'])('%s tells what is good from what is bad in 16 colours, by more than grey', (name) => {
		const {styles} = compileTheme(loadTheme(folder, name).theme, 4);
		const colours = ['ok', 'bad', 'diff.add', 'diff.del', 'priority.critical', 'priority.warning'].map(
			(style) => styles[style as StyleName],
		);
		for (const colour of colours) expect(colour).not.toMatch(/(?:^|;)(?:90|37|97|30)$/);
		expect(styles.ok).not.toBe(styles.bad);
		expect(styles['diff.add']).not.toBe(styles['diff.del']);
	});

	test('a palette says what stands for a colour where there are 16', () => {
		const {theme} = parseTheme('t.yaml', "palette:\n  green: ['#176b2c', blue]\n  blue: red\nstyles:\n  ok: green\n");
		expect([24, 8, 4].map((depth) => compileTheme(theme!, depth as ColourDepth).styles.ok)).toEqual(['38;2;23;107;44', '38;5;22', '34']);
		const {problems} = parseTheme('t.yaml', "palette:\n  green: ['#176b2c', '#00f']\n");
		expect(problems).toEqual([expect.objectContaining({line: 2, message: expect.stringContaining('one of the 16')})]);
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
		[{TERM: 'screen', STY: '1.x', COLORTERM: 'truecolor'}, 'auto', 4],
		[{TERM: 'screen.xterm-256color', STY: '1.x', COLORTERM: 'truecolor'}, 'auto', 8],
		[{TERM: 'tmux-256color', STY: '1.x', COLORTERM: 'truecolor'}, 'auto', 24],
		[{TERM: 'screen-256color', TMUX: '/tmp/x', COLORTERM: 'truecolor'}, 'auto', 24],
	] as const)('environment %j and --color %s give %i bits', (env, choice, depth) => {
		expect(detectColourDepth(env, choice)).toBe(depth);
	});
});
