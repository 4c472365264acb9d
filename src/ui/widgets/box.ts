/** Room for a painter, in cells. */
export interface Box {
	readonly width: number;
	readonly height: number;
}

/** Exactly `height` lines: cut, or filled with blank ones. */
export function fillLines(lines: readonly string[], height: number): string[] {
	const filled = lines.slice(0, height);
	while (filled.length < height) filled.push('');
	return filled;
}
