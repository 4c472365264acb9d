import {expect, test} from 'vitest';
import {makeTick} from '../fixtures/feed.ts';
import {start} from '../fixtures/sessions.ts';

const counts = {exec: 1, file: 2, net: 3, other: 4};

/** A node of a cluster: names that differ in their ends. */
const name = (at: number): string => `payments-backend-7f9c8d6b54-x${at}kpl`;

test.each([
	[120, 'a minute in fewer cells leaves room for the name'],
	[160, 'there is room for both'],
	[200, 'there is room for both'],
])('on %i columns long names of containers are whole, and the minute beside them: %s', async (columns) => {
	const session = start(columns, 30);
	const containers = [1, 2].map((at) => ({id: `0123456789a${at}`, name: name(at), counts, alerts: 0}));
	for (const second of [0, 1, 2])
		session.engine.say({kind: 'tick', tick: makeTick({atMs: Date.now() + second * 1000, events: 9, containers})});
	session.terminal.type('3');
	await session.terminal.waitFor(name(1));
	expect(session.terminal.text).toContain(name(2));
	expect(session.terminal.text).toMatch(/LAST MINUTE[\s\S]*[▁▂▃▄▅▆▇█]{10}/);
});

test('of a log, which counts no events, the container with most alerts stands first', async () => {
	const session = start(120, 30);
	session.engine.start('tail falco.jsonl');
	const none = {exec: 0, file: 0, net: 0, other: 0};
	const container = (id: string, alerts: number) => ({id, name: id, counts: none, alerts});
	const containers = [container('few', 1), container('many', 9), container('some', 4)];
	session.engine.say({kind: 'tick', tick: makeTick({atMs: Date.now(), events: 9, containers})});
	session.terminal.type('3');
	await session.terminal.waitFor(/many.* 9\n.*some.* 4\n.*few.* 1$/m);
});
