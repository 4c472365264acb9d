import {describe, expect, it} from 'vitest';
import {parseAllDocuments} from 'yaml';
import type {Draft} from '../../src/tuning/draft.ts';
import {applyDraft} from '../../src/tuning/local-rules.ts';
import {INFO} from './rules-infos.ts';

const HOOK = 'user_known_read_sensitive_files_activities';
const RULE = 'Read sensitive file untrusted';

const draft = (parts: Partial<Draft> = {}): Draft => ({
	rule: RULE,
	terms: [{field: 'proc.name', operator: '=', values: ['backup-agent']}],
	place: {kind: 'hook', macro: HOOK},
	comment: '',
	...parts,
});

function apply(text: string, parts: Partial<Draft> = {}, falcoVersion?: string): string {
	const applied = applyDraft(text, draft(parts), {info: INFO, falcoVersion});
	if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
	return applied.text;
}

function itemsOf(text: string): Record<string, unknown>[] {
	return [...parseAllDocuments(text, {schema: 'failsafe'})].flatMap(
		(document) => (document.toJS() as Record<string, unknown>[] | null) ?? [],
	);
}

describe('applyDraft', () => {
	it('starts an empty file with a header and replaces a placeholder hook', () => {
		const text = apply('', {comment: 'root, 2026-11-22: backups read shadow'});
		expect(text).toMatch(/^# Local rules/);
		expect(text).toContain(
			`\n# root, 2026-11-22: backups read shadow\n- macro: ${HOOK}\n  condition: (proc.name = backup-agent)\n  override: {condition: replace}\n`,
		);
	});

	it('keeps what a hook already excepts by appending or', () => {
		expect(itemsOf(apply('', {place: {kind: 'hook', macro: 'user_known_in_use'}}))).toEqual([
			{macro: 'user_known_in_use', condition: 'or (proc.name = backup-agent)', override: {condition: 'append'}},
		]);
	});

	it('extends the macro that the file has, in place', () => {
		const once = apply('# mine\n');
		const twice = apply(once, {terms: [{field: 'fd.name', operator: 'in', values: ['/etc/shadow', '/etc/gshadow']}]});
		expect(twice).toBe(
			once.replace('(proc.name = backup-agent)', '(proc.name = backup-agent) or (fd.name in (/etc/shadow, /etc/gshadow))'),
		);
	});

	it('says so when the exception is in the file already', () => {
		const once = apply('');
		const again = applyDraft(once, draft(), {info: INFO});
		expect(again).toMatchObject({ok: true, text: once, summary: 'this exception is already in the file'});
	});

	it('gives a rule without hook a macro and appends and not', () => {
		const text = apply('', {rule: 'No hook', place: {kind: 'new-macro', macro: 'user_known_no_hook'}});
		expect(itemsOf(text)).toEqual([
			{macro: 'user_known_no_hook', condition: '(proc.name = backup-agent)'},
			{rule: 'No hook', condition: 'and not user_known_no_hook', override: {condition: 'append'}},
		]);
		const second = apply(text, {
			rule: 'No hook',
			place: {kind: 'new-macro', macro: 'user_known_no_hook'},
			terms: [{field: 'proc.pname', operator: '=', values: ['cron']}],
		});
		expect(second).toBe(text.replace('backup-agent)', 'backup-agent) or (proc.pname = cron)'));
	});

	it('extends a rule override that the file has', () => {
		const text = '- rule: No hook\n  condition: and not mine # because\n  override: {condition: append}\n';
		const edited = apply(text, {rule: 'No hook', place: {kind: 'new-macro', macro: 'user_known_no_hook'}});
		expect(edited).toContain('condition: and not mine and not user_known_no_hook # because\n');
	});

	it('does not append and not behind an or, where it would except from the last part only', () => {
		const applied = applyDraft('', draft({rule: 'Either', place: {kind: 'new-macro', macro: 'user_known_either'}}), {info: INFO});
		if (!applied.ok) throw new Error('refused');
		expect(itemsOf(applied.text)[1]).toEqual({
			rule: 'Either',
			condition: '(spawned_process or open_read) and not user_known_either',
			override: {condition: 'replace'},
		});
		expect(applied.warnings.map(({code}) => code)).toEqual(['copies-condition']);
	});

	it('minds an or that the file itself appends to the rule', () => {
		const text = '- rule: No hook\n  condition: or open_read\n  override: {condition: append}\n';
		const edited = apply(text, {rule: 'No hook', place: {kind: 'new-macro', macro: 'user_known_no_hook'}});
		expect(itemsOf(edited).at(-1)).toMatchObject({
			condition: '(spawned_process and proc.name in (shell_binaries) or open_read) and not user_known_no_hook',
			override: {condition: 'replace'},
		});
	});

	it('writes append: true for a Falco before 0.38', () => {
		expect(itemsOf(apply('', {rule: 'No hook', place: {kind: 'new-macro', macro: 'user_known_x'}}, '0.37.1'))).toEqual([
			{macro: 'user_known_x', condition: '(proc.name = backup-agent)'},
			{rule: 'No hook', condition: 'and not user_known_x', append: 'true'},
		]);
		expect(itemsOf(apply('', {}, '0.37.1'))).toEqual([{macro: HOOK, condition: '(proc.name = backup-agent)'}]);
	});

	const macro = `- macro: ${HOOK}\n`;
	const styles: [string, string, string][] = [
		[
			'a plain scalar with a comment behind it',
			`${macro}  condition: (a.b = c) # why\n`,
			`${macro}  condition: (a.b = c) or (proc.name = backup-agent) # why\n`,
		],
		[
			'a plain scalar over lines',
			`${macro}  condition: (a.b = c)\n    or (a.b = d)\n`,
			`${macro}  condition: (a.b = c)\n    or (a.b = d)\n    or (proc.name = backup-agent)\n`,
		],
		[
			'a folded scalar',
			`${macro}  condition: >\n    (a.b = c)\n\n# end\n`,
			`${macro}  condition: >\n    (a.b = c)\n    or (proc.name = backup-agent)\n\n# end\n`,
		],
		[
			'a literal scalar without a final newline',
			`${macro}  condition: |-\n     (a.b = c)`,
			`${macro}  condition: |-\n     (a.b = c)\n     or (proc.name = backup-agent)`,
		],
		[
			'double quotes',
			`${macro}  condition: "(a.b = \\"c d\\")"\n`,
			`${macro}  condition: "(a.b = \\"c d\\") or (proc.name = backup-agent)"\n`,
		],
		['single quotes', `${macro}  condition: '(a.b = "it''s")'\n`, `${macro}  condition: '(a.b = "it''s") or (proc.name = backup-agent)'\n`],
		[
			'CRLF',
			`${macro}  condition: >\r\n    (a.b = c)\r\n`,
			`${macro}  condition: >\r\n    (a.b = c)\r\n    or (proc.name = backup-agent)\r\n`,
		],
		[
			'flow style',
			`[{macro: ${HOOK}, condition: (a.b = c)}]\n`,
			`[{macro: ${HOOK}, condition: (a.b = c) or (proc.name = backup-agent)}]\n`,
		],
	];
	it.each(styles)('extends %s', (_, before, after) => {
		expect(apply(before)).toBe(after);
	});

	it('leaves a scalar alone that another item shares by an anchor, and appends an item', () => {
		const text = `- macro: ${HOOK}\n  condition: &same (a.b = c)\n- macro: other\n  condition: *same\n`;
		const edited = apply(text);
		expect(edited.startsWith(text)).toBe(true);
		expect(itemsOf(edited)[2]).toEqual({macro: HOOK, condition: 'or (proc.name = backup-agent)', override: {condition: 'append'}});
	});

	it('follows the indentation and the line ends of the file, and its missing final newline', () => {
		const text = '\ufeff# head\r\n  -   macro: a\r\n      condition: b.c = d';
		const edited = apply(text);
		expect(edited).toBe(
			`${text}\r\n\r\n  -   macro: ${HOOK}\r\n      condition: (proc.name = backup-agent)\r\n      override: {condition: replace}\r\n`,
		);
	});

	it('starts a document behind one that is closed or in flow style', () => {
		for (const text of ['- list: a\n  items: []\n...\n', '[{list: a, items: []}]\n']) {
			const edited = apply(text);
			expect(edited.startsWith(`${text}---\n`)).toBe(true);
			expect(itemsOf(edited)).toHaveLength(2);
		}
	});

	it('puts the comment above the item that it extends', () => {
		const text = `- list: a\n  items: []\n${macro}  condition: (a.b = c)\n`;
		expect(apply(text, {comment: 'one\ntwo'})).toContain(`  items: []\n# one\n# two\n${macro}`);
	});

	it('says a comment line once above an item, and beside it what is new', () => {
		const once = apply('', {comment: 'root: noise'});
		const terms: Draft['terms'] = [{field: 'fd.name', operator: '=', values: ['/etc/shadow']}];
		const twice = apply(once, {terms, comment: 'root: noise\nticket 7'});
		expect(twice.match(/^# .*$/gm)?.slice(2)).toEqual(['# root: noise', '# ticket 7']);
		expect(twice).toContain(`# ticket 7\n- macro: ${HOOK}\n`);
	});

	it('lets no comment become YAML or reach a terminal raw', () => {
		const text = apply('', {comment: 'x\r\n- rule: y\n\x1b]0;z\x07\u2028w\u202e'});
		expect(text).toContain('# x\n# - rule: y\n# \\x1b]0;z\\x07\\u2028w\\u202e\n');
		expect(itemsOf(text)).toHaveLength(1);
	});

	it('quotes in YAML what must not stand there raw', () => {
		const values = ['a: b #c', '\x1b[31m', '{x: [y', "it's", 'tab\there', 'é\u202e'];
		for (const value of values) {
			const bytes = Buffer.from(value).toString('latin1');
			const text = apply('', {terms: [{field: 'proc.cmdline', operator: '=', values: [bytes]}]});
			expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f\u202e]/);
			expect(itemsOf(text)).toHaveLength(1);
		}
	});

	it('refuses what it cannot read, with the line', () => {
		const applied = applyDraft('- macro: a\n bad\n', draft(), {info: INFO});
		expect(applied).toMatchObject({ok: false, problems: [{code: 'local-yaml', line: 2}]});
		expect(applyDraft('macro: a\n', draft(), {info: INFO})).toMatchObject({ok: false, problems: [{code: 'local-shape', line: 1}]});
	});

	it('does not build on a condition that is broken', () => {
		const applied = applyDraft(`# cut by YAML\n${macro}  condition: a.b = "x # y"\n`, draft(), {info: INFO});
		expect(applied).toMatchObject({ok: false, problems: [{code: 'condition', line: 2}]});
	});

	it('refuses unknown rules and macros, and names that are taken or no names', () => {
		const code = (parts: Partial<Draft>): unknown => {
			const applied = applyDraft('', draft(parts), {info: INFO});
			return applied.ok ? 'ok' : applied.problems[0].code;
		};
		expect(code({place: {kind: 'hook', macro: 'nope'}})).toBe('unknown-macro');
		expect(code({rule: 'Nope', place: {kind: 'new-macro', macro: 'user_known_nope'}})).toBe('unknown-rule');
		expect(code({place: {kind: 'new-macro', macro: 'shell_binaries'}})).toBe('list-collision');
		expect(code({place: {kind: 'new-macro', macro: 'a b'}})).toBe('macro-name');
	});
});
