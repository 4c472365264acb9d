import {readFileSync} from 'node:fs';
import path from 'node:path';
import {Ajv} from 'ajv';
import {expect, test} from 'vitest';
import {parseAllDocuments} from 'yaml';
import {rulesSchema} from '../../src/rules/schema.ts';
import {goldenFile, STOCK_FILES} from './golden.ts';
import {loadTexts, ruleText} from './load-text.ts';

const root = path.resolve(import.meta.dirname, '../..');
const validate = new Ajv({allErrors: true, allowUnionTypes: true}).compile(rulesSchema());

/** What the schema says of each document of a rules file. */
function faultsOf(text: string): string[] {
	return [...parseAllDocuments(text)].flatMap((document) => {
		validate(document.toJS());
		return (validate.errors ?? []).map(({instancePath, message}) => `${instancePath} ${message}`);
	});
}

test('docs/rules-schema.json is the schema of the code', () => {
	const file = readFileSync(path.join(root, 'docs/rules-schema.json'), 'utf8');
	expect(JSON.parse(file), 'run: falconer rules schema > docs/rules-schema.json').toEqual(rulesSchema());
});

test('the rules shipped here satisfy the schema', () => {
	expect(faultsOf(readFileSync(path.join(root, 'rules/falconer_rules.yaml'), 'utf8'))).toEqual([]);
});

test.each(STOCK_FILES)('the stock file %s satisfies the schema', (name) => {
	const text = goldenFile(`rules/${name}`);
	if (text === undefined) return console.warn(`skipped: no ${name}`);
	expect(faultsOf(text)).toEqual([]);
});

test.each([
	['a rule without output', '- rule: r\n  desc: d\n  condition: evt.num>0\n  priority: INFO\n'],
	['a priority that is none', ruleText('evt.num>0').replace('INFO', 'LOUD')],
	['a misspelt key', ruleText('evt.num>0', '  enabeld: false\n')],
	['an override of a key that cannot be appended to', '- rule: r\n  priority: INFO\n  override: {priority: append}\n'],
	['a list without items', '- list: l\n'],
	['items that are no list', '- list: l\n  items: a\n'],
	[
		'an exception with an operator that is none',
		ruleText('evt.num>0', '  exceptions: [{name: e, fields: [proc.name], comps: [like], values: [[a]]}]\n'),
	],
	['an item of no kind', '- rul: r\n'],
	['no list at all', 'rule: r\n'],
])('the schema refuses %s', (_, text) => {
	expect(faultsOf(text)).not.toEqual([]);
});

test.each([
	['a change of a rule', '- rule: r\n  condition: and x\n  override: {condition: append}\n'],
	['the deprecated append', '- rule: r\n  condition: and x\n  append: true\n'],
	['the deprecated toggle', '- rule: r\n  enabled: false\n'],
	['numbers and truth values as items', '- list: l\n  items: [443, on, true, x]\n'],
	['a priority in any case', ruleText('evt.num>0').replace('INFO', 'Informational')],
	['a bare engine version', '- required_engine_version: 15\n'],
	['empty items', '-\n- list: l\n  items: []\n'],
	['exceptions without values', ruleText('evt.num>0', '  exceptions: [{name: e, fields: proc.name, comps: startswith anyof}]\n')],
])('the schema takes %s', (_, text) => {
	expect(faultsOf(text)).toEqual([]);
});

test.each(['rule', 'macro', 'list'])('a %s has the same keys in the schema as where files are read', (kind) => {
	const items = {
		rule: ruleText('evt.num>0', '  nonsense: 1\n'),
		macro: '- macro: m\n  condition: evt.num>0\n  nonsense: 1\n',
		list: '- list: l\n  items: [a]\n  nonsense: 1\n',
	};
	const problem = loadTexts([items[kind as keyof typeof items]]).problems.find(({code}) => code === 'LOAD_UNKNOWN_KEY');
	const known = problem?.hint?.replace('known keys: ', '').split(', ') ?? [];
	const {definitions} = rulesSchema() as {definitions: Record<string, {properties: object}>};
	expect(Object.keys(definitions[kind].properties).sort()).toEqual([...known].sort());
});
