import {type CheckOptions, checkRules} from '../../../src/rules/check/check-rules.ts';
import type {CheckCode, Finding} from '../../../src/rules/check/finding.ts';
import {SYSCALL_ONLY} from '../load-text.ts';

/** What the check says of texts as files `rules0.yaml`, `rules1.yaml`… */
export const findingsIn = (texts: readonly string[], options: Partial<CheckOptions> = {}): readonly Finding[] =>
	checkRules(
		texts.map((text, i) => ({name: `rules${i}.yaml`, text})),
		{...SYSCALL_ONLY, ...options},
	);

/** The findings of one code. */
export const foundBy = (code: CheckCode, ...texts: string[]): readonly Finding[] =>
	findingsIn(texts).filter((finding) => finding.code === code);

/** A rule of that name and condition. */
export const rule = (name: string, condition: string, more = ''): string =>
	`- rule: ${name}\n  desc: d\n  condition: >\n    ${condition}\n  output: o %evt.num\n  priority: INFO\n${more}`;

export const macro = (name: string, condition: string, more = ''): string => `- macro: ${name}\n  condition: >\n    ${condition}\n${more}`;

/** What stands under the caret of a finding, in its line. */
export function atCaret({snippet}: Pick<Finding, 'snippet'>): string {
	const [line, caret] = snippet.split('\n');
	return line.slice(caret.indexOf('^'));
}
