import {describe, expect, test} from 'vitest';
import {COMMANDS} from '../../../src/ui/keys/commands.ts';
import {describeTables} from '../../../src/ui/settings/describe-views.ts';
import {readSettings} from '../../../src/ui/settings/read-settings.ts';
import {settingsSample} from '../../../src/ui/settings/sample.ts';
import {DEFAULT_SETTINGS} from '../../../src/ui/settings/settings.ts';

const read = (text: string) => readSettings('config.yaml', text, {HOME: '/root'});
const problemsOf = (text: string) =>
	read(text).problems.map(({line, column, key, message, hint}) => `${line}:${column} ${key}: ${message} (${hint ?? ''})`);

describe('the settings file', () => {
	test('may be empty', () => {
		for (const text of ['', '# nothing', '---\n', 'keys:\nviews:\n']) {
			expect(read(text).problems).toEqual([]);
			expect(read(text).settings.values).toEqual(DEFAULT_SETTINGS.values);
		}
	});

	test('gives values, views and keys', () => {
		const {settings, keys, problems} = read(
			[
				'theme: light',
				'color: 256',
				'mouse: off',
				'history: {alerts: 1.5G, inputs: 0}',
				`local_rules: $\{HOME}/local.yaml`,
				'views:',
				'  alerts: {columns: [count, rule], sort: rate reversed}',
				'keys:',
				'  pause: P',
				'  demo: []',
			].join('\n'),
		);
		expect(problems).toEqual([]);
		expect(settings.values).toMatchObject({theme: 'light', color: '256', mouse: false, local_rules: '/root/local.yaml'});
		expect(settings.values['history.alerts']).toBe(1.5 * 1024 ** 3);
		expect(settings.views.alerts).toEqual({columns: ['count', 'rule'], sort: {by: 'rate', reversed: true}});
		expect(keys.keysOf('pause')).toEqual(['P']);
		expect(keys.keysOf('demo')).toEqual([]);
	});

	test('has every fault told with line, column and the nearest name, and the rest is used', () => {
		const text = [
			'theem: light',
			'mouse: maybe',
			'start_view: alert',
			'history:',
			'  alert: 3M',
			'  groups: lots',
			'views:',
			'  alrets: {sort: x}',
			'  noise:',
			'    colums: [a]',
			'    sort: [1]',
			'keys:',
			'  puase: x',
			'  pause:',
			'    - x',
			'    - pgdwn',
			'  demo: {a: b}',
			'read_only: true',
		].join('\n');
		expect(problemsOf(text)).toEqual([
			'1:8 theem: unknown key, ignored (did you mean theme?)',
			"2:8 mouse: expected true or false, found 'maybe'; using true ()",
			expect.stringMatching(/^3:13 start_view: expected one of alerts, .*found 'alert'/),
			'5:10 history.alert: unknown key, ignored (did you mean history.alerts?)',
			"6:11 history.groups: expected a size such as 64M or 1.5G, found 'lots'; using 32M ()",
			'8:11 views.alrets: no view is called alrets (did you mean alerts?)',
			'10:13 views.noise.colums: unknown key, ignored (did you mean columns?)',
			'11:11 views.noise.sort: expected a column, or a column and `reversed` ()',
			'13:10 keys.puase: no command is called puase (did you mean pause?)',
			"16:7 keys.pause.1: 'pgdwn' is no key (did you mean pgdn?)",
			'17:9 keys.demo: expected a key or a list of keys ()',
		]);
		expect(read(text).settings.values.read_only).toBe(true);
		expect(read(text).keys.keysOf('pause')).toEqual(['x']);
	});

	test.each(['yes, please', '[a]', '{a: b}', '1'])('with read_only: %s changes nothing: who wrote it wanted that', (value) => {
		const {settings, problems} = read(`read_only: ${value}`);
		expect(problems).toHaveLength(1);
		expect(problems[0].message).toMatch(/using true$/);
		expect(settings.values.read_only).toBe(true);
	});

	test.each([
		'[',
		'- a',
		'"',
		'a: *b',
		'\0',
		'keys: 3',
		'views: [x]',
		'keys: {constructor: x, __proto__: y}',
		'views: {__proto__: {sort: a}}',
	])('that is %j is told, and the program starts with the defaults', (text) => {
		const {settings, problems} = read(text);
		expect(problems.length).toBeGreaterThan(0);
		expect(settings.values).toEqual(DEFAULT_SETTINGS.values);
	});
});

describe('the printed settings file', () => {
	const sample = settingsSample(describeTables());

	test('is the defaults', () => {
		expect(read(sample).problems).toEqual([]);
		expect(read(sample).settings).toEqual({...DEFAULT_SETTINGS, values: expect.objectContaining(DEFAULT_SETTINGS.values)});
	});

	test('names every command with its keys, and they are read as they are written', () => {
		const open = sample.replace('keys: {}', 'keys:').replace(/^# {3}([\w.]+: \[.*)$/gm, '  $1');
		const {settings, keys, problems} = read(open);
		// One key may mean two things in two places; a character where text is asked for is the table's own affair.
		expect(problems.filter(({message}) => !message.includes('writes a character'))).toEqual([]);
		expect(settings.keys.map(({command}) => command)).toEqual(COMMANDS.map(({id}) => id).filter((id) => id !== 'interrupt'));
		for (const command of COMMANDS) expect(keys.keysOf(command.id)).toEqual(command.keys);
	});

	test('shows tables as they come', () => {
		const [, tables] = /^views: \{\}\n((?:# {3}.*\n)+)/m.exec(sample) ?? [];
		const open = `views:\n${tables.replace(/^# /gm, '')}`;
		const {settings, problems} = read(open);
		expect(problems).toEqual([]);
		expect(Object.keys(settings.views)).toEqual(describeTables().map(({id}) => id));
	});

	test('has lines that fit a terminal', () => {
		const long = sample.split('\n').filter((line) => line.startsWith('# ') && !line.startsWith('#   ') && line.length > 112);
		expect(long).toEqual([]);
	});
});
