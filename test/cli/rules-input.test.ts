import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {readFalcoRules} from '../../src/cli/falco-rules.ts';
import {DEFAULT_LOCAL_RULES, localRulesFile, readRulesInput} from '../../src/cli/rules-input.ts';
import {loadConfig} from '../../src/config/load.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'rules-'));
	mkdirSync(path.join(folder, 'rules.d'));
	for (const name of ['b.yaml', 'a.yml', 'notes.txt', '.hidden']) writeFileSync(path.join(folder, 'rules.d', name), name);
});
afterEach(() => rmSync(folder, {recursive: true}));

const at = (...names: string[]) => path.join(folder, ...names);
const configured = (...files: string[]) =>
	loadConfig({file: '/dev/null', overrides: files.map((file) => `rules_files[]=${file}`), env: {}});
const names = ({files}: ReturnType<typeof readRulesInput>) => files.map(({name}) => name);

test('a folder gives its YAML files in order and nothing else', () => {
	expect(names(readRulesInput({rules: [at('rules.d')]}, configured(), folder))).toEqual([at('rules.d', 'a.yml'), at('rules.d', 'b.yaml')]);
});

test('-r replaces the configured files; a path that is not there is told', () => {
	const input = readRulesInput({rules: [at('rules.d', 'b.yaml'), at('no.yaml')]}, configured(at('rules.d')), folder);
	expect(names(input)).toEqual([at('rules.d', 'b.yaml')]);
	expect(input.unreadable).toEqual([{file: at('no.yaml'), message: 'no such file or folder'}]);
});

test('configured paths that are not there are passed over', () => {
	const input = readRulesInput({rules: []}, configured(at('no.yaml'), at('rules.d', 'b.yaml')), folder);
	expect([names(input), input.unreadable]).toEqual([[at('rules.d', 'b.yaml')], []]);
});

describe('without any configuration', () => {
	const unconfigured = loadConfig({file: undefined, overrides: [], env: {}});
	beforeEach(() => {
		mkdirSync(at('rules'));
		writeFileSync(at('rules', 'falconer_rules.yaml'), '');
	});

	test('the rules of an installed Falco are loaded in its order, live as in a log', () => {
		for (const name of ['falco_rules.local.yaml', 'falco_rules.yaml', 'falco-sandbox_rules.yaml', 'other.yaml'])
			writeFileSync(at(name), '');
		const files = ['falco-sandbox_rules.yaml', 'falco_rules.yaml', 'falco_rules.local.yaml', 'rules.d/a.yml', 'rules.d/b.yaml'].map(
			(name) => at(name),
		);
		expect(names(readRulesInput({rules: []}, unconfigured, folder, folder))).toEqual(files);
		const {files: loaded, localPath} = readFalcoRules({rules: []}, unconfigured, folder, folder);
		expect([loaded.map(({name}) => name), localPath]).toEqual([files, at('falco_rules.local.yaml')]);
	});

	test('else the shipped ones, and the local file where there is one', () => {
		expect(names(readRulesInput({rules: []}, unconfigured, folder, at('none')))).toEqual([at('rules', 'falconer_rules.yaml')]);
		writeFileSync(at('falco_rules.local.yaml'), '');
		expect(names(readRulesInput({rules: []}, unconfigured, folder, folder))).toEqual([
			at('rules', 'falconer_rules.yaml'),
			at('falco_rules.local.yaml'),
		]);
	});

	test('a local rules file that nothing else names is loaded last', () => {
		writeFileSync(at('mine.yaml'), '');
		const {files, localPath} = readFalcoRules({rules: [], localRules: at('mine.yaml')}, unconfigured, folder, at('none'));
		expect([files.map(({name}) => name), localPath]).toEqual([[at('rules', 'falconer_rules.yaml'), at('mine.yaml')], at('mine.yaml')]);
	});
});

test('changes go to the last local file that is loaded, else to the usual place', () => {
	expect(localRulesFile(['/a.yaml', '/x/falco_rules.local.yaml', '/b.yaml'])).toBe('/x/falco_rules.local.yaml');
	expect(localRulesFile(['/a.yaml'])).toBe(DEFAULT_LOCAL_RULES);
});
