import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {columnPlaces, LAWS} from './laws.ts';
import {busyStage, growNumbers} from './machine.ts';
import {lookName, type Shot, shoot, shootAll, shotName} from './shot.ts';
import type {StageOptions} from './stage.ts';

process.env.TZ = 'UTC';

/** Each size in both themes, each depth in both themes, the smallest and the largest screen: a way is gone once for all looks of a size. */
const sizes: readonly StageOptions[] = [
	{columns: 80, rows: 24, themeName: 'dark', depth: 24, others: [{themeName: 'light', depth: 4}]},
	{columns: 120, rows: 40, themeName: 'dark', depth: 4, others: [{themeName: 'light', depth: 8}]},
	{columns: 200, rows: 50, themeName: 'dark', depth: 8, others: [{themeName: 'light', depth: 0}]},
	{columns: 60, rows: 12, themeName: 'mono', depth: 24},
	{columns: 300, rows: 100, themeName: 'colour-blind', depth: 24},
];

const looksOf = (options: StageOptions): string => [options, ...(options.others ?? [])].map((look) => lookName(look)).join(' and ');

describe.each(sizes.map((options) => [`${options.columns}×${options.rows}`, looksOf(options), options] as const))(
	'on %s in %s',
	(_size, _looks, options) => {
		let shots: readonly Shot[] = [];
		beforeAll(async () => {
			shots = await shootAll(options);
		});
		afterAll(() => {
			shots = [];
		});

		test.each(Object.entries(LAWS))('%s', (_law, law) => {
			expect(shots.length).toBeGreaterThan(40 * (1 + (options.others?.length ?? 0)));
			expect(shots.flatMap((shot) => law(shot).map((wrong) => `${shotName(shot)}: ${wrong}`))).toEqual([]);
		});
	},
);

test.each([
	['alerts', '1'],
	['noise', '2'],
	['containers', '3'],
	['processes', '4'],
	['rules', '5'],
])('no column of the %s moves while the numbers grow', async (_name, key) => {
	const stage = busyStage({columns: 120, rows: 40});
	try {
		await stage.go([key], '▸');
		const [before] = await shoot(stage, key, 'table');
		growNumbers(stage);
		const selected = before.grid.lines.find((line) => line.startsWith('▸'))!;
		await stage.until((text) => !text.includes(selected));
		const [after] = await shoot(stage, key, 'table');
		expect(columnPlaces(after)).toBe(columnPlaces(before));
		expect(LAWS['columns stand under their headings, numbers right-aligned'](after)).toEqual([]);
	} finally {
		stage.close();
	}
});
