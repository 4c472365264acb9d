import {describe, expect, onTestFinished, test} from 'vitest';
import {makeAlert, makeTick, PROCESSES} from '../fixtures/feed.ts';
import {many, start} from '../fixtures/sessions.ts';
import type {Session} from '../fixtures/test-terminal.ts';
import {busyStage} from '../screens/machine.ts';
import type {Stage} from '../screens/stage.ts';

const container = (id: string, file: number) => ({id, name: id, alerts: 0, counts: {exec: 0, file, net: 0, other: 0}});
const IN_CONTAINER = PROCESSES.find(({containerId}) => containerId !== '')!;

async function containers(columns: number, rows: number): Promise<Session> {
	const session = start(columns, rows);
	session.engine.say({
		kind: 'tick',
		tick: makeTick({atMs: Date.now(), events: 1, containers: [container('', 9), container(IN_CONTAINER.containerId, 5)]}),
	});
	session.terminal.type('3');
	await session.terminal.waitFor(/▸ {2}host/);
	return session;
}

test.each([
	[80, 24],
	[200, 50],
])('Enter goes from a container to its processes to one of them, Esc back to where one was, on %i×%i', async (columns, rows) => {
	const session = await containers(columns, rows);
	session.terminal.type('j');
	await session.terminal.waitFor(new RegExp(`▸ {2}${IN_CONTAINER.containerId}`));
	session.terminal.type('\r');
	await session.terminal.waitFor(`Processes of ${IN_CONTAINER.containerId}`);
	await session.terminal.waitFor(new RegExp(`▸!? +${IN_CONTAINER.pid} `));
	expect(session.terminal.text).not.toMatch(/^.{3} +1 {2}root/m);
	expect(session.terminal.lines.at(-1)).toContain('Esc Back');
	session.terminal.type('\r');
	await session.terminal.waitFor('ANCESTRY');
	session.terminal.type('\x1b');
	await session.terminal.waitFor(`Processes of ${IN_CONTAINER.containerId}`);
	session.terminal.type('\x1b');
	await session.terminal.waitFor(new RegExp(`▸ {2}${IN_CONTAINER.containerId}`));
	expect(session.terminal.lines.at(-1)).not.toContain('Esc');
});

test('a search in a list that was opened ends before the list is left', async () => {
	const session = await containers(120, 30);
	session.terminal.type('j\r');
	await session.terminal.waitFor('Processes of');
	session.terminal.type('/zzz\r');
	await session.terminal.waitFor('Esc End search');
	session.terminal.type('\x1b');
	await session.terminal.waitFor('Esc Back');
	expect(session.terminal.text).toContain('Processes of');
});

test('the detail of a process has its ancestry and its kept alerts', async () => {
	const session = start(120, 40);
	session.engine.say({kind: 'alerts', alerts: [makeAlert({pid: 812, file: '/etc/gshadow'}), makeAlert({pid: 4711})]});
	session.terminal.type('4');
	await session.terminal.waitFor(/▸ +1 /);
	session.terminal.type('/cron\r');
	await session.terminal.waitFor(/▸ +812 /);
	session.terminal.type('\r');
	await session.terminal.waitFor('ANCESTRY');
	expect(session.terminal.text).toMatch(/executable +\S+/);
	expect(session.terminal.text.match(/Read sensitive file/g)).toHaveLength(1);
	expect(session.terminal.text).toContain('/etc/gshadow');
});

test('+ and - take the cell of any table that is a field', async () => {
	const session = await containers(160, 30);
	session.terminal.type('+');
	await session.terminal.waitFor('the alerts are filtered: 1 shows them');
	session.terminal.type('lll+');
	await session.terminal.waitFor('no filter can ask for this');
	session.terminal.type('7');
	await session.terminal.waitFor('No events');
	const line = {num: 1, tsNs: 1n, type: 'openat', tid: 5, pid: 5, process: "o'cat", containerId: '', info: '', fields: {}};
	session.engine.say({kind: 'events', lines: [line], dropped: 0});
	await session.terminal.waitFor("o'cat");
	session.terminal.type('llll-');
	await expect.poll(() => session.engine.watched).toBe('not (proc.name = "o\'cat")');
});

test('a click on a heading sorts by it, again the other way round; the wheel moves', async () => {
	const session = start(120, 30);
	session.engine.say({kind: 'alerts', alerts: [...many(9, {}), ...many(4, {proc: 'rsync'}), ...many(2, {rule: 4})]});
	await session.terminal.waitFor('COUNT▾');
	const x = session.terminal.lines[2].indexOf('RULE') + 1;
	session.terminal.type(`\x1b[<0;${x};3M`);
	await session.terminal.waitFor(/RULE▾/);
	session.terminal.type(`\x1b[<0;${x};3M`);
	await session.terminal.waitFor(/RULE▴/);
	session.terminal.type('\x1b[<65;10;10M');
	await session.terminal.waitFor((terminal) => terminal.lines[5].startsWith('▸'));
});

describe('what was opened from a row', () => {
	const open = (): Stage => {
		const stage = busyStage({columns: 120, rows: 30});
		onTestFinished(() => stage.close());
		return stage;
	};

	test('is the process of an alert, on its row of the tree', async () => {
		const stage = open();
		await stage.go(['1', '/', 'nginx', 'Enter', 'P'], /▸ +1423 .*sh -c healthcheck/);
		expect(stage.looks[0].text).toContain('Processes · sh (1423)');
	});

	test('is the nearest parent that lives, where the process has ended', async () => {
		const stage = open();
		stage.engine.say({kind: 'alerts', alerts: [makeAlert({proc: 'gone', pid: 77_777, atMs: stage.nowMs + 1})]});
		await stage.go(['1', 'r', 'g', 'P'], 'gone (77777) has ended: cron (812) is its nearest parent that lives');
		expect(stage.looks[0].text).toMatch(/▸ +812 .*cron -f/);
	});

	test('has a filter of its own, which Esc leaves before the list; the filter of the alerts stays', async () => {
		const stage = open();
		await stage.go(['1', '\\', 'proc.name != nobody', 'Enter', '3', 'A'], 'Alerts of');
		expect(stage.looks[0].text).not.toContain('filter: ');
		await stage.go(['\\', 'proc.name = rsync', 'Enter'], 'The filter hides all of them');
		await stage.go(['Escape'], / alerts kept/);
		await stage.go(['Escape'], 'EXEC/S');
		await stage.go(['1'], 'filter: proc.name != nobody');
	});

	test('is not opened where nothing of it is kept: that is said', async () => {
		const stage = open();
		await stage.go(['5', '/', 'made up, debug', 'Enter', 'A'], 'no alert of Made up, debug is kept');
		expect(stage.dashboard.stack).toEqual([]);
	});

	test('are as many alerts as the exception of the Noise view would silence', async () => {
		const stage = open();
		await stage.go(['2'], /▸ +1,210 /);
		await stage.go(['A'], '1,210 alerts kept');
	});
});
