/** The candidates that are probably meant by a misspelt word, best first. */
export function nearest(word: string, candidates: Iterable<string>, limit = 3): string[] {
	const wanted = word.toLowerCase();
	const allowed = Math.max(1, Math.floor(word.length / 3));
	const found: {candidate: string; distance: number}[] = [];
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - word.length) > allowed) continue;
		const distance = editDistance(wanted, candidate.toLowerCase(), allowed);
		if (distance <= allowed) found.push({candidate, distance});
	}
	return found
		.sort((a, b) => a.distance - b.distance)
		.slice(0, limit)
		.map(({candidate}) => candidate);
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other; `limit + 1` when more. */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
	let before: number[] = [];
	let previous = Array.from({length: b.length + 1}, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const cost = a[i - 1] === b[j - 1] ? 0 : 1;
			let best = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2] + 1);
			row.push(best);
		}
		if (Math.min(...row) > limit) return limit + 1;
		before = previous;
		previous = row;
	}
	return previous[b.length];
}
