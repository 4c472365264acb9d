import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {loadRules} from '../../src/rules/load.ts';
import type {RulesFile} from '../../src/rules/ruleset.ts';
import {missingFields, outputChange} from '../../src/tuning/output-fields.ts';
import {applyRuleChange, type RuleChange} from '../../src/tuning/rule-changes.ts';
import {rulesInfoOf} from '../../src/tuning/rules-info.ts';
import {alertOf} from './alerts.ts';
import {HOSTILE} from './hostile.ts';

const BASE = {
	name: 'base.yaml',
	text: `
- list: shells
  items: [bash, sh, "a b"]
- rule: Reads
  desc: d
  condition: evt.type = openat and proc.name in (shells)
  output: read %fd.name
  priority: WARNING
`,
};
const catalogue = createFieldCatalogue();
const load = (...files: RulesFile[]) => loadRules(files, {catalogueOf: () => catalogue});
const info = rulesInfoOf(load(BASE).ruleset);

function change(text: string, given: RuleChange, falcoVersion?: string): string {
	const applied = applyRuleChange(text, given, {info, comment: 'why', falcoVersion});
	if (!applied.ok) throw new Error(applied.problems[0].code);
	return applied.text;
}

function loaded(text: string) {
	const {ruleset, problems} = load(BASE, {name: 'local.yaml', text});
	expect(problems.filter(({severity}) => severity === 'error')).toEqual([]);
	return {rule: ruleset.rules[0], list: ruleset.lists[0]};
}

describe('applyRuleChange', () => {
	it('switches a rule off and on again, the second time in the same line', () => {
		const off = change('# mine\n', {kind: 'enabled', rule: 'Reads', enabled: false});
		expect(loaded(off).rule.enabled).toBe(false);
		const on = change(off, {kind: 'enabled', rule: 'Reads', enabled: true});
		expect(loaded(on).rule.enabled).toBe(true);
		expect(on.match(/- rule/g)).toHaveLength(1);
	});

	it('writes another priority and another output', () => {
		let text = change('', {kind: 'priority', rule: 'Reads', priority: 2});
		text = change(text, {kind: 'output', rule: 'Reads', output: 'now: %proc.name # and %fd.name'});
		text = change(text, {kind: 'append-output', rule: 'Reads', output: 'exe=%proc.exepath'});
		expect(loaded(text).rule).toMatchObject({priority: 2, output: 'now: %proc.name # and %fd.name exe=%proc.exepath'});
		// A replacement behind something appended must not stand before it.
		text = change(text, {kind: 'output', rule: 'Reads', output: 'third'});
		expect(loaded(text).rule.output).toBe('third');
	});

	it('adds to a list, and takes away by writing it out, which it warns of', () => {
		const added = change('', {kind: 'list', list: 'shells', add: ['zsh', 'bash'], remove: []});
		expect(loaded(added).list.items).toEqual(['bash', 'sh', 'a b', 'zsh']);
		const removal = applyRuleChange('', {kind: 'list', list: 'shells', add: ['zsh'], remove: ['sh']}, {info, comment: ''});
		expect(removal).toMatchObject({ok: true, warnings: [{code: 'copies-items'}]});
		expect(removal.ok && loaded(removal.text).list.items).toEqual(['bash', 'a b', 'zsh']);
		expect(change('x: 1'.slice(4), {kind: 'list', list: 'shells', add: ['sh'], remove: ['nothing']})).toBe('');
	});

	it('takes an item that the local rules add out where it stands: later changes of the shipped list still come', () => {
		const remove = (text: string, item: string): string => {
			const known = rulesInfoOf(load(BASE, {name: 'local.yaml', text}).ruleset);
			const removed = applyRuleChange(text, {kind: 'list', list: 'shells', add: [], remove: [item]}, {info: known, comment: 'why'});
			if (!removed.ok) throw new Error(removed.problems[0].message);
			return removed.text;
		};
		const kept = '# mine\n- list: shells\n  items: [fish, "x y"] # ours\n  override: {items: append}\n';
		expect(remove(kept, 'x y')).toBe(kept.replace(', "x y"', ''));
		expect(remove(remove(kept, 'fish'), 'x y')).toBe('');
		const added = change('# mine\n', {kind: 'list', list: 'shells', add: ['zsh'], remove: []});
		expect(remove(added, 'zsh')).toBe('# mine\n');
		// A list that is written out keeps saying what it holds, also nothing.
		const written = '- list: shells\n  items: [zsh]\n  override: {items: replace}\n';
		expect(remove(written, 'zsh')).toBe(written.replace('[zsh]', '[]'));
		// It is in the shipped list, too.
		expect(loaded(remove('- list: shells\n  items: [sh]\n  append: true\n', 'sh')).list.items).toEqual(['bash', 'a b']);
		expect(loaded(remove(kept, 'sh')).list.items).toEqual(['bash', 'a b', 'fish', 'x y']);
	});

	it('says what Falco before 0.38 cannot do, and does the rest in its words', () => {
		expect(change('', {kind: 'enabled', rule: 'Reads', enabled: false}, '0.37.1')).not.toContain('override');
		expect(change('', {kind: 'list', list: 'shells', add: ['zsh'], remove: []}, '0.37.1')).toContain('append: true');
		expect(() => change('', {kind: 'priority', rule: 'Reads', priority: 2}, '0.37.1')).toThrow('falco-version');
		expect(() => change('', {kind: 'priority', rule: 'Nobody', priority: 2})).toThrow('unknown-rule');
	});

	it('keeps any output as it is given, in one line', () => {
		fc.assert(
			fc.property(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({unit: 'grapheme'})), (text) => {
				// `%` begins a field; that is the rules loader's to judge.
				const output = `x${text.replace(/[%\0]/g, '')}`;
				const first = change('# mine\n', {kind: 'output', rule: 'Reads', output: 'old'});
				for (const written of [
					change('# mine\n', {kind: 'output', rule: 'Reads', output}),
					change(first, {kind: 'output', rule: 'Reads', output}),
				]) {
					expect(loaded(written).rule.output.trim()).toBe(output.trim());
					expect(written.startsWith('# mine\n')).toBe(true);
				}
			}),
		);
	});
});

describe('fields that a log lacks', () => {
	it('are named, and the output that adds them loads', () => {
		const alerts = [alertOf({snapshot: {'proc.name': 'x'}, fields: {'proc.name': 'x', 'fd.name': null}, ancestry: []})];
		const missing = missingFields(alerts, ['proc.name', 'fd.name', 'proc.exepath', 'proc.aname[2]']);
		expect(missing).toEqual(['proc.exepath', 'proc.aname[2]']);
		expect(loaded(change('', outputChange('Reads', missing))).rule.output).toBe(
			'read %fd.name proc_exepath=%proc.exepath proc_aname_2=%proc.aname[2]',
		);
	});
});
