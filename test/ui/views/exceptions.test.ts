import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {many, start, temporaryFolder} from '../fixtures/sessions.ts';

const HOOK = 'user_known_read_sensitive_files_activities';

function open(columns: number, rows: number, text: string, nowMs?: () => number) {
	const path = join(temporaryFolder(), 'falco_rules.local.yaml');
	writeFileSync(path, text);
	const session = start(columns, rows, {localRulesPath: path, rulesFiles: [{name: path, text}], ...(nowMs && {nowMs})});
	const inForce = (): string => session.engine.rulesSent.at(-1)?.find((file) => file.name === path)?.text ?? text;
	return {session, path, inForce};
}

const macro = (...conditions: string[]): string =>
	`- macro: ${HOOK}\n  condition: ${conditions.map((condition) => `(${condition})`).join(' or ')}\n  override:\n    condition: replace\n`;

describe.each([
	[80, 24],
	[160, 50],
])('the Exceptions view on %i×%i', (columns, rows) => {
	test('marks what is redundant, and X removes it; z brings it back', async () => {
		const text = macro('proc.name = rsync', 'proc.name = rsync and fd.name = /etc/shadow');
		const {session, inForce} = open(columns, rows, text);
		session.engine.say({kind: 'alerts', alerts: many(4, {proc: 'rsync'})});
		session.terminal.type('6');
		await session.terminal.waitFor(/^[▸ ]! .*proc\.name = rsync and/m);
		expect(session.terminal.text).toMatch(/^[▸ ] {2}.*saved .*proc\.name = rsync/m);
		session.terminal.type('X');
		await session.terminal.waitFor('removed 1 dead exception');
		expect(inForce()).toContain('proc.name = rsync');
		expect(inForce()).not.toContain('/etc/shadow');
		session.terminal.type('z');
		await session.terminal.waitFor('undone');
		expect(inForce()).toBe(text);
	});
});

test('an exception of two hours ends by itself, and the file says until when', async () => {
	let offsetMs = 0;
	const {session, path, inForce} = open(120, 36, '# mine\n', () => Date.now() + offsetMs);
	session.engine.sayAlerts(many(6, {}));
	await session.terminal.waitFor(/▸ +6 /);
	session.terminal.type('w');
	await session.terminal.waitFor('lasts for good');
	session.terminal.type('t');
	await session.terminal.waitFor('lasts 2 hours');
	session.terminal.type('\r');
	await session.terminal.waitFor(/~ +6 .*trial/);
	session.terminal.type('6');
	await session.terminal.waitFor(/trial .*in 2h/);
	session.terminal.type('S');
	await session.terminal.waitFor('falconer: until');
	session.terminal.type('\r');
	await session.terminal.waitFor('saved /');
	expect(readFileSync(path, 'utf8')).toContain('proc.name = backup-agent');
	offsetMs = 2 * 3_600_000 + 1000;
	await session.terminal.waitFor('ended: proc.name = backup-agent');
	expect(inForce()).not.toContain('backup-agent');
	await session.terminal.waitFor(/undone +–/);
});

test('an exception until a date or for a span says when it ends, and one that is over is refused', async () => {
	const {session, inForce} = open(80, 24, '# mine\n', () => Date.parse('2026-11-23T10:00:00Z'));
	session.engine.sayAlerts(many(6, {}));
	await session.terminal.waitFor(/▸ +6 /);
	session.terminal.type('wT');
	await session.terminal.waitFor('2026-11-30 18:00, 90m, 12h or 7d');
	session.terminal.type('2026-11-22\r');
	await session.terminal.waitFor('that is over already');
	session.terminal.type('\x1536h');
	await session.terminal.waitFor('36h   2026-11-24 22:00 UTC');
	session.terminal.type('\x152026-11-30\r');
	await session.terminal.waitFor('lasts until 2026-11-30 00:00 UTC');
	session.terminal.type('\r');
	await session.terminal.waitFor(/~ +6 .*trial/);
	expect(inForce()).toContain('# falconer: until 2026-11-30T00:00:00Z (');
	session.terminal.type('6');
	await session.terminal.waitFor(/trial .*in [67]d/);
});

test('an exception until restart silences but is no change of the file', async () => {
	const {session, inForce} = open(120, 36, '# mine\n');
	session.engine.sayAlerts(many(6, {}));
	await session.terminal.waitFor(/▸ +6 /);
	session.terminal.type('wtttt');
	await session.terminal.waitFor('lasts until restart');
	session.terminal.type('\r');
	await session.terminal.waitFor(/~ +6 .*trial/);
	expect(inForce()).toContain('backup-agent');
	expect(session.terminal.text).not.toContain('unsaved');
	session.terminal.type('S');
	await session.terminal.waitFor('there is nothing to save');
});

test('the diff can be copied as a kubectl patch and as Helm values', async () => {
	const {session} = open(120, 36, '# mine\n');
	session.engine.sayAlerts(many(6, {proc: "a'b"}));
	await session.terminal.waitFor(/▸ +6 /);
	session.terminal.type('w');
	await session.terminal.waitFor('TERMS');
	session.terminal.type('\r');
	await session.terminal.waitFor(/~ +6 .*trial/);
	session.terminal.type('S');
	await session.terminal.waitFor('lines added');
	session.terminal.type('y');
	await session.terminal.waitFor('kubectl patch for a ConfigMap');
	session.terminal.type('2');
	await session.terminal.waitFor('OSC 52');
	const copied = (): string => {
		const sequence = session.terminal.writes.findLast((text) => text.startsWith('\x1b]52;c;'))!;
		return Buffer.from(sequence.slice(7, -1), 'base64').toString();
	};
	expect(copied()).toMatch(/^kubectl patch configmap falco-rules --namespace falco --type merge --patch '\{[^']*\}'\n$/);
	session.terminal.type('y3');
	await session.terminal.waitFor('copied Helm values');
	expect(copied()).toMatch(/^customRules:\n {2}falco_rules\.local\.yaml:/);
});
