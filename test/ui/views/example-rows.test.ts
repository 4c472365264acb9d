import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cellWidth} from '../../../src/ui/terminal/width.ts';
import {exampleRows} from '../../../src/ui/views/example-rows.ts';
import {makeAlert} from '../fixtures/feed.ts';

const five = (length: number) => Array.from({length: 5}, (_, at) => makeAlert({proc: `p${at}`, file: `/${'x'.repeat(length)}`}));

test('examples stand whole in as few rows as they need', () => {
	const texts = five(10).map((_, at) => `p${at} → /xxxxxxxxxx`);
	expect(exampleRows(five(10), 200, 3)).toEqual([texts.join('   ')]);
	expect(exampleRows(five(10), 60, 3)).toEqual([texts.slice(0, 3).join('   '), texts.slice(3).join('   ')]);
});

test('long ones are cut, each with its own sign, and none is broken between two rows', () => {
	const rows = exampleRows(five(200), 61, 5);
	expect(rows.map((row) => row.slice(0, 6))).toEqual(['p0 → /', 'p1 → /', 'p2 → /', 'p3 → /', 'p4 → /']);
	for (const row of rows) expect(row).toMatch(/x…$/);
	expect(exampleRows(five(200), 150, 1)[0].match(/p\d → \/x+…/g)).toHaveLength(5);
});

test('what has no room is counted', () => {
	expect(exampleRows(five(200), 61, 1)).toEqual([expect.stringMatching(/^p0 → \/x+… {3}p1 → \/x+… {3}… 3 more$/)]);
	expect(exampleRows([], 61, 1)).toEqual(['nothing that was kept']);
});

test('no row is wider than its room, none is too many, all alerts are accounted for', () => {
	// Blanks would be taken for the gap between two.
	const text = fc.string({unit: 'grapheme', maxLength: 40}).map((made) => made.replaceAll(/\s/g, '_'));
	const alert = fc.record({proc: text, file: text});
	const room = fc.record({cells: fc.integer({min: 24, max: 200}), most: fc.integer({min: 1, max: 5})});
	fc.assert(
		fc.property(fc.array(alert, {minLength: 1, maxLength: 5}), room, (seeds, {cells, most}) => {
			const rows = exampleRows(
				seeds.map(({proc, file}) => makeAlert({proc: `p${proc}`, file: `/${file}`})),
				cells,
				most,
			);
			expect(rows.length).toBeLessThanOrEqual(most);
			for (const row of rows) expect(cellWidth(row)).toBeLessThanOrEqual(cells);
			const left = Number(/… (\d) more$/.exec(rows.at(-1)!)?.[1] ?? 0);
			const shown = rows
				.join('   ')
				.split('   ')
				.filter((text) => !/^… \d more$/.test(text)).length;
			expect(shown + left).toBe(seeds.length);
		}),
		{numRuns: 30},
	);
});
