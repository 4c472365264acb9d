// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the configuration look like template strings
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {loadConfig} from '../../src/config/load.ts';
import {configProblemText} from '../../src/config/problem.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'config-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

const write = (name: string, text: string): string => {
	const file = path.join(folder, name);
	writeFileSync(file, text);
	return file;
};

const load = (text: string, overrides: readonly string[] = [], env: Record<string, string> = {}) =>
	loadConfig({file: write('falco.yaml', text), overrides, env});

describe('values', () => {
	test('an absent key has the default of its kind', () => {
		const {values, problems} = load('');
		expect(values.json_output).toBe(false);
		expect(values.rule_matching).toBe('first');
		expect(values['stdout_output.enabled']).toBe(false);
		expect(problems).toEqual([]);
	});

	test('without a file the built-in configuration prints alerts', () => {
		const {values, appendOutput} = loadConfig({file: undefined, overrides: [], env: {}});
		expect(values['stdout_output.enabled']).toBe(true);
		expect(appendOutput).toEqual([{suggestedOutput: true}]);
	});

	test('a number that looks like text stays text where the key wants text', () => {
		expect(load('file_output: {filename: 0x10}').values['file_output.filename']).toBe('0x10');
	});

	test('durations are milliseconds', () => {
		expect(load('metrics: {interval: 2d3h4ms}').values['metrics.interval']).toBe(2 * 86_400_000 + 3 * 3_600_000 + 4);
	});

	test('the old rules_file still names rules files, but not together with rules_files', () => {
		expect(load('rules_file: /a.yaml').rulesPaths).toEqual(['/a.yaml']);
		const both = load('rules_file: [/a.yaml]\nrules_files: [/b.yaml]');
		expect(both.problems.map(({severity, key}) => [severity, key])).toEqual([['error', 'rules_file']]);
	});

	test('rule selections keep their order', () => {
		const {ruleSelections} = load("rules:\n  - disable: {rule: '*'}\n  - enable: {tag: network}\n  - enable: {rule: Read*}\n");
		expect(ruleSelections).toEqual([
			{action: 'disable', rule: '*'},
			{action: 'enable', tag: 'network'},
			{action: 'enable', rule: 'Read*'},
		]);
	});

	test('append_output is read with match, text, fields and formats', () => {
		const {appendOutput} = load(
			'append_output:\n  - match: {source: syscall, tags: [t], rule: R}\n    extra_output: "x=%evt.num"\n    extra_fields: [proc.name, {k: "%proc.pid"}]\n  - suggested_output: true\n',
		);
		expect(appendOutput).toEqual([
			{match: {source: 'syscall', rule: 'R', tags: ['t']}, extraOutput: 'x=%evt.num', extraFields: ['proc.name', {k: '%proc.pid'}]},
			{suggestedOutput: true},
		]);
	});
});

describe('problems', () => {
	const texts = (loaded: ReturnType<typeof load>) => loaded.problems.map((problem) => configProblemText(problem).replace(folder, ''));

	test('an unknown key is a warning with its place and the nearest name', () => {
		expect(texts(load('json_output: true\njson_ouput: true\n'))).toEqual([
			'/falco.yaml:2:13: warning: json_ouput: unknown key, ignored (did you mean json_output?)',
		]);
	});

	test('a wrong kind is a warning and the default is used', () => {
		const loaded = load('engine:\n  modern_ebpf:\n    buf_size_preset: 11\n');
		expect(loaded.values['engine.modern_ebpf.buf_size_preset']).toBe(4);
		expect(texts(loaded)).toEqual([
			"/falco.yaml:3:22: warning: engine.modern_ebpf.buf_size_preset: expected a whole number from 1 to 10, found '11'; using 4",
		]);
	});

	test('a name that changes what is watched must be right', () => {
		expect(load('engine: {kind: ebpf}').problems[0]).toMatchObject({severity: 'error', key: 'engine.kind', line: 1, column: 16});
		expect(load('priority: loud').problems[0].severity).toBe('error');
	});

	test('broken YAML and a file that is not there are errors with the file', () => {
		expect(load('a: [1').problems[0]).toMatchObject({severity: 'error', line: 1});
		expect(loadConfig({file: path.join(folder, 'no.yaml'), overrides: [], env: {}}).problems[0].message).toContain('cannot be read');
		expect(load('- a\n- b\n').problems[0].message).toContain('expected a YAML map');
	});

	test('a key named __proto__ is only an unknown key', () => {
		expect(load('__proto__: {json_output: true}').problems[0].key).toBe('__proto__');
	});
});

describe('overrides', () => {
	test('reach into maps and lists, append, and make what is missing', () => {
		const {values, ruleSelections} = load('rules_files: [/a.yaml, /b.yaml]', [
			'json_output=true',
			'engine.replay.capture_file=/x=y.scap',
			'rules_files[0]=/c.yaml',
			'rules_files[]=/d.yaml',
			'rules[].disable.rule=*',
			'rules[1].enable.tag=net',
		]);
		expect(values.json_output).toBe(true);
		expect(values['engine.replay.capture_file']).toBe('/x=y.scap');
		expect(values.rules_files).toEqual(['/c.yaml', '/b.yaml', '/d.yaml']);
		expect(ruleSelections).toEqual([
			{action: 'disable', rule: '*'},
			{action: 'enable', tag: 'net'},
		]);
	});

	test('a value in braces is a map', () => {
		const {appendOutput} = load('', ['append_output[]={"extra_fields":["proc.env"]}', 'static_fields={a: b}']);
		expect(appendOutput).toEqual([{extraFields: ['proc.env']}]);
	});

	test('a backslash makes a dot part of a key', () => {
		expect(load('', ['static_fields.a\\.b=c']).values.static_fields).toEqual({'a.b': 'c'});
	});

	test('a key where a list stands is an error, and the list stays', () => {
		const lost = load('append_output:\n  - {match: {source: syscall}}\n', ['append_output.0.extra_output=x']);
		expect(lost.problems).toMatchObject([{severity: 'error', key: 'append_output', file: '-o', hint: 'write append_output[0]'}]);
		expect(lost.appendOutput).toHaveLength(1);
		expect(load('append_output:\n  - {match: {source: syscall}}\n', ['append_output.extra_output=x']).problems[0].hint).toBe(
			'write append_output[0].extra_output',
		);
	});

	test('what is not KEY=VALUE is an error', () => {
		expect(load('', ['json_output']).problems[0]).toMatchObject({severity: 'error', file: '-o'});
	});
});

describe('environment', () => {
	test('variables are filled in everywhere, and read as the kind the key wants', () => {
		const {values} = load('json_output: ${JSON}\nfile_output: {filename: "/a/${X}/b"}\nrules_files: ["${R}"]\n', ['priority=${P}'], {
			JSON: 'true',
			X: 'x',
			R: '/r.yaml',
			P: 'error',
		});
		expect([values.json_output, values['file_output.filename'], values.rules_files, values.priority]).toEqual([
			true,
			'/a/x/b',
			['/r.yaml'],
			'error',
		]);
	});

	test('a missing variable is nothing, a doubled dollar keeps the text, a bare name is untouched', () => {
		const {values} = load('file_output: {filename: "a${NO}b$${X}c$X"}', [], {X: 'x'});
		expect(values['file_output.filename']).toBe('ab${X}c$X');
	});
});

describe('included files', () => {
	const include = (strategy: string, added: string) => {
		const extra = write('extra.yaml', added);
		return load(
			`config_files: [{path: ${extra}, strategy: ${strategy}}]\nrules_files: [/a.yaml]\nwebserver: {listen_port: 1, ssl_enabled: true}\n`,
		);
	};

	test('append joins sequences and replaces whole maps', () => {
		const {values} = include('append', 'rules_files: [/b.yaml]\nwebserver: {listen_port: 2}\n');
		expect(values.rules_files).toEqual(['/a.yaml', '/b.yaml']);
		expect([values['webserver.listen_port'], values['webserver.ssl_enabled']]).toEqual([2, false]);
	});

	test('override replaces sequences, add-only keeps what is there', () => {
		expect(include('override', 'rules_files: [/b.yaml]').values.rules_files).toEqual(['/b.yaml']);
		const {values} = include('add-only', 'rules_files: [/b.yaml]\njson_output: true\n');
		expect([values.rules_files, values.json_output]).toEqual([['/a.yaml'], true]);
	});

	test('a folder is read in order, a missing path is skipped, -o comes last', () => {
		mkdirSync(path.join(folder, 'config.d'));
		write('config.d/2.yaml', 'priority: error');
		write('config.d/1.yaml', 'priority: alert\njson_output: true');
		const main = `config_files: [${folder}/config.d, ${folder}/missing]`;
		expect(load(main).values.priority).toBe('error');
		expect(load(main, ['priority=debug']).values.priority).toBe('debug');
	});

	test('-o can name more files', () => {
		const extra = write('extra.yaml', 'json_output: true');
		expect(load('', [`config_files[]=${extra}`]).values.json_output).toBe(true);
	});

	test('an included file must not include, and the main file must not include itself', () => {
		expect(include('append', 'config_files: [/x]').problems[0]).toMatchObject({severity: 'error', file: path.join(folder, 'extra.yaml')});
		const self = path.join(folder, 'falco.yaml');
		expect(load(`config_files: [${self}]`).problems[0].message).toContain('main file itself');
	});

	test('a problem in an included file names that file', () => {
		const loaded = include('append', 'json_output: maybe');
		expect(loaded.problems[0]).toMatchObject({file: path.join(folder, 'extra.yaml'), line: 1, column: 14});
	});
});
