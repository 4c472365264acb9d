const BARS = '▁▂▃▄▅▆▇█';

/** The last `cells` values as bars, the newest at the right; the scale is the highest of them. */
export function sparkline(values: readonly number[], cells: number): string {
	const shown = values.slice(-cells);
	const top = Math.max(...shown, 0);
	const bars = shown.map((value) => BARS[top === 0 ? 0 : Math.min(7, Math.ceil((value / top) * 7))]).join('');
	return bars.padStart(cells, BARS[0]);
}
