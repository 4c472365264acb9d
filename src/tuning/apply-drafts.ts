import type {Draft} from './draft.ts';
import {type AppliedDraft, type ApplyOptions, applyDraft} from './local-rules.ts';
import type {TuningWarning} from './problem.ts';

/** One exception in the places of several rules: each draft on the text that the one before led to, or none of them. */
export function applyDrafts(text: string, drafts: readonly Draft[], options: ApplyOptions): AppliedDraft {
	let present = text;
	const summaries: string[] = [];
	const warnings: TuningWarning[] = [];
	for (const draft of drafts) {
		const applied = applyDraft(present, draft, options);
		if (!applied.ok) return applied;
		// A place that two rules share holds the exception already.
		if (applied.text !== present) summaries.push(applied.summary);
		present = applied.text;
		warnings.push(...applied.warnings);
	}
	const [first = 'this exception is already in the file'] = summaries;
	return {ok: true, text: present, summary: summaries.length < 2 ? first : `${first} (and ${summaries.length - 1} more places)`, warnings};
}

/** The drafts with other words above them; the lines that give an exception its end stay. */
export function withComment(drafts: readonly Draft[], comment: string): readonly Draft[] {
	return drafts.map((draft) => {
		const ends = draft.comment.split('\n').filter((line) => line.startsWith('falconer: until '));
		return {...draft, comment: [comment, ...ends].join('\n')};
	});
}
