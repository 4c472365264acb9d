import {expect, test} from 'vitest';
import type {TypeCounts} from '../../../src/engine/counts.ts';
import {levelOf} from '../../../src/ui/views/heat.ts';
import {makeAlert, makeTick} from '../fixtures/feed.ts';
import {start} from '../fixtures/sessions.ts';
import type {Session} from '../fixtures/test-terminal.ts';

/** A multiple of a minute: cells of every length begin there. */
const NOW = 1_700_000_040;

const HOST = {id: '', name: '', alerts: 1, counts: {exec: 1, file: 2, net: 3, other: 4}};

function say(session: Session, scope: TypeCounts['scope']): void {
	const seconds = Array.from({length: 30}, (_, at) => ({
		second: NOW - 29 + at,
		names: at === 20 ? ['openat', 'connect'] : ['openat'],
		counts: at === 20 ? [40, 2000] : [at],
		alerts: at === 20 ? 3 : 0,
	}));
	session.engine.say({
		kind: 'tick',
		tick: makeTick({atMs: NOW * 1000, events: 10, containers: [HOST], typeCounts: {scope, seconds, lost: 0}}),
	});
}

async function open(columns: number, rows: number): Promise<Session> {
	const session = start(columns, rows, {nowMs: () => NOW * 1000});
	session.engine.say({kind: 'tick', tick: makeTick({atMs: NOW * 1000, events: 1, containers: [HOST]})});
	session.terminal.type('3');
	await session.terminal.waitFor('host');
	session.terminal.type('m');
	await session.terminal.waitFor('Heat map · the host');
	expect(session.engine.counted).toEqual({kind: 'container', id: ''});
	say(session, {kind: 'container', id: ''});
	await session.terminal.waitFor(/ALERTS +3 /);
	return session;
}

const row = ({terminal}: Session, name: string): string => terminal.lines.find((line) => line.slice(3).startsWith(name))!;

test.each([
	[80, 24],
	[200, 50],
	[120, 30],
])('the heat map on %i×%i has a row for each type, and the same columns for all', async (columns, rows) => {
	const session = await open(columns, rows);
	const openat = row(session, 'openat');
	expect(openat).toMatch(/openat +455 /);
	// Nothing, then below ten a second, then tens.
	expect(openat.trimEnd()).toMatch(/ ░{9}▒{20}$/);
	expect(row(session, 'connect').indexOf('█')).toBe(row(session, 'ALERTS').indexOf('░'));
	expect(session.terminal.lines.at(-1)).toContain('Esc Back');
});

test('on 60×12 the map scrolls, and its words are whole', async () => {
	const session = await open(60, 12);
	expect(session.terminal.lines.slice(2).join('')).not.toContain('…');
	session.terminal.type('G');
	await session.terminal.waitFor(/^▸ {2}openat/m);
});

test('the cursor goes along time and rows, and the cell is told in words', async () => {
	const session = await open(120, 30);
	await session.terminal.waitFor(/alerts {2}\S+ {2}0/);
	session.terminal.type('h'.repeat(9));
	await session.terminal.waitFor(/alerts {2}\S+ {2}3/);
	session.terminal.type('jjjjj');
	await session.terminal.waitFor(/connect {2}\S+ {2}2,000 {2}3 alerts then/);
	session.terminal.type('-');
	await session.terminal.waitFor('5 seconds in a cell');
	expect(session.terminal.text).toMatch(/connect {2}\S+, 5 s {2}2,000 \(400\/s\)/);
});

test('Enter shows the alerts of the cell; Esc returns to it', async () => {
	const session = await open(120, 30);
	session.engine.say({
		kind: 'alerts',
		alerts: [makeAlert({atMs: (NOW - 9) * 1000 + 5}), makeAlert({proc: 'elsewhere', atMs: (NOW - 8) * 1000})],
	});
	session.terminal.type('h'.repeat(9));
	await session.terminal.waitFor(/alerts {2}\S+ {2}3/);
	session.terminal.type('\r');
	await session.terminal.waitFor('backup-agent');
	expect(session.terminal.text).not.toContain('elsewhere');
	session.terminal.type('\x1b');
	await session.terminal.waitFor(/alerts {2}\S+ {2}3/);
});

test('Enter on a cell without alerts shows such events from now on; Esc returns to it', async () => {
	const session = await open(120, 30);
	session.terminal.type('jjjjjj\r');
	await session.terminal.waitFor('these come from now on');
	expect(session.engine.watched).toBe('evt.type = openat and container.id = host');
	session.terminal.type('\x1b');
	await session.terminal.waitFor('Heat map');
	expect(session.engine.watched).toBeUndefined();
});

test('v asks for the whole node, Esc ends the counting', async () => {
	const session = await open(120, 30);
	session.terminal.type('v');
	await session.terminal.waitFor('this node, every container');
	expect(session.engine.counted).toEqual({kind: 'all'});
	session.terminal.type('\x1b');
	await session.terminal.waitFor('EXEC/S');
	expect(session.engine.counted).toBeUndefined();
});

test('a level is a decade of events a second', () => {
	expect([0, 0.2, 1, 9.9, 10, 99, 100, 999, 1000, 1e9].map(levelOf)).toEqual([0, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
});
