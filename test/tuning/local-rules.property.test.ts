import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Draft, MacroPlace} from '../../src/tuning/draft.ts';
import {listExceptions, removeException} from '../../src/tuning/exceptions.ts';
import {parseLocalFile} from '../../src/tuning/local-file.ts';
import {applyDraft} from '../../src/tuning/local-rules.ts';
import {anyTerms} from './hostile.ts';
import {anyLocalText} from './local-files.ts';
import {INFO} from './rules-infos.ts';

const HOOKS = new Set(['user_known_in_use', 'user_known_read_sensitive_files_activities']);
const places: {rule: string; place: MacroPlace}[] = [
	{rule: 'Read sensitive file untrusted', place: {kind: 'hook', macro: 'user_known_read_sensitive_files_activities'}},
	{rule: 'Read sensitive file untrusted', place: {kind: 'hook', macro: 'user_known_in_use'}},
	{rule: 'No hook', place: {kind: 'new-macro', macro: 'user_known_no_hook'}},
	{rule: 'Either', place: {kind: 'new-macro', macro: 'user_known_either'}},
];
const anyDraft: fc.Arbitrary<Draft & {readonly place: MacroPlace}> = fc
	.record({target: fc.constantFrom(...places), terms: anyTerms, comment: fc.constantFrom('', 'why', 'a\n- rule: b')})
	.map(({target, terms, comment}) => ({...target, terms, comment}));

/** Whether `text` came to be `longer` by insertions alone. */
function isSubsequence(text: string, longer: string): boolean {
	let at = 0;
	for (const char of longer) if (text.startsWith(char, at)) at += char.length;
	return at === text.length;
}

/** Whether each line is still there in its order, whole or with one insertion. */
function linesKept(text: string, edited: string): boolean {
	const lines = edited.split('\n');
	let at = 0;
	for (const line of text.split('\n')) {
		while (at < lines.length && !isInsertedInto(line, lines[at])) at++;
		if (at++ === lines.length) return false;
	}
	return true;
}

function isInsertedInto(line: string, longer: string): boolean {
	let prefix = 0;
	while (prefix < line.length && line[prefix] === longer[prefix]) prefix++;
	return longer.length >= line.length && longer.endsWith(line.slice(prefix));
}

function itemTexts(text: string): string[] {
	const parsed = parseLocalFile(text);
	if (!parsed.ok) throw new Error(parsed.problem.message);
	return parsed.file.items.map((item) => JSON.stringify(item.value, (_, value) => (typeof value === 'string' ? value.trimEnd() : value)));
}

describe('an edit of the local rules', () => {
	it('only inserts, keeps every other item, and reads back as the terms of the draft', () => {
		fc.assert(
			fc.property(anyLocalText, anyDraft, (text, draft) => {
				const before = itemTexts(text);
				const applied = applyDraft(text, draft, {info: INFO});
				if (!applied.ok) {
					expect(applied.problems.map(({code}) => code).filter((code) => code !== 'tautology' && code !== 'value-not-expressible')).toEqual(
						[],
					);
					return;
				}
				expect(isSubsequence(text, applied.text)).toBe(true);
				expect(linesKept(text.replace(/^\ufeff/, ''), applied.text.replace(/^\ufeff/, ''))).toBe(true);
				const after = itemTexts(applied.text);
				expect(before.filter((item, index) => item !== after[index]).length).toBeLessThanOrEqual(2);
				const listed = listExceptions(applied.text, HOOKS);
				if (!listed.ok) throw new Error(listed.problem.message);
				expect(
					listed.exceptions.some((one) => one.name === draft.place.macro && JSON.stringify(one.terms) === JSON.stringify(draft.terms)),
				).toBe(true);
			}),
			{numRuns: 400},
		);
	});

	it('is undone by removing the exception, up to comments, blank lines and a final newline', () => {
		fc.assert(
			fc.property(anyLocalText, anyDraft, (text, {comment: _, ...draft}) => {
				if (draft.rule === 'Either') return;
				const applied = applyDraft(text, {...draft, comment: ''}, {info: INFO});
				if (!applied.ok || applied.text === text) return;
				const listed = listExceptions(applied.text, HOOKS);
				if (!listed.ok) throw new Error(listed.problem.message);
				const mine = listed.exceptions.findLast(
					(one) => one.name === draft.place.macro && JSON.stringify(one.terms) === JSON.stringify(draft.terms),
				);
				const removed = removeException(applied.text, mine!);
				if (!removed.ok) throw new Error(JSON.stringify([text, applied.text, mine, removed.problem]));
				const left = itemTexts(removed.text).join('\n');
				// A rule override of the user that was extended keeps naming the macro, which stays as a placeholder.
				if (!left.includes('evt.num = 0')) expect(left).toBe(itemTexts(text).join('\n'));
			}),
			{numRuns: 250},
		);
	});

	const shared = join(import.meta.dirname, '../../../shared/rules');
	it.skipIf(!existsSync(shared))(
		'keeps every byte of the stock files',
		() => {
			for (const name of readdirSync(shared)) {
				const text = readFileSync(join(shared, name), 'utf8');
				const macros = [...text.matchAll(/^- macro: (user_\w+)$/gm)].map((match) => match[1]);
				expect(macros.length).toBeGreaterThan(3);
				const terms = [{field: 'proc.cmdline', operator: '=' as const, values: ['x # "y": \'z\' \\']}];
				for (const macro of macros.slice(0, 2)) {
					const applied = applyDraft(text, {rule: 'any', terms, place: {kind: 'hook', macro}, comment: 'why'}, {info: INFO});
					if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
					expect(isSubsequence(text, applied.text)).toBe(true);
					const inserted = applied.text.length - text.length;
					expect(inserted).toBeLessThan(250);
				}
			}
		},
		60_000,
	);
});
