import {mkdtempSync, readFileSync, renameSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {createFileSink} from '../../src/outputs/file.ts';

let folder: string;
let filename: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'sink-'));
	filename = path.join(folder, 'events.txt');
});
afterEach(() => rmSync(folder, {recursive: true}));

const sink = (keepAlive: boolean, file = filename) => {
	const errors: string[] = [];
	return {errors, sink: createFileSink({filename: file, keepAlive, buffered: false, onError: ({code}) => errors.push(String(code))})};
};

test.each([true, false])('lines are appended (keep_alive %s)', async (keepAlive) => {
	for (const line of ['a', 'b']) {
		const {sink: file} = sink(keepAlive);
		file.write(line);
		await file.close(1000);
	}
	expect(readFileSync(filename, 'utf8')).toBe('a\nb\n');
});

test('after a rotation reopen begins the new file', async () => {
	const {sink: file} = sink(true);
	file.write('old');
	await expect.poll(() => file.pendingBytes).toBe(0);
	renameSync(filename, `${filename}.1`);
	file.reopen();
	file.write('new');
	await file.close(1000);
	expect([readFileSync(`${filename}.1`, 'utf8'), readFileSync(filename, 'utf8')]).toEqual(['old\n', 'new\n']);
});

test.each([true, false])('a folder that is not there is an error and a counted loss (keep_alive %s)', async (keepAlive) => {
	const {sink: file, errors} = sink(keepAlive, path.join(folder, 'no', 'file'));
	file.write('a');
	await file.close(1000);
	expect([errors, file.dropped]).toEqual([['ENOENT'], 1]);
});
