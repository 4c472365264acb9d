import {describe, expect, it} from 'vitest';
import type {RuleSummary} from '../../src/engine/rule-facts.ts';
import {summarizeRule} from '../../src/engine/rule-summary.ts';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {loadRules} from '../../src/rules/load.ts';
import {choosePlaces, newMacroName, placesFor} from '../../src/tuning/places.ts';
import {rulesInfoOf} from '../../src/tuning/rules-info.ts';

const rule = (name: string, hookMacros: string[] = [], macros = hookMacros): RuleSummary => ({
	name,
	desc: '',
	priority: 4,
	enabled: true,
	source: 'syscall',
	tags: [],
	condition: '',
	expanded: '',
	output: '',
	macros,
	hookMacros,
	file: 'a',
	line: 0,
	fields: [],
});

describe('choosePlaces', () => {
	it('takes the hook macro of the rule first, then a macro of its own', () => {
		const own = rule('Read sensitive file untrusted', ['user_known_reads']);
		expect(choosePlaces(own, [own]).map(({place}) => place)).toEqual([
			{kind: 'hook', macro: 'user_known_reads'},
			{kind: 'new-macro', macro: 'user_known_read_sensitive_file_untrusted'},
		]);
	});

	it('puts a hook that other rules share last, and names them', () => {
		const rules = [rule('A', ['shared', 'mine']), rule('B', ['shared']), rule('C', [], ['shared'])];
		const choices = choosePlaces(rules[0], rules);
		expect(choices.map(({place}) => place.macro)).toEqual(['mine', 'user_known_a', 'shared']);
		expect(choices[2].alsoSilences).toEqual(['B', 'C']);
		expect(choices[2].explanation).toContain('B, C');
	});

	it('makes a macro name of any rule name, and none that is taken', () => {
		expect(newMacroName('Contact K8S API Server (CVE-1)!', new Set())).toBe('user_known_contact_k8s_api_server_cve_1');
		expect(newMacroName('日本語', new Set(['user_known_rule']))).toBe('user_known_rule_2');
		expect(newMacroName('x'.repeat(500), new Set()).length).toBeLessThan(80);
	});
});

const RULES = `
- list: trusted
  items: [init]
- list: shells
  items: [bash, trusted_shells]
- list: trusted_shells
  items: [zsh]
- macro: never_true
  condition: (evt.num=0)
- macro: user_known_readers
  condition: (never_true)
- macro: user_conditions
  condition: proc.name = cp
- rule: Reads
  desc: d
  condition: >
    evt.type = openat and fd.name exists and not proc.name in (trusted) and not proc.name in (shells)
    and not user_conditions and not user_known_readers
  output: read
  priority: WARNING
  exceptions:
    - name: by_file
      fields: [proc.name, fd.name]
      comps: [=, startswith]
- rule: Reads at start
  desc: d
  condition: evt.type = openat and fd.name exists and not user_known_readers
  output: read
  priority: WARNING
- rule: Shells
  desc: d
  condition: evt.type = execve and proc.name in (trusted_shells)
  output: shell
  priority: WARNING
`;
const catalogue = createFieldCatalogue();
const {ruleset, problems} = loadRules([{name: 'a', text: RULES}], {catalogueOf: () => catalogue});
const info = rulesInfoOf(ruleset);
const rules = ruleset.rules.map(summarizeRule);
const titles = (...given: Parameters<typeof placesFor>[1]) =>
	placesFor(rules[0], given, {rules, info}).map(({place}) => `${place.kind} ${Object.values(place)[1]}`);

describe('places of a rule with everything', () => {
	it('begins with the empty macro that is named for users, not with one that matches something already', () => {
		expect(problems.filter(({severity}) => severity === 'error')).toEqual([]);
		expect(choosePlaces(rules[0], rules, info).map(({place}) => place.macro)).toEqual([
			'user_known_readers',
			'user_conditions',
			'user_known_reads',
		]);
		expect(choosePlaces(rules[0], rules, info)[0].alsoSilences).toEqual(['Reads at start']);
	});

	it('offers a list that the rule leaves out for one exact term, never a list that another rule asks for', () => {
		const places = titles({field: 'proc.name', operator: '=', values: ['x']});
		expect(places).toEqual([
			'hook user_known_readers',
			'hook user_conditions',
			'list trusted',
			'list shells',
			'new-macro user_known_reads',
			'exception known_proc_name',
		]);
		expect(titles({field: 'proc.name', operator: 'startswith', values: ['x']}).join()).not.toContain('list');
		expect(titles({field: 'fd.name', operator: '=', values: ['x']}).join()).not.toContain('list');
	});

	it('offers the exception that the rule has where it is made of the same fields and operators', () => {
		const name = {field: 'proc.name', operator: 'in' as const, values: ['x', 'y']};
		expect(titles({field: 'fd.name', operator: 'startswith', values: ['/x']}, name)).toContain('exception by_file');
		expect(titles({field: 'fd.name', operator: 'endswith', values: ['/x']}, name)).toContain('exception known_fd_name_and_proc_name');
	});
});
