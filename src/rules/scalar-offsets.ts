/**
 * Where the characters of a YAML scalar's value stand in its file. Folding, indentation and escapes make value and source differ,
 * so both are walked together: equal characters meet, a run of blanks in the source stands for the blank or line break it was folded to.
 * Used for messages only; where the walk loses its way it stays at the last spot it was sure of.
 */
export function scalarOffsets(text: string, start: number, end: number, value: string): Int32Array {
	const offsets = new Int32Array(value.length + 1);
	let at = contentStart(text, start, end);
	const quote = text[start] === '"' || text[start] === "'" ? text[start] : '';
	for (let i = 0; i < value.length; i++) {
		at = alignOne(text, at, end, value[i], quote);
		offsets[i] = Math.min(at, end);
		at += sourceLength(text, at, value[i], quote);
	}
	offsets[value.length] = Math.min(at, end);
	return offsets;
}

const isBlank = (c: string | undefined) => c === ' ' || c === '\n' || c === '\t' || c === '\r';

/** Past the opening quote, or past the header of a block scalar. */
function contentStart(text: string, start: number, end: number): number {
	const first = text[start];
	if (first === '"' || first === "'") return start + 1;
	if (first !== '|' && first !== '>') return start;
	const line = text.indexOf('\n', start);
	return line === -1 ? end : line + 1;
}

/** Skips what folding removed, so that `at` stands on the source of `wanted`. */
function alignOne(text: string, at: number, end: number, wanted: string, quote: string): number {
	if (text[at] === wanted && !isBlank(wanted)) return at;
	if (isBlank(wanted)) return at;
	let next = at;
	while (next < end && (isBlank(text[next]) || (quote === '"' && text[next] === '\\' && isBlank(text[next + 1])))) next++;
	if (text[next] === wanted || (quote === '"' && text[next] === '\\') || (quote === "'" && text[next] === "'")) return next;
	return at;
}

const HEX_ESCAPES: Readonly<Record<string, number>> = {x: 4, u: 6, U: 10};

/** How many source characters the value's character took. */
function sourceLength(text: string, at: number, value: string, quote: string): number {
	if (quote === '"' && text[at] === '\\') return HEX_ESCAPES[text[at + 1]] ?? 2;
	if (quote === "'" && text[at] === "'" && text[at + 1] === "'") return 2;
	if (text[at] === value) return 1;
	return isBlank(value) && isBlank(text[at]) ? 1 : 0;
}
