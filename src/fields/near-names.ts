/** The names nearest to a mistyped one, best first: at most `limit`, none that is more than a third off. */
export function nearNames(wrong: string, names: Iterable<string>, limit = 3): string[] {
	const most = Math.max(1, Math.floor(wrong.length / 3));
	const near: {name: string; distance: number}[] = [];
	for (const name of names) {
		if (Math.abs(name.length - wrong.length) > most) continue;
		const distance = editDistance(wrong, name, most);
		if (distance <= most) near.push({name, distance});
	}
	near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
	return near.slice(0, limit).map(({name}) => name);
}

/** Insertions, deletions, replacements and swaps of neighbours between two words; gives up above `most`. */
export function editDistance(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
	let before: number[] = [];
	let row = Array.from({length: b.length + 1}, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
			next[j] = Math.min(replaced, row[j] + 1, next[j - 1] + 1);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
		}
		if (Math.min(...next) > most) return most + 1;
		before = row;
		row = next;
	}
	return row[b.length];
}
