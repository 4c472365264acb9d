import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {listEvents} from '../../src/cli/list-events.ts';
import {listFields} from '../../src/cli/list-fields.ts';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';

const DOCUMENT = path.resolve(import.meta.dirname, '../../docs/fields.md');
const visible = createFieldCatalogue().definitions.filter(({hidden}) => !hidden);
const list = (options: Partial<Parameters<typeof listFields>[0]> = {}): string =>
	listFields({source: true, namesOnly: false, format: 'text', ...options}) ?? '';

test('docs/fields.md is what `falconer agent --list --format markdown` prints', () => {
	const text = readFileSync(DOCUMENT, 'utf8');
	expect(text.slice(text.indexOf('## Field Class: evt')), 'generate it again: see its first lines').toBe(`${list({format: 'markdown'})}\n`);
});

test('text has each name in a column, its type and an example', () => {
	const lines = list().split('\n');
	expect(lines.slice(0, 3)).toEqual([
		'-------------------------------',
		'Field Class:                  evt',
		'Description:                  What events of every source have: number, time, source.',
	]);
	expect(lines).toContain('evt.time.s                    (Type: CHARBUF) Local time of day in whole seconds. Example: 10:31:07');
	for (const {name, type, list: isList} of visible) {
		const at = lines.findIndex((line) => line === name || line.startsWith(`${name} `));
		expect(lines.slice(at, at + 2).join(' '), name).toContain(`(Type: ${isList ? `LIST(${type})` : type})`);
	}
	expect(lines.filter((line) => line.length > 101 && /\s/.test(line.slice(31).trim()))).toEqual([]);
});

test('-N prints names only, each once', () => {
	expect(list({namesOnly: true}).split('\n')).toEqual(visible.map(({name}) => name));
});

test('a source has its own fields and those of all sources; a source nobody provides has none', () => {
	expect(list({source: 'syscall', namesOnly: true})).toContain('proc.name');
	expect(list({source: 'syscall', namesOnly: true})).toContain('evt.num');
	expect(listFields({source: 'nope', namesOnly: true, format: 'text'})).toBe(undefined);
});

test('JSON has every field with its class, type and traits', () => {
	const classes: {name: string; fields: {name: string; type: string; traits: string[]; description: string}[]}[] = JSON.parse(
		list({format: 'json'}),
	);
	const fields = classes.flatMap(({fields}) => fields);
	expect(fields.map(({name, type}) => [name, type])).toEqual(visible.map(({name, type}) => [name, type]));
	expect(fields.find(({name}) => name === 'fd.types')?.traits).toContain('LIST');
	expect(fields.find(({name}) => name === 'evt.rawarg')?.traits).toContain('ARG REQUIRED');
});

test.each(['text', 'markdown', 'json'] as const)('events are listed with their parameters as %s', (format) => {
	const text = listEvents(format);
	expect(text).toContain('openat2');
	expect(text).toContain('resolve');
	if (format === 'text') expect(text.split('\n')).toContain('< close(ERRNO res, FD fd)');
	if (format === 'json') expect(JSON.parse(text)).toContainEqual(expect.objectContaining({name: 'close', dir: '<'}));
});
