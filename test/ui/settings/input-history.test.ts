import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {InputHistory} from '../../../src/ui/settings/input-history.ts';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true});
});

function file(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'falconer-history-'));
	folders.push(folder);
	return path.join(folder, 'state', 'inputs.json');
}

const fail = (message: string): void => {
	throw new Error(message);
};

test('inputs are there at the next start, in a file for its owner only, and nothing is left beside it', async () => {
	const name = file();
	const history = new InputHistory(name, 10, fail);
	history.add('filter', 'proc.name = cat');
	history.add('search', 'ba\x1b[2Jckup');
	await history.settled;
	expect(new InputHistory(name, 10, fail).read()).toEqual({search: ['ba\x1b[2Jckup'], filter: ['proc.name = cat'], events: []});
	expect(statSync(name).mode & 0o777).toBe(0o600);
	expect(readdirSync(path.dirname(name))).toEqual(['inputs.json']);
});

test('the newest are kept, equal ones once', async () => {
	const name = file();
	const history = new InputHistory(name, 3, fail);
	for (const text of ['a', 'b', 'c', 'a', 'd']) history.add('filter', text);
	await history.settled;
	expect(history.read().filter).toEqual(['c', 'a', 'd']);
});

test('two dashboards keep what both were told', async () => {
	const name = file();
	const [one, other] = [new InputHistory(name, 10, fail), new InputHistory(name, 10, fail)];
	one.add('filter', 'first');
	await one.settled;
	other.add('filter', 'second');
	await other.settled;
	one.add('filter', 'third');
	await one.settled;
	expect(one.read().filter).toEqual(['first', 'second', 'third']);
});

test('a broken file is as good as none, and is replaced', async () => {
	const name = file();
	const history = new InputHistory(name, 10, fail);
	history.add('search', 'x');
	await history.settled;
	for (const text of ['{', '[]', 'null', '{"filter": 3, "search": [1, "y"]}', '\0']) {
		writeFileSync(name, text);
		expect(history.read().filter).toEqual([]);
	}
	history.add('filter', 'z');
	await history.settled;
	expect(JSON.parse(readFileSync(name, 'utf8')).filter).toEqual(['z']);
});

test('a folder that cannot be made is told, and nothing else happens', async () => {
	const name = file();
	const told: string[] = [];
	writeFileSync(path.dirname(name), 'a file');
	const history = new InputHistory(name, 10, (message) => told.push(message));
	history.add('filter', 'z');
	await history.settled;
	expect(told).toHaveLength(1);
});

test('with none to keep nothing is written', async () => {
	const name = file();
	const history = new InputHistory(name, 0, fail);
	history.add('filter', 'z');
	await history.settled;
	expect(() => statSync(name)).toThrow();
});

test('choices are kept beside inputs, the last word counts, and those of another dashboard stay', async () => {
	const name = file();
	const [one, other] = [new InputHistory(name, 10, fail), new InputHistory(name, 10, fail)];
	one.choose('form', 'helm');
	one.choose('target', '/etc/a.yaml');
	one.add('filter', 'x');
	await one.settled;
	other.choose('form', 'patch');
	await other.settled;
	expect(one.readChoices()).toEqual({target: '/etc/a.yaml', form: 'patch'});
	expect(one.read().filter).toEqual(['x']);
	one.choose('target', undefined);
	await one.settled;
	expect(one.readChoices()).toEqual({form: 'patch'});
	for (const text of ['{', '{"chosen": 3}', '{"chosen": null}', '{"chosen": {"form": 7, "target": "y"}}']) {
		writeFileSync(name, text);
		expect(one.readChoices().form).toBeUndefined();
	}
	expect(new InputHistory(undefined, 10, fail).readChoices()).toEqual({});
});

test('where it is only read, what was remembered is offered, and nothing is written', async () => {
	const name = file();
	const writer = new InputHistory(name, 10, fail);
	writer.add('filter', 'proc.name = cat');
	await writer.settled;
	const before = readFileSync(name, 'utf8');
	const reader = new InputHistory(name, 10, fail, true);
	reader.add('filter', 'proc.name = dog');
	reader.choose('target', '/x');
	await reader.settled;
	expect(reader.read().filter).toEqual(['proc.name = cat']);
	expect(readFileSync(name, 'utf8')).toBe(before);
});
