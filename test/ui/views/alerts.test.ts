import {expect, test} from 'vitest';
import {makeAlert, makeTick} from '../fixtures/feed.ts';
import {start} from '../fixtures/sessions.ts';

const DAY_MS = 86_400_000;

test('a group tells when it was first and last seen, beside the list, below it and in the detail', async () => {
	for (const [columns, rows, seen] of [
		[160, 50, /first seen {4}\d{4}-\d\d-\d\d [\d:.]{12}\n[^\n]*last seen {5}[\d:.]{12}$/m],
		[80, 24, /seen {10}first \d{4}-\d\d-\d\d [\d:.]{12}, last [\d:.]{12}$/m],
	] as const) {
		const session = start(columns, rows);
		const nowMs = Date.now();
		session.engine.sayAlerts([makeAlert({atMs: nowMs - 3 * DAY_MS}), makeAlert({atMs: nowMs})]);
		await session.terminal.waitFor(/▸ +2 /);
		expect(session.terminal.text).toMatch(seen);
		session.terminal.type('\r');
		await session.terminal.waitFor(/alerts alike +2 · first \d{4}-\d\d-\d\d [\d:.]{12} · last [\d:.]{12}$/m);
	}
});

test('single alerts name their container as groups do, and tell the day of another day', async () => {
	const session = start(110, 30);
	const nowMs = Date.now();
	const counts = {id: '0123456789ab', name: 'web-7f9c', counts: {exec: 0, file: 0, net: 0, other: 0}, alerts: 2};
	session.engine.say({kind: 'tick', tick: makeTick({atMs: nowMs, events: 9, containers: [counts]})});
	const alert = makeAlert({atMs: nowMs - 3 * DAY_MS});
	session.engine.sayAlerts([{...alert, containerId: '0123456789ab'}]);
	await session.terminal.waitFor(/▸ +1 .*web-7f9c/);
	session.terminal.type('r');
	await session.terminal.waitFor(/▸ {2}[A-Z][a-z]{2} [ \d]\d \d\d:\d\d .*web-7f9c/);
	expect(session.terminal.text).not.toContain('0123456789ab');
});

test('groups that would look the same say what tells them apart; others stay as they are', async () => {
	const session = start(200, 30);
	const at = (exepath: string) => makeAlert({snapshot: {'proc.exepath': exepath}});
	session.engine.sayAlerts([at('/opt/a/agent'), at('/opt/a/agent'), at('/tmp/evil\x1b/agent'), makeAlert({proc: 'rsync'})]);
	await session.terminal.waitFor(/▸ +2 .* backup-agent → \/etc\/shadow {2}\/opt\/a\/agent /);
	expect(session.terminal.text).toMatch(/ 1 .* backup-agent → \/etc\/shadow {2}\/tmp\/evil\\x1b\/agent /);
	expect(session.terminal.text).toMatch(/ 1 .* rsync → \/etc\/shadow {3}/);
});

test('+ on a rule or a ranked exception shows the alerts of its rule', async () => {
	const session = start(120, 30);
	session.engine.sayAlerts([makeAlert({}), makeAlert({rule: 4})]);
	await session.terminal.waitFor(/▸ +1 /);
	for (const [view, row] of [
		['5', /▸ .* on /],
		['2', /▸ +1 +50%/],
	] as const) {
		session.terminal.type(view);
		await session.terminal.waitFor(row);
		session.terminal.type('+');
		await session.terminal.waitFor('the alerts are filtered: 1 shows them');
		session.terminal.type('1');
		await session.terminal.waitFor(/filter: alert\.rule = /);
		session.terminal.type('\x1b');
		await session.terminal.waitFor((terminal) => !terminal.text.includes('filter: '));
	}
});
