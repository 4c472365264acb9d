import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {HitRecordFile} from '../../src/cli/hit-record-file.ts';

const folders: string[] = [];
const open: HitRecordFile[] = [];

afterEach(async () => {
	for (const record of open.splice(0)) await record.close();
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true});
});

function folder(): string {
	const made = mkdtempSync(path.join(tmpdir(), 'falconer-hits-'));
	folders.push(made);
	return path.join(made, 'state', 'falconer');
}

function recordIn(state: string): HitRecordFile {
	const record = new HitRecordFile(state);
	open.push(record);
	return record;
}

const ONE = {file: '/etc/falco/falco_rules.local.yaml', key: 'macro\0user_known\0proc.name = a'};
const hits = (count: number, lastMs = 0) => ({hits: count, lastMs, watchedMs: 1000});

test('hits survive a restart; the file tells no rule, is the user’s alone, and no half of it stays behind', async () => {
	const state = folder();
	const first = recordIn(state);
	expect(first.of(ONE)).toBeUndefined();
	first.add(ONE, hits(3, 5000), 6000);
	first.add(ONE, hits(2, 7000), 8000);
	await first.close();
	expect(recordIn(state).of(ONE)).toEqual({hits: 5, lastMs: 7000, sinceMs: 6000, watchedMs: 2000, seenMs: 8000});
	expect(readdirSync(state)).toEqual(['exception-hits.json']);
	expect(statSync(path.join(state, 'exception-hits.json')).mode & 0o777).toBe(0o600);
	expect(readFileSync(path.join(state, 'exception-hits.json'), 'utf8')).not.toContain('user_known');
});

test('two dashboards add up', async () => {
	const state = folder();
	const a = recordIn(state);
	const b = recordIn(state);
	a.add(ONE, hits(3, 10), 100);
	b.add(ONE, hits(4, 20), 200);
	await a.write();
	await b.write();
	a.add(ONE, hits(1, 30), 300);
	await a.write();
	expect(recordIn(state).of(ONE)).toMatchObject({hits: 8, lastMs: 30, sinceMs: 100});
});

test('where it cannot be written hits count on and it says why; a damaged file is begun anew', async () => {
	const state = folder();
	mkdirSync(path.dirname(state), {recursive: true});
	writeFileSync(state, 'a file where the folder should be');
	const record = recordIn(state);
	record.add(ONE, hits(3), 100);
	await record.write();
	expect(record.failure).toMatch(/EEXIST|ENOTDIR/);
	expect(record.of(ONE)).toMatchObject({hits: 3});
	rmSync(state);
	await record.write();
	expect(record.failure).toBeUndefined();
	expect(recordIn(state).of(ONE)).toMatchObject({hits: 3});
	writeFileSync(path.join(state, 'exception-hits.json'), '{"format": "falconer exce');
	const anew = recordIn(state);
	expect(anew.of(ONE)).toBeUndefined();
	anew.add(ONE, hits(1), 100);
	await anew.write();
	expect(recordIn(state).of(ONE)).toMatchObject({hits: 1});
});

test('where it is only read, hits count for this run and the file stays as it is', async () => {
	const state = folder();
	const first = recordIn(state);
	first.add(ONE, hits(3, 5000), 6000);
	await first.close();
	const file = path.join(state, 'exception-hits.json');
	const before = readFileSync(file, 'utf8');
	const reader = new HitRecordFile(state, true);
	open.push(reader);
	reader.add(ONE, hits(2, 7000), 8000);
	await reader.write();
	expect(reader.of(ONE)).toMatchObject({hits: 5});
	expect(readFileSync(file, 'utf8')).toBe(before);
});
