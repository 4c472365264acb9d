import {expect, test} from 'vitest';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {compileOutput, compileRuleOutput, type OutputFormat} from '../../src/rules/output-format.ts';
import {chdirEvent} from './event-context.ts';

const catalogue = createFieldCatalogue({staticFields: {word: 'Hello', empty: '', b64: 'aGk='}});

function compiled(format: string): OutputFormat {
	const found = compileOutput(format, catalogue);
	if (!found.ok) throw new Error(found.problems[0].message);
	return found.format;
}

const render = (format: string, path = '/tmp/x') => compiled(format).render(chdirEvent(path));

test.each([
	['plain text', 'plain text'],
	['*with a star', 'with a star'],
	['%evt.num', '42'],
	['n=%evt.num.', 'n=42.'],
	['%evt.type,%evt.num;', 'chdir,42;'],
	['%evt.arg.path', '/tmp/x'],
	['%evt.arg[1]|', '/tmp/x|'],
	['%proc.name', '<NA>'],
	['%proc.aname[2]', '<NA>'],
	['%static.word', 'Hello'],
	['[%static.empty]', '[]'],
	['[%10static.word]', '[Hello     ]'],
	['[%3static.word]', '[Hel]'],
	['[%3proc.name]', '[<NA]'],
	['%toupper(static.word)', 'HELLO'],
	['%tolower(toupper(static.word))!', 'hello!'],
	['%b64(static.b64)', 'hi'],
	['%len(static.word)', '5'],
	['[%8toupper(static.word)]', '[HELLO   ]'],
	['%concat(static.word, ")", evt.type) end', 'Hello)chdir end'],
	['%join("-", (static.word, evt.type))', 'Hello-chdir'],
	['%toupper(proc.name)', '<NA>'],
	['100 percent %evt.num%evt.type', '100 percent 42chdir'],
])('renders %s', (format, text) => {
	expect(render(format)).toBe(text);
});

test.each([
	['o %', 'invalid formatting syntax: formatting cannot end with a %'],
	['o %10', 'invalid formatting syntax: formatting cannot end with a %'],
	['%99999999999proc.name', 'invalid formatting syntax: a field is padded to 65535 bytes at most'],
	['%proc.nme rest', 'invalid formatting token proc.nme rest'],
	['%% done', 'invalid formatting token % done'],
	['% evt.num', 'invalid formatting token  evt.num'],
	['%evt.arg', 'invalid formatting token evt.arg'],
	['%toupper(proc.name', 'invalid formatting token toupper(proc.name'],
	['%toupper()', 'invalid formatting token toupper()'],
	['%nosuch(proc.name)', 'invalid formatting token nosuch(proc.name)'],
])('refuses %s', (format, message) => {
	const found = compileOutput(format, catalogue);
	expect(found.ok ? 'ok' : found.problems[0].message).toBe(message);
});

test('a misspelt field is answered with the nearest one', () => {
	const found = compileOutput('a %proc.nme', catalogue);
	expect(found.ok ? undefined : found.problems[0]).toMatchObject({hint: expect.stringContaining('%proc.name'), span: {start: 2}});
});

test('values carry the plain fields, typed, by their text', () => {
	const {values, fields} = compiled('%evt.num %evt.arg.path %20proc.name %toupper(evt.type) %evt.is_io %evt.num');
	expect(values(chdirEvent('/a'))).toEqual({'evt.num': 42, 'evt.arg.path': '/a', 'proc.name': null, 'evt.is_io': false});
	expect(fields.map(({text}) => text)).toEqual(['evt.num', 'evt.arg.path', 'proc.name', 'evt.is_io']);
});

test('extra fields: formatted ones are text always, raw ones are typed', () => {
	const extraFields = [
		{name: 'evt.num', format: '%evt.num', formatted: false},
		{name: 'note', format: 'n=%evt.num p=%proc.name', formatted: true},
	];
	const {values, render: renderRule} = compileRuleOutput({output: 'o %evt.type', extraFields}, catalogue);
	expect(values(chdirEvent('/a'))).toEqual({'evt.type': 'chdir', 'evt.num': 42, note: 'n=42 p=<NA>'});
	expect(renderRule(chdirEvent('/a'))).toBe('o chdir');
});

test('bytes that are not ASCII come through as bytes', () => {
	expect(render('é %evt.arg.path', '/\xc3\xa9')).toBe('\xc3\xa9 /\xc3\xa9');
	expect(compiled('%evt.arg.path').values(chdirEvent('/\xc3\xa9'))).toEqual({'evt.arg.path': '/\xc3\xa9'});
});
