/** A change of a text: at `at`, `remove` units give way to `insert`. Everything else stays byte for byte. */
export interface Splice {
	readonly at: number;
	readonly remove: number;
	readonly insert: string;
}

/** Applies splices that do not overlap; offsets are of the original text. Of two at one place the first stands first. */
export function applySplices(text: string, splices: readonly Splice[]): string {
	const ordered = splices.map((splice, index) => ({...splice, index})).sort((a, b) => a.at - b.at || a.index - b.index);
	let result = '';
	let from = 0;
	for (const {at, remove, insert} of ordered) {
		result += text.slice(from, at) + insert;
		from = at + remove;
	}
	return result + text.slice(from);
}
