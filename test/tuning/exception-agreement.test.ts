import fc from 'fast-check';
import {expect, it} from 'vitest';
import type {Draft, DraftPlace, Term} from '../../src/tuning/draft.ts';
import {listExceptions, removeException} from '../../src/tuning/exceptions.ts';
import {applyDraft} from '../../src/tuning/local-rules.ts';
import {rulesInfoOf} from '../../src/tuning/rules-info.ts';
import {loadTexts} from '../rules/load-text.ts';
import {expressible} from './hostile.ts';

const SHIPPED = `
- list: known_readers
  items: [sshd, su]
- macro: never_true
  condition: (evt.num=0)
- macro: user_known_reads
  condition: (never_true)
- rule: reads
  desc: d
  condition: evt.type = openat and fd.name startswith /etc and not proc.name in (known_readers) and not user_known_reads
  output: o
  priority: INFO
  exceptions:
    - name: by_parent
      fields: [proc.pname, proc.name]
      comps: [=, in]
`;

const term = (field: string, ...values: string[]): Term => ({field, operator: values.length > 1 ? 'in' : '=', values});

/** A draft in each kind of place. */
const anyDraft: fc.Arbitrary<Draft> = fc
	.tuple(expressible, expressible, fc.constantFrom<DraftPlace['kind'][]>('hook', 'new-macro', 'list', 'exception'), fc.boolean())
	.map(([a, b, kind, isNew]) => {
		const draft = (place: DraftPlace, ...terms: Term[]): Draft => ({rule: 'reads', terms, place, comment: 'why'});
		if (kind === 'hook') return draft({kind, macro: 'user_known_reads'}, term('proc.name', a), term('fd.name', b));
		if (kind === 'new-macro') return draft({kind, macro: 'user_mine'}, term('proc.name', a, b));
		if (kind === 'list') return draft({kind, list: 'known_readers'}, term('proc.name', a));
		return isNew
			? draft({kind, exception: 'fresh'}, term('proc.name', a), term('fd.name', b))
			: draft({kind, exception: 'by_parent'}, term('proc.pname', a), term('proc.name', b));
	});

it('what loading the rules calls an exception is what the text lists, and gone once it was removed', () => {
	fc.assert(
		fc.property(fc.array(anyDraft, {minLength: 1, maxLength: 4}), (drafts) => {
			let text = '# ours\n';
			let info = rulesInfoOf(loadTexts([SHIPPED, text]).ruleset);
			for (const draft of drafts) {
				const applied = applyDraft(text, draft, {info});
				if (!applied.ok) continue;
				text = applied.text;
				info = rulesInfoOf(loadTexts([SHIPPED, text]).ruleset);
			}
			for (let left = 20; ; left--) {
				const loaded = loadTexts([SHIPPED, text], {localFiles: ['rules1.yaml']}).local?.exceptions ?? [];
				const listed = listExceptions(text, new Set(), new Map(loaded.map((one) => [one.key, one])));
				if (!listed.ok) throw new Error(listed.problem.message);
				expect(new Set(listed.exceptions.map(({key}) => key)), text).toEqual(new Set(loaded.map(({key}) => key)));
				const [first] = listed.exceptions;
				if (first === undefined) return;
				const removed = removeException(text, first);
				if (!removed.ok) throw new Error(`${JSON.stringify(removed.problem)}\n${text}`);
				expect(left).toBeGreaterThan(0);
				text = removed.text;
			}
		}),
		{numRuns: 60},
	);
});
