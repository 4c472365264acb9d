import {compileViewFilter, type ViewFilter} from './view-filter.ts';

/** What a list of alerts lets through: a condition that somebody typed, or everything. */
export class AlertFilter {
	present: Extract<ViewFilter, {ok: true}> | undefined;

	/** Another condition, '' for none; false where it is none, and the one before stays. */
	set(text: string): boolean {
		const filter = text.trim() === '' ? undefined : compileViewFilter(text);
		if (filter?.ok === false) return false;
		this.present = filter;
		return true;
	}
}
