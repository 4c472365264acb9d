import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {loadSettings} from '../../../src/ui/settings/load-settings.ts';
import {ActionLog} from '../../../src/ui/store/action-log.ts';
import {many, start, temporaryFolder} from '../fixtures/sessions.ts';

test('hints, menus, questions and answers name the user’s keys', async () => {
	const file = join(temporaryFolder(), 'config.yaml');
	writeFileSync(file, 'keys: {back: F9, clear: F9, menu.choose: F5, quit: Q, redo: R, help: H, search: s, filter: f}\n');
	const session = start(120, 30, {user: {...loadSettings(file, {}), file}});
	const {terminal} = session;
	session.engine.say({kind: 'alerts', alerts: many(9, {})});
	await terminal.waitFor('COUNT▾');
	terminal.type('q');
	await terminal.waitFor('q does nothing in Alerts: H shows what does');
	terminal.type('\x1b[20~');
	await terminal.waitFor('there is nothing to leave: Q quits');
	terminal.type('\x1b[200~text\x1b[201~');
	await terminal.waitFor('no text is asked for here: s searches, f filters');
	terminal.type('\x1bOQ');
	await terminal.waitFor('type to search, F5 takes');
	terminal.type('\x1b[20~y');
	await terminal.waitFor(/F9 +nothing/);
	terminal.type('x');
	await terminal.waitFor('x is none of these: F9 leaves');
	terminal.type('\x1b[20~f\x1b[17~');
	await terminal.waitFor('F6 does nothing here: ↵ accepts, F9 leaves');
});

test('an answer stands until the next key, and is no part of what was done', async () => {
	const session = start(120, 30);
	const {terminal} = session;
	session.engine.say({kind: 'alerts', alerts: many(9, {})});
	await terminal.waitFor('COUNT▾');
	terminal.type('X');
	await terminal.waitFor('X does nothing in Alerts; in Exceptions: Remove all exceptions that silence nothing');
	terminal.type('@');
	await terminal.waitFor('Log of what was done');
	expect(terminal.text).not.toContain('does nothing');
});

test('Esc takes a notice off, and the log keeps the time at which it was', () => {
	let nowMs = 1_000_000;
	const log = new ActionLog(() => nowMs);
	log.add('info', 'exported 9 rows');
	nowMs += 500;
	log.dismiss();
	expect(log.notice()).toBeUndefined();
	expect(log.entries).toEqual([{atMs: 1_000_000, level: 'info', text: 'exported 9 rows'}]);
});
