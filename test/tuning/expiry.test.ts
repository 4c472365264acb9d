import {describe, expect, it} from 'vitest';
import type {Draft} from '../../src/tuning/draft.ts';
import {listExceptions} from '../../src/tuning/exceptions.ts';
import {
	type Expiry,
	expiredExceptions,
	expiringExceptions,
	expiryComment,
	expiryLines,
	nextExpiryMs,
	withoutExpired,
	withoutTrials,
} from '../../src/tuning/expiry.ts';
import {applyDraft} from '../../src/tuning/local-rules.ts';
import {INFO} from './rules-infos.ts';

const NOON = Date.parse('2026-11-22T12:00:00Z');
const HOUR = 3_600_000;
const MACRO = 'user_known_read_sensitive_files_activities';

function add(text: string, program: string, expiry?: Expiry): string {
	const condition = `proc.name = ${program}`;
	const comment = expiry ? `why\n${expiryComment({macro: MACRO, condition}, expiry)}` : 'why';
	const draft: Draft = {
		rule: 'Read sensitive file untrusted',
		terms: [{field: 'proc.name', operator: '=', values: [program]}],
		place: {kind: 'hook', macro: MACRO},
		comment,
	};
	const applied = applyDraft(text, draft, {info: INFO});
	if (!applied.ok) throw new Error(applied.problems[0].message);
	return applied.text;
}

const conditions = (text: string): string[] => {
	const listed = listExceptions(text);
	return listed.ok ? listed.exceptions.map(({condition}) => condition) : [];
};

describe('an exception with an end', () => {
	const two = {kind: 'at', atMs: NOON + 2 * HOUR} as const;
	const mixed = add(add(add('# mine\n', 'keeps'), 'a', two), 'b', {kind: 'restart'});

	it('is in force until then, and leaves the others and every other line alone', () => {
		expect(withoutExpired(mixed, NOON + 2 * HOUR - 1)).toBe(mixed);
		expect(expiredExceptions(mixed, NOON + 2 * HOUR).map(({condition}) => condition)).toEqual(['proc.name = a']);
		const after = withoutExpired(mixed, NOON + 2 * HOUR);
		expect(conditions(after)).toEqual(['proc.name = keeps', 'proc.name = b']);
		expect(after).not.toContain('until 2026');
		expect(after).toContain('# mine');
	});

	it('ends in lists, in exceptions entries and in macros of its own, too', () => {
		const rule = 'Read sensitive file untrusted';
		const changes = [
			'- list: known\n  items: [a, "b c"]\n  override: {items: append}\n',
			`- rule: ${rule}\n  exceptions:\n    - {name: x, fields: [proc.name], values: [[a], [b]]}\n  override: {exceptions: append}\n`,
			`- macro: mine\n  condition: (proc.name = a)\n\n- rule: ${rule}\n  condition: and not mine\n  override: {condition: append}\n`,
		];
		for (const change of changes) {
			const before = '# mine\n\n- list: other\n  items: [a]\n';
			const lines = expiryLines(before, `${before}\n${change}`, two);
			expect(lines).toHaveLength(change.includes('macro') ? 1 : 2);
			const text = `${before}\n# why\n${lines.map((line) => `# ${line}\n`).join('')}${change}`;
			expect(withoutExpired(text, two.atMs - 1)).toBe(text);
			expect(withoutExpired(text, two.atMs).trimEnd()).toBe(before.trimEnd());
			expect(expiryLines(text, text, two)).toEqual([]);
		}
	});

	it('takes its macro along when it was the only one', () => {
		expect(withoutExpired(add('# mine\n', 'a', two), NOON + 3 * HOUR).trim()).toBe('# mine');
	});

	it('is not saved when it holds until a restart', () => {
		expect(conditions(withoutTrials(mixed))).toEqual(['proc.name = keeps', 'proc.name = a']);
		expect(expiringExceptions(mixed).map(({expiry}) => expiry.kind)).toEqual(['at', 'restart']);
	});

	it('says when the next one ends', () => {
		expect(nextExpiryMs(mixed, NOON)).toBe(NOON + 2 * HOUR);
		expect(nextExpiryMs(mixed, NOON + 2 * HOUR)).toBeUndefined();
	});

	it('has no end by a text that stands in a value, or in a file that is not understood', () => {
		const line = `# ${expiryComment({macro: 'm', condition: 'proc.name = a'}, two)}`;
		const text = `- macro: m\n  condition: |\n    proc.name = a or proc.name = "\n    ${line}\n    "\n- rule: r\n  condition: and not m\n  override: {condition: append}\n`;
		expect(expiringExceptions(text)).toEqual([]);
		expect(withoutExpired(`- macro: [\n${line}\n`, NOON + 9 * HOUR)).toBe(`- macro: [\n${line}\n`);
	});

	it('ends in files with other line ends and a byte order mark, byte for byte', () => {
		const crlf = `\ufeff${mixed.replace(/\n/g, '\r\n')}`;
		const after = withoutExpired(crlf, NOON + 3 * HOUR);
		expect(after).toBe(`\ufeff${withoutExpired(mixed, NOON + 3 * HOUR).replace(/\n/g, '\r\n')}`);
	});
});
