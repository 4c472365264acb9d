import {describe, expect, test} from 'vitest';
import type {EventLine} from '../../../src/engine/event-line.ts';
import {makeTick} from '../fixtures/feed.ts';
import {start} from '../fixtures/sessions.ts';

let num = 0;
const line = (changes: Partial<EventLine> = {}): EventLine => ({
	num: ++num,
	tsNs: 1_700_000_000_123_000_000n,
	type: 'openat',
	tid: 42,
	pid: 42,
	process: 'cat',
	containerId: '',
	info: 'fd=3(<f>/etc/hosts) name=/etc/hosts',
	fields: {'evt.type': 'openat', 'proc.name': 'cat', 'fd.name': '/etc/hosts'},
	...changes,
});

describe.each([
	[80, 24],
	[160, 50],
])('the Events view on %i×%i', (columns, rows) => {
	test('shows events while it is open, escaped, and all fields of one', async () => {
		const session = start(columns, rows);
		await session.terminal.waitFor('No alerts.');
		expect(session.engine.watched).toBeUndefined();
		session.terminal.type('7');
		await session.terminal.waitFor('No events yet.');
		expect(session.engine.watched).toBe('');
		session.engine.say({kind: 'events', lines: [line(), line({process: 'evil\x1b[2J\n', info: 'data=\x07'})], dropped: 1200});
		await session.terminal.waitFor('evil\\x1b[2J');
		expect(session.terminal.text).toContain('data=\\x07');
		expect(session.terminal.text).toContain('1,202 passed, 1,200 too many to show');
		session.terminal.type('j\r');
		await session.terminal.waitFor(/fd\.name +\/etc\/hosts/);
		session.terminal.type('\x1b');
		await session.terminal.waitFor('too many to show');
		session.terminal.type('1');
		await session.terminal.waitFor('No alerts.');
		await session.terminal.waitFor(() => session.engine.watched === undefined);
	});
});

test('the filter is checked as it is typed, and evaluated by the engine', async () => {
	const session = start(110, 30);
	session.terminal.type('7');
	await session.terminal.waitFor('No events yet.');
	session.terminal.type('\\proc.nane = x');
	await session.terminal.waitFor('proc.name');
	session.terminal.type('\x15proc.name = cat\r');
	await session.terminal.waitFor('filter proc.name = cat');
	expect(session.engine.watched).toBe('proc.name = cat');
	session.terminal.type('\x1b');
	await session.terminal.waitFor('all events that');
	expect(session.engine.watched).toBe('');
});

test('f asks for a rule and shows the first check that kept it from firing', async () => {
	const session = start(120, 30);
	session.terminal.type('7');
	await session.terminal.waitFor('No events yet.');
	session.engine.say({kind: 'events', lines: [line()], dropped: 0});
	await session.terminal.waitFor(/▸.*cat/);
	session.terminal.type('f');
	await session.terminal.waitFor('Why did this rule not fire?');
	session.terminal.type('drop and exec');
	await session.terminal.waitFor(/▸ Drop and execute/);
	session.terminal.type('\r');
	await session.terminal.waitFor('Why it did not fire · Drop and execute new binary in container');
	expect(session.terminal.text).toMatch(/▸ .*✗ proc\.is_exe_upper_layer = true/);
});

test('where a recording has ended, the empty tail says how its events pass again', async () => {
	const session = start(80, 24);
	session.engine.start('replay first-look.scap');
	const nowMs = Date.now();
	const replay = {
		speed: 1,
		isSeeking: false,
		isOnce: false,
		startNs: BigInt(nowMs - 60_000) * 1_000_000n,
		endNs: BigInt(nowMs) * 1_000_000n,
	};
	session.engine.say({kind: 'tick', tick: {...makeTick({atMs: nowMs, events: 9}), replay}});
	session.engine.say({kind: 'ended', events: 9});
	session.terminal.type('7');
	await session.terminal.waitFor('The recording has ended');
	expect(session.terminal.text).toContain(', goes back 10 seconds, T to a time: its events pass here then.');
	expect(session.terminal.text).not.toContain('No events yet');
});
