import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {DraftPlace} from '../../src/tuning/draft.ts';
import {listExceptions, removeException} from '../../src/tuning/exceptions.ts';
import {parseLocalFile} from '../../src/tuning/local-file.ts';
import {applyDraft} from '../../src/tuning/local-rules.ts';
import {applyRuleChange, type RuleChange} from '../../src/tuning/rule-changes.ts';
import {anyTerms, HOSTILE} from './hostile.ts';
import {anyLocalText} from './local-files.ts';
import {INFO} from './rules-infos.ts';

const MACRO: DraftPlace = {kind: 'new-macro', macro: 'user_known_other'};
const ENTRY: DraftPlace = {kind: 'exception', exception: 'known'};
const WITH_OTHER = {...INFO, rules: new Map([...INFO.rules, ['Other', INFO.rules.get('No hook')!]])};
const REFUSED = ['tautology', 'value-not-expressible'];
const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({unit: 'grapheme'})).map((text) => text.replaceAll('\0', ''));
const anyChange: fc.Arbitrary<RuleChange> = fc.oneof(
	fc.boolean().map((enabled) => ({kind: 'enabled' as const, rule: 'No hook', enabled})),
	hostile.map((output) => ({kind: 'append-output' as const, rule: 'No hook', output})),
	fc.array(hostile, {minLength: 1, maxLength: 3}).map((add) => ({kind: 'list' as const, list: 'sensitive', add, remove: []})),
);

function items(text: string): readonly unknown[] {
	const parsed = parseLocalFile(text);
	if (!parsed.ok) throw new Error(parsed.problem.message);
	return parsed.file.items.map((item) => JSON.stringify(item.value, (_, value) => (typeof value === 'string' ? value.trimEnd() : value)));
}

describe('an item that is added', () => {
	it('stands behind every byte of the file, for an exceptions entry', () => {
		let added = 0;
		fc.assert(
			fc.property(anyLocalText, anyTerms, fc.constantFrom('', 'why', 'a\n- rule: b'), (text, terms, comment) => {
				const draft = {rule: 'No hook', terms, place: {kind: 'exception' as const, exception: 'known'}, comment};
				const applied = applyDraft(text, draft, {info: INFO});
				if (!applied.ok) {
					expect(REFUSED).toContain(applied.problems[0].code);
					return;
				}
				added++;
				expect(applied.text.startsWith(text)).toBe(true);
				expect(items(applied.text).slice(0, -1)).toEqual(items(text));
			}),
			{numRuns: 200},
		);
		expect(added).toBeGreaterThan(100);
	});

	it('goes with every byte it brought, where the file ends with a line end', () => {
		let removed = 0;
		fc.assert(
			fc.property(anyLocalText, anyTerms, fc.constantFrom<DraftPlace>(MACRO, ENTRY), (text, terms, place) => {
				if (!text.endsWith('\n') || /(^|\n)[ \t]*\r?\n$/.test(text)) return;
				const parsed = parseLocalFile(text);
				const applied = applyDraft(text, {rule: 'Other', terms, place, comment: 'why'}, {info: WITH_OTHER});
				if (!parsed.ok || !parsed.file.openEnd || !applied.ok) return;
				const listed = listExceptions(applied.text, new Set(), 'all');
				if (!listed.ok) throw new Error(listed.problem.message);
				const mine = listed.exceptions.findLast(({name}) => name === 'user_known_other' || name === 'known')!;
				expect(removeException(applied.text, mine)).toEqual({ok: true, text});
				removed++;
			}),
			{numRuns: 200},
		);
		expect(removed).toBeGreaterThan(20);
	});

	it('changes rules and lists and no other item', () => {
		fc.assert(
			fc.property(anyLocalText, anyChange, (text, change) => {
				const applied = applyRuleChange(text, change, {info: INFO, comment: 'why'});
				if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
				const [before, after] = [items(text), items(applied.text)];
				expect(after.length - before.length).toBeLessThanOrEqual(1);
				expect(before.filter((item, index) => item !== after[index]).length).toBeLessThanOrEqual(after.length === before.length ? 1 : 0);
			}),
			{numRuns: 200},
		);
	});
});
