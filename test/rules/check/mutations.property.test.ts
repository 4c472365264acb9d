import fc from 'fast-check';
import {expect, test} from 'vitest';
import {reportText} from '../../../src/rules/check/report-text.ts';
import {explainRule} from '../../../src/rules/explain.ts';
import {explainText} from '../../../src/rules/explain-text.ts';
import {formatRules} from '../../../src/rules/format/format-rules.ts';
import {commentsOf} from '../../../src/rules/format/same-meaning.ts';
import {SYSCALL_ONLY} from '../load-text.ts';
import {mutated, SEED} from '../mutated-file.ts';
import {findingsIn} from './findings.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 150);
const CONTROL = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/;

test('whatever a file says, it can be checked and its rule explained, without control bytes', () => {
	fc.assert(
		fc.property(mutated, (text) => {
			const findings = findingsIn([SEED, text]);
			for (const {place} of findings) expect(place.line).toBeGreaterThanOrEqual(0);
			expect(reportText(findings, 2)).not.toMatch(CONTROL);
			const {explanation} = explainRule('r', [{name: 'a.yaml', text}], SYSCALL_ONLY);
			if (!explanation) return;
			const shown = explainText(explanation, {width: 80, isSent: () => true, strong: (part) => part, faint: (part) => part});
			expect(shown).not.toMatch(CONTROL);
		}),
		{numRuns: RUNS},
	);
});

test('whatever a file says, it is formatted once and for all, or left alone', () => {
	let formatted = 0;
	fc.assert(
		fc.property(mutated, (text) => {
			const result = formatRules(text);
			if (!result.ok) return;
			formatted++;
			expect(formatRules(result.text)).toEqual(result);
			expect(commentsOf(result.text)).toEqual(commentsOf(text));
			expect(result.text.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
		}),
		{numRuns: RUNS * 4},
	);
	expect(formatted).toBeGreaterThan(RUNS / 4);
});
