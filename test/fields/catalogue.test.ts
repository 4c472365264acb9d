import {existsSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {OTHER_FIELD_NAMES} from '../../src/fields/other-names.ts';
import {checkCondition, isHint} from '../../src/filter/check.ts';
import {parseCondition} from '../../src/filter/parse.ts';
import {splitField} from './field-named.ts';

const catalogue = createFieldCatalogue({staticFields: {datacenter: 'north'}});
const resolve = (text: string) => catalogue.resolve(...splitField(text));

test.each([
	['evt.arg.flags', 'CHARBUF', 'flags'],
	['evt.arg[0]', 'CHARBUF', '0'],
	['evt.rawarg.fd', 'FD', 'fd'],
	['evt.rawarg.size', 'UINT32', 'size'],
	['evt.type.is.openat', 'UINT32', 'openat'],
	['evt.abspath.dst', 'CHARBUF', 'dst'],
	['thread.cgroup.memory', 'CHARBUF', 'memory'],
	['proc.env[LD_PRELOAD]', 'CHARBUF', 'LD_PRELOAD'],
	['container.mount.dest[/etc*]', 'CHARBUF', '/etc*'],
	['k8s.pod.label.app', 'CHARBUF', 'app'],
	['static.datacenter', 'CHARBUF', undefined],
])('%s resolves, with its type and argument', (text, type, argument) => {
	expect(resolve(text)).toMatchObject({text, type, argument});
});

test('an ancestor field compares any ancestor without an index and one with it', () => {
	expect(resolve('proc.aname')).toMatchObject({matching: 'any'});
	expect(resolve('proc.aname[2]')).toMatchObject({matching: 'scalar'});
});

test.each([
	['proc.nmae', {kind: 'unknown-field', name: 'proc.nmae', suggestions: ['proc.name', 'proc.aname', 'proc.pname']}],
	['evt.arg', {kind: 'argument-required', name: 'evt.arg'}],
	['proc.pid[1]', {kind: 'argument-not-allowed', name: 'proc.pid'}],
	[
		'evt.arg.flasg',
		{kind: 'bad-argument', name: 'evt.arg', argument: 'flasg', expected: 'the name of an event parameter', suggestions: ['flags']},
	],
	['proc.aname[x]', {kind: 'bad-argument', name: 'proc.aname', argument: 'x', expected: 'a number', suggestions: []}],
	['evt.rawarg[fd]', {kind: 'bad-argument', name: 'evt.rawarg', argument: 'fd', expected: 'evt.rawarg.fd', suggestions: []}],
	['evt.around[now]', {kind: 'bad-argument', name: 'evt.around', argument: 'now', expected: 'a number', suggestions: []}],
])('%s is refused with what would be right', (text, problem) => {
	expect(resolve(text)).toEqual(problem);
});

test('fields that Falco removed are unknown', () => {
	for (const name of ['syslog.message', 'evt.latency.hum', 'container.info']) expect(resolve(name)).toMatchObject({kind: 'unknown-field'});
});

test('every field says what it is', () => {
	for (const {name, documentation} of catalogue.definitions) expect(documentation.length, name).toBeGreaterThan(8);
});

test('every field has an example: a condition that loads, or a value', () => {
	for (const {name, example} of catalogue.definitions) {
		expect(example, name).not.toBe('');
		if (!example.startsWith(name.slice(0, name.indexOf('.') + 1))) continue;
		const parsed = parseCondition(example);
		expect(
			parsed.ok ? checkCondition(parsed.expression, catalogue).filter((problem) => !isHint(problem)) : parsed.problem,
			example,
		).toEqual([]);
		expect(example).toContain(name);
	}
});

test('no two fields share a name', () => {
	const names = catalogue.definitions.map(({name}) => name);
	expect(new Set(names).size).toBe(names.length);
});

const REFERENCE = '../shared/reference/fields.json';
const present = existsSync(REFERENCE);
if (!present) console.log(`skipped: the reference of fields is not at ${REFERENCE}`);

interface ReferenceField {
	readonly name: string;
	readonly type: string;
	readonly list: boolean;
	readonly hidden: boolean;
	readonly deprecated: boolean;
	readonly filter_only: boolean;
	readonly print_only: boolean;
	readonly usable_as_rhs: boolean;
	readonly transformers_allowed: boolean;
	readonly provider: string;
}

test.skipIf(!present)("the table has exactly Falco's fields, in its order, with its types and flags", () => {
	const reference = JSON.parse(readFileSync(REFERENCE, 'utf8')).fields as ReferenceField[];
	const known = reference.filter(({name, provider}) => !provider.startsWith('REMOVED') && name !== 'static.*');
	const ours = createFieldCatalogue().definitions.map((field) => ({
		name: field.name,
		type: field.name === 'evt.rawarg' ? 'dynamic (type of the parameter)' : field.type,
		list: field.list,
		hidden: field.hidden,
		deprecated: field.deprecated,
		filter_only: field.filterOnly,
		print_only: field.printOnly,
		usable_as_rhs: field.usableAsRhs,
		transformers_allowed: field.transformersAllowed,
	}));
	const theirs = known.map(({name, type, list, hidden, deprecated, filter_only, print_only, usable_as_rhs, transformers_allowed}) => {
		return {name, type, list, hidden, deprecated, filter_only, print_only, usable_as_rhs, transformers_allowed};
	});
	expect(ours).toEqual(theirs);
});

test('names that other tools use are answered with the field that is meant', () => {
	const suggestions = (name: string) => {
		const found = createFieldCatalogue().resolve(name);
		return 'suggestions' in found ? found.suggestions : undefined;
	};
	expect(suggestions('proc.user')).toEqual(['user.name']);
	expect(suggestions('k8s.namespace.name')).toEqual(['k8s.ns.name']);
	expect(suggestions('proc.env.PATH')).toEqual(['proc.env[PATH]']);
	expect(suggestions('nothing.near')).toEqual([]);
});

test('every field that another name stands for exists', () => {
	const catalogue = createFieldCatalogue();
	for (const name of OTHER_FIELD_NAMES) {
		const found = catalogue.resolve(name);
		const [meant] = 'suggestions' in found ? found.suggestions : [];
		expect(meant && 'definition' in catalogue.resolve(meant), name).toBe(true);
	}
});
