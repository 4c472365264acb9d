import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {csvOf, jsonOf} from '../../../src/ui/store/export.ts';
import {makeAlert, makeTick} from '../fixtures/feed.ts';
import {start, temporaryFolder} from '../fixtures/sessions.ts';

test('Ctrl-S writes the view as JSON, CSV or text; hostile names stay text', async () => {
	const folder = temporaryFolder();
	const session = start(120, 30, {workFolder: folder});
	session.engine.sayAlerts([makeAlert({proc: '=cmd|x\x1b[2J', file: '/etc/a,"b'})]);
	await session.terminal.waitFor(/▸ +1 /);
	for (const [key, form] of [
		['j', 'json'],
		['c', 'csv'],
		['t', 'txt'],
	]) {
		session.terminal.type('\x13');
		await session.terminal.waitFor('Export Alerts');
		session.terminal.type(key);
		await session.terminal.waitFor(`.${form}`);
	}
	const files = readdirSync(folder).sort();
	expect(files.map((name) => name.split('.').at(-1)).sort()).toEqual(['csv', 'json', 'txt']);
	const read = (form: string): string => readFileSync(join(folder, files.find((name) => name.endsWith(form))!), 'utf8');
	expect(JSON.parse(read('json'))[0]).toMatchObject({
		count: 1,
		container: 'host',
		priority: 'Warning',
		lastSeen: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{9}Z$/),
	});
	expect(read('csv')).toContain(`"'=cmd|x\\x1b[2J → /etc/a,""b"`);
	expect(read('txt')).toContain('=cmd|x\\x1b[2J →');
	for (const form of ['json', 'csv', 'txt']) expect(read(form)).not.toContain('\x1b');
});

test('events go to a spreadsheet with the columns that are shown and their arguments, to JSON with every field', async () => {
	const folder = temporaryFolder();
	const session = start(120, 30, {workFolder: folder});
	session.terminal.type('7');
	await session.terminal.waitFor('No events yet.');
	const event = {num: 1, tsNs: 1_700_000_000_123_000_000n, type: 'openat', tid: 5, pid: 42, process: '=cat\x1b', containerId: ''};
	session.engine.say({
		kind: 'events',
		lines: [{...event, info: 'name=/etc/hosts', fields: {'evt.type': 'openat', 'fd.num': 3n}}],
		dropped: 0,
	});
	await session.terminal.waitFor('name=/etc/hosts');
	session.terminal.type('Cinfo\r');
	await session.terminal.waitFor('[ ] INFO');
	session.terminal.type('\x1b');
	await session.terminal.waitFor((terminal) => !terminal.text.includes('Columns'));
	for (const [key, form] of [
		['c', 'csv'],
		['j', 'json'],
	]) {
		session.terminal.type('\x13');
		await session.terminal.waitFor('Export Events');
		session.terminal.type(key);
		await session.terminal.waitFor(`.${form}`);
	}
	const read = (form: string): string => readFileSync(join(folder, readdirSync(folder).find((name) => name.endsWith(form))!), 'utf8');
	expect(read('csv')).toBe(
		"time,container,pid,process,type,info\r\n2023-11-14T22:13:20.123000000Z,host,42,'=cat\\x1b,openat,name=/etc/hosts\r\n",
	);
	expect(JSON.parse(read('json'))).toEqual([{time: '2023-11-14T22:13:20.123000000Z', 'evt.type': 'openat', 'fd.num': 3}]);
});

test('rows of different columns share one heading', () => {
	expect(csvOf([{a: 1}, {b: 'x\ny', a: 2n}])).toBe('a,b\r\n1,\r\n2,x\\ny\r\n');
});

test('large numbers within the fields of an alert are told, as text where a number would round them', () => {
	const fields = {'proc.pid': 42n, 'proc.pid.ts': 1_795_349_346_671_201_183n};
	const told = {'proc.pid': 42, 'proc.pid.ts': '1795349346671201183'};
	expect(csvOf([{fields}])).toBe(`fields\r\n"${JSON.stringify(told).replaceAll('"', '""')}"\r\n`);
	expect(JSON.parse(jsonOf([{fields}]))).toEqual([{fields: told}]);
});

test('an empty view has nothing to export, and says so', async () => {
	const folder = temporaryFolder();
	const session = start(120, 30, {workFolder: folder});
	session.terminal.type('7');
	await session.terminal.waitFor('No events yet.');
	session.terminal.type('\x13c');
	await session.terminal.waitFor('there are no rows to export');
	expect(readdirSync(folder)).toEqual([]);
});

test.each([
	['1r', 'alerts', {priority: 'Warning', rule: 'Read sensitive file untrusted', fields: {'proc.name': 'a\\x1bb'}}],
	['3', 'containers', {name: 'host', id: 'host', eventsPerSecond: expect.any(Number), alerts: expect.any(Number)}],
	['5', 'rules', {rule: expect.any(String), enabled: true, hits: expect.any(Number), priority: expect.stringMatching(/^[A-Z][a-z]+$/)}],
	['8', 'system', {figure: 'source', value: expect.any(String)}],
])('what %s shows is exported with whole names, times and numbers', async (keys, view, row) => {
	const folder = temporaryFolder();
	const session = start(120, 30, {workFolder: folder});
	session.engine.sayAlerts([makeAlert({proc: 'a\x1bb'})]);
	session.engine.say({
		kind: 'tick',
		tick: makeTick({atMs: 1, events: 1, containers: [{id: '', name: '', counts: {exec: 1, file: 2, net: 3, other: 4}, alerts: 1}]}),
	});
	await session.terminal.waitFor(/▸ +1 /);
	session.terminal.type(keys);
	session.terminal.type('\x13');
	await session.terminal.waitFor('JSON: every row');
	session.terminal.type('j');
	await session.terminal.waitFor('.json');
	const [name] = readdirSync(folder);
	expect(name).toContain(`falconer-${view}-`);
	expect(JSON.parse(readFileSync(join(folder, name), 'utf8'))[0]).toMatchObject(row);
});
