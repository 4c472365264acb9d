import {describe, expect, it} from 'vitest';
import type {RuleSummary} from '../../src/engine/protocol.ts';
import {choosePlaces, newMacroName} from '../../src/tuning/places.ts';

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
