const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A share of 0..1 as a bar of at most `cells` cells, in eighths of a cell. */
export function shareBar(share: number, cells: number): string {
	const eighths = Math.max(share > 0 ? 1 : 0, Math.round(Math.min(1, share) * cells * 8));
	return '█'.repeat(eighths >> 3) + EIGHTHS[eighths & 7];
}
