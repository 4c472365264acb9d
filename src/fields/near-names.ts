/** The names nearest to a mistyped one, best first: at most `limit`, none that is more than a third off. */
export function nearNames(wrong: string, names: Iterable<string>, limit = 3): string[] {
	const most = Math.max(1, Math.floor(wrong.length / 3));
	const letters = lettersOf(wrong);
	const near: {name: string; distance: number}[] = [];
	for (const name of names) {
		if (Math.abs(name.length - wrong.length) > most || differ(letters, lettersOf(name)) > most) continue;
		const distance = editDistance(wrong, name, most);
		if (distance <= most) near.push({name, distance});
	}
	near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
	return near.slice(0, limit).map(({name}) => name);
}

/** Which characters a word holds, a bit for each of 32 kinds. */
function lettersOf(word: string): number {
	let letters = 0;
	for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
	return letters;
}

/** The fewest edits that bring one set of characters to the other: each takes one away, or brings one, or both. */
const differ = (a: number, b: number): number => Math.max(bitsOf(a & ~b), bitsOf(b & ~a));

function bitsOf(set: number): number {
	let count = 0;
	for (let rest = set; rest !== 0; rest &= rest - 1) count++;
	return count;
}

/** Insertions, deletions, replacements and swaps of neighbours between two words; gives up above `most`. */
export function editDistance(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
	const width = b.length + 1;
	let before = new Array<number>(width).fill(0);
	let row = Array.from({length: width}, (_, j) => j);
	let next = new Array<number>(width).fill(0);
	for (let i = 1; i <= a.length; i++) {
		const letter = a.charCodeAt(i - 1);
		let least = i;
		next[0] = i;
		for (let j = 1; j < width; j++) {
			let steps = row[j - 1] + (letter === b.charCodeAt(j - 1) ? 0 : 1);
			if (row[j] + 1 < steps) steps = row[j] + 1;
			if (next[j - 1] + 1 < steps) steps = next[j - 1] + 1;
			const isSwapped = i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
			if (isSwapped && before[j - 2] + 1 < steps) steps = before[j - 2] + 1;
			next[j] = steps;
			if (steps < least) least = steps;
		}
		if (least > most) return most + 1;
		[before, row, next] = [row, next, before];
	}
	return row[b.length];
}
