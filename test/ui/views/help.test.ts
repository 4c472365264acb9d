import {expect, test} from 'vitest';
import {makeAlert} from '../fixtures/feed.ts';
import {start} from '../fixtures/sessions.ts';

test('the actions tell what can be done first, and what cannot with its reason behind it', async () => {
	const session = start(120, 90);
	session.engine.sayAlerts([makeAlert({})]);
	await session.terminal.waitFor(/▸ +1 /);
	session.terminal.type('a');
	await session.terminal.waitFor(/^ Actions · Alerts /m);
	const rows = session.terminal.lines.filter((line) => /^ {3}| ▸ /.test(line));
	const impossible = rows.map((line) => /\((?:live events have one pace|there is nothing to save)/.test(line));
	expect(impossible.filter(Boolean).length).toBeGreaterThan(5);
	expect(impossible.indexOf(true)).toBeGreaterThan(rows.findIndex((line) => line.includes('Export')));
});

test('the command line has all commands in one order, whatever can be done now', async () => {
	const session = start(120, 60);
	await session.terminal.waitFor('No alerts.');
	session.terminal.type(':');
	await session.terminal.waitFor(/^ : {2}type to search/m);
	const text = session.terminal.text;
	expect(text.indexOf('Replay: faster')).toBeLessThan(text.indexOf('Views: choose one'));
});
