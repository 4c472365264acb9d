import type {Draft} from '../../tuning/draft.ts';
import {type Preview, type PreviewOptions, previewInSteps} from '../../tuning/preview.ts';
import {KeptWork} from './kept-work.ts';
import type {Store} from './store.ts';

/** What is asked of the kept alerts. */
export interface PreviewQuestion extends PreviewOptions {
	readonly draft: Pick<Draft, 'rule' | 'terms'>;
}

const COUNT_EVERY_MS = 1000;
/** Counting takes at most this share of the time. */
const COUNT_SHARE = 1 / 20;

/** A preview that follows the kept alerts. */
export function createKeptPreview(store: Store, question: () => PreviewQuestion, changed: () => void): KeptWork<Preview> {
	const steps = () => {
		const {draft, ...options} = question();
		return previewInSteps(draft, store.history, options);
	};
	return new KeptWork({store, steps, changed, everyMs: COUNT_EVERY_MS, share: COUNT_SHARE});
}
