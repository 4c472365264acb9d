/** The name that differs least from `text`, if it is near enough to be meant. */
export function closest(text: string, names: readonly string[]): string | undefined {
	let best: string | undefined;
	let least = Math.max(1, Math.floor(text.length / 3)) + 1;
	for (const name of names) {
		const distance = editDistance(text, name, least);
		if (distance < least) {
			least = distance;
			best = name;
		}
	}
	return best;
}

/** Levenshtein distance, where two letters that changed places count once; `limit` once it cannot be less. */
function editDistance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) >= limit) return limit;
	let beforePrevious: number[] = [];
	let previous = Array.from({length: b.length + 1}, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
			const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? beforePrevious[j - 2] + 1 : limit;
			row.push(Math.min(change, swap, previous[j] + 1, row[j - 1] + 1));
		}
		beforePrevious = previous;
		previous = row;
	}
	return Math.min(previous[b.length], limit);
}
