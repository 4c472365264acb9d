import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {parse} from 'yaml';
import type {UserSettings} from '../../../src/ui/settings/load-settings.ts';
import {loadSettings} from '../../../src/ui/settings/load-settings.ts';
import {many, start, temporaryFolder} from '../fixtures/sessions.ts';

function settings(text: string): UserSettings & {readonly file: string} {
	const file = join(temporaryFolder(), 'config.yaml');
	writeFileSync(file, text);
	return {...loadSettings(file, {}), file};
}

test('the user’s keys are the ones that work, and the ones that footer and help show', async () => {
	const session = start(120, 30, {user: settings('keys: {pause: F9, quit: Q, help: [H]}')});
	await session.terminal.waitFor(/H Help.*F9 Pause.*Q Quit/);
	session.terminal.type('p\x1b[20~');
	await session.terminal.waitFor('PAUSED');
	session.terminal.type('H');
	await session.terminal.waitFor(/F9 +Pause the screen; capture goes on +pause/);
});

test('what is wrong in the file is told with its line, and the dashboard starts with the rest', async () => {
	const session = start(200, 30, {
		user: settings('start_view: rules\nkeys:\n  puase: x\nviews:\n  rules: {columns: [hits, ruel], sort: hots}\n  system: {sort: x}\n'),
	});
	await session.terminal.waitFor('4 problems in the settings: @ shows them');
	session.terminal.type('@');
	await session.terminal.waitFor('config.yaml:3:10: warning: keys.puase: no command is called puase (did you mean pause?)');
	expect(session.terminal.text).toContain('views.rules.columns: no column is called ruel (did you mean rule?)');
	expect(session.terminal.text).toContain('the view cannot be sorted by hots (did you mean hits?)');
	session.terminal.type('\x1b');
	await session.terminal.waitFor(/HITS/);
	expect(session.terminal.text).not.toContain('ENABLED');
});

test('columns stand in the user’s order, and the rows in theirs', async () => {
	const session = start(120, 30, {user: settings('views:\n  alerts: {columns: [rule, count, key], sort: count reversed}\n')});
	session.engine.say({kind: 'alerts', alerts: [...many(9, {}), ...many(2, {proc: 'other'})]});
	await session.terminal.waitFor(/RULE +COUNT▴ +KEY/);
	expect(session.terminal.text).not.toContain('TREND');
	await session.terminal.waitFor(/ 2 +other.*\n.* 9 +backup-agent/);
});

test('theme, columns and order are saved into the file, with every comment kept', async () => {
	const user = settings('# mine\nmouse: true # clicks\n');
	const session = start(120, 30, {user});
	session.engine.say({kind: 'alerts', alerts: many(9, {})});
	await session.terminal.waitFor('COUNT▾');
	session.terminal.type(':theme: choose\r');
	await session.terminal.waitFor(/▸ dark +in use/);
	session.terminal.type('light\r');
	await session.terminal.waitFor(/light +in use/);
	session.terminal.type('\x1b');
	// The list stands above the menu, too.
	await session.terminal.waitFor(/^(?![\s\S]*in use)[\s\S]*COUNT▾/);
	expect(session.terminal.cell(3, 20).bg).toBe(0xdae5f2);
	session.terminal.type('>C');
	await session.terminal.waitFor('↵ shows or hides');
	session.terminal.type('\x1b[C');
	await session.terminal.waitFor(/RATE +rate.*\n.*COUNT +count/);
	session.terminal.type('\x1b');
	await session.terminal.waitFor(/^(?![\s\S]*shows or hides)[\s\S]*backup-agent/);
	session.terminal.type(':save settings\r');
	await session.terminal.waitFor('settings saved to');
	const text = readFileSync(user.file, 'utf8');
	expect(text).toMatch(/^# mine\nmouse: true # clicks\n/);
	expect(parse(text)).toEqual({
		mouse: true,
		theme: 'light',
		views: {alerts: {columns: ['rate', 'count', 'trend', 'priority', 'rule', 'key', 'container', 'last'], sort: 'rate'}},
	});
	expect(loadSettings(user.file, {}).problems).toEqual([]);
});

test('read-only says so, and changes no rule', async () => {
	const session = start(120, 30, {
		user: settings('read_only: true'),
		demo: {start: () => undefined, stop: () => undefined, running: () => false},
	});
	session.engine.say({kind: 'alerts', alerts: many(9, {})});
	await session.terminal.waitFor('falconer  read-only · node-1');
	session.terminal.type('w');
	await session.terminal.waitFor('TERMS');
	session.terminal.type('\r');
	await session.terminal.waitFor('read-only: no rule is changed here');
	session.terminal.type('\x1b');
	await session.terminal.waitFor('COUNT');
	session.terminal.type('D');
	expect(session.engine.rulesSent).toEqual([]);
});

test('filters are there at the next start', async () => {
	const inputsFile = join(temporaryFolder(), 'inputs.json');
	const first = start(120, 30, {inputsFile});
	await first.terminal.waitFor('No alerts.');
	first.terminal.type('\\proc.name = cat\r');
	await first.terminal.waitFor('filter: proc.name = cat');
	await expect.poll(() => readFileSync(inputsFile, 'utf8')).toContain('proc.name = cat');
	const second = start(120, 30, {inputsFile});
	await second.terminal.waitFor('No alerts.');
	second.terminal.type('\\\x1b[A');
	await second.terminal.waitFor(/filter proc\.name = cat/);
});

test('without the mouse the terminal keeps it', () => {
	const session = start(80, 24, {user: settings('mouse: false')});
	expect(session.terminal.writes.join('')).not.toContain('\x1b[?1000h');
});
