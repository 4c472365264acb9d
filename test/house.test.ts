import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';

/** The rooms of src/ in order: each imports only from itself and from rooms before it. */
const ROOMS = [
	'events',
	'capture',
	'driver',
	'system',
	'containers',
	'fields',
	'filter',
	'rules',
	'alerts',
	'engine',
	'config',
	'outputs',
	'metrics',
	'tuning',
	'ui',
	'cli',
];

/** Rules know what an alert's priority is called; alerts are made of rules. */
const ALLOWED_TYPES = [['rules', 'alerts']];

const source = path.resolve(import.meta.dirname, '../src');
const files = readdirSync(source, {recursive: true, encoding: 'utf8'}).filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
const roomOf = (file: string) => path.relative(source, file).split(path.sep)[0];

function* importsOf(file: string): Generator<{room: string; typeOnly: boolean; text: string}> {
	const text = readFileSync(path.join(source, file), 'utf8');
	for (const [statement, clause, dynamic, from] of text.matchAll(
		/(?:(import|export)\s[^;'"]*?from\s*|import\s*(\()\s*)?['"](\.[^'"]+)['"]/g,
	)) {
		if (!clause && !dynamic) continue;
		const room = roomOf(path.resolve(source, path.dirname(file), from));
		yield {room, typeOnly: /^(import|export)\s+type\b/.test(statement), text: statement};
	}
}

test('every file stands in a room', () => {
	expect(files.length).toBeGreaterThan(10);
	expect([...new Set(files.map((file) => file.split(path.sep)[0]))].filter((room) => !ROOMS.includes(room))).toEqual([]);
});

test('a room imports only from rooms above it', () => {
	const wrong: string[] = [];
	for (const file of files) {
		const own = file.split(path.sep)[0];
		for (const {room, typeOnly, text} of importsOf(file)) {
			if (typeOnly && ALLOWED_TYPES.some(([from, to]) => from === own && to === room)) continue;
			if (ROOMS.includes(room) && ROOMS.indexOf(room) > ROOMS.indexOf(own)) wrong.push(`src/${file}: ${text}`);
		}
	}
	expect(wrong).toEqual([]);
});
