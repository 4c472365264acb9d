import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {csvOf} from '../../../src/ui/store/export.ts';
import {makeAlert} from '../fixtures/feed.ts';
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
	expect(JSON.parse(read('json'))[0]).toMatchObject({count: 1, container: 'host'});
	expect(read('csv')).toContain(`"'=cmd|x\\x1b[2J → /etc/a,""b"`);
	expect(read('txt')).toContain('=cmd|x\\x1b[2J →');
	for (const form of ['json', 'csv', 'txt']) expect(read(form)).not.toContain('\x1b');
});

test('rows of different columns share one heading', () => {
	expect(csvOf([{a: 1}, {b: 'x\ny', a: 2n}])).toBe('a,b\r\n1,\r\n2,x\\ny\r\n');
});
