import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parse} from 'yaml';
import {editSettings} from '../../../src/ui/settings/edit-settings.ts';

const edit = (text: string, path: string, value: string | readonly string[]): string => {
	const edited = editSettings(text, [{path: path.split('.'), value}]);
	if (!edited.ok) throw new Error(edited.message);
	return edited.text;
};

describe('saving settings', () => {
	test('replaces a value and leaves every other byte', () => {
		expect(edit('# mine\ntheme:   dark  # calm\nmouse: true\n', 'theme', 'light')).toBe('# mine\ntheme:   light  # calm\nmouse: true\n');
	});

	test('adds what is missing below what is there, behind its comments', () => {
		const text = 'views:\n    alerts: # the first\n        sort: count # busiest\n\n# keys I like\nkeys:\n    pause: P\n';
		expect(edit(text, 'views.alerts.columns', ['count', 'rule'])).toBe(
			'views:\n    alerts: # the first\n        sort: count # busiest\n        columns: [count, rule]\n\n# keys I like\nkeys:\n    pause: P\n',
		);
		expect(parse(edit(text, 'views.noise.sort', 'silences reversed')).views.noise).toEqual({sort: 'silences reversed'});
	});

	test('fills an empty section', () => {
		expect(edit('views: # none yet\ntheme: dark\n', 'views.alerts.sort', 'rate')).toBe(
			'views: # none yet\n  alerts:\n    sort: rate\ntheme: dark\n',
		);
	});

	test('writes into a flow map', () => {
		expect(edit('views: {alerts: {sort: rate}}\n', 'views.alerts.columns', ['a'])).toBe('views: {alerts: {sort: rate, columns: [a]}}\n');
		expect(edit('views: {}\n', 'views.rules.sort', 'hits')).toBe('views: {rules: {sort: hits}}\n');
	});

	test('begins an empty file, and one of comments only', () => {
		expect(edit('', 'theme', 'light')).toBe('theme: light\n');
		expect(edit('# nothing yet', 'views.alerts.sort', 'rate')).toBe('# nothing yet\nviews:\n  alerts:\n    sort: rate\n');
	});

	test('refuses where a comment would be lost, or the file is broken', () => {
		const list = 'views:\n  alerts:\n    columns:\n      - count # first\n      - rule\n';
		expect(editSettings(list, [{path: ['views', 'alerts', 'columns'], value: ['rule']}])).toMatchObject({ok: false});
		expect(editSettings('views: [', [{path: ['theme'], value: 'dark'}])).toMatchObject({ok: false});
		expect(editSettings('views: 3\n', [{path: ['views', 'alerts', 'sort'], value: 'x'}])).toMatchObject({ok: false});
	});

	const comment = fc.constantFrom('', ' # why', '  #x');
	const eol = fc.constantFrom('\n', '\r\n');
	const line = (key: string, value: string) => fc.tuple(comment).map(([note]) => `${key}: ${value}${note}`);
	const file = fc
		.tuple(
			eol,
			fc.shuffledSubarray([
				'theme: dark',
				'mouse: false',
				'history:\n  inputs: 3',
				'keys:\n    # fast\n    pause: [P, F9]',
				'# a comment',
				'',
			]),
			line('read_only', 'true'),
			fc.boolean(),
		)
		.map(([end, parts, last, isOpen]) => [...parts, last].join('\n').replaceAll('\n', end) + (isOpen ? '' : end));

	test('loses no line of any file, and reads back what was put', () => {
		const change = fc.constantFrom(
			{path: ['theme'], value: 'light'},
			{path: ['views', 'alerts', 'columns'], value: ['count', 'rule']},
			{path: ['history', 'inputs'], value: '7'},
			{path: ['keys', 'pause'], value: ['x']},
		);
		fc.assert(
			fc.property(file, change, (text, wanted) => {
				const edited = edit(text, wanted.path.join('.'), wanted.value);
				const value = wanted.path.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], parse(edited));
				expect(Array.isArray(value) ? value : String(value)).toEqual(wanted.value);
				const name = wanted.path.at(-1)!;
				const others = text.split(/\r?\n/).filter((row) => !row.includes(name) && row !== '');
				for (const row of others) expect(edited.split(/\r?\n/)).toContain(row);
			}),
		);
	});
});
