import fc from 'fast-check';
import {expect, test} from 'vitest';
import {arrayKeys, ListControl} from '../../../src/ui/widgets/list-control.ts';

const keysOf = (rows: readonly number[]) => arrayKeys(rows, String);

test('a row is found wherever it is, from wherever it is looked for', () => {
	const rows = fc.uniqueArray(fc.nat(60), {maxLength: 40});
	fc.assert(
		fc.property(rows, fc.nat(60), fc.integer({min: -5, max: 60}), (numbers, wanted, near) => {
			expect(keysOf(numbers).indexOf(String(wanted), near)).toBe(numbers.indexOf(wanted));
		}),
	);
});

test('a row is looked for around the place where it was', () => {
	const asked: number[] = [];
	const rows = Array.from({length: 100_000}, (_, at) => at);
	const keys = arrayKeys(rows, (row) => {
		asked.push(row);
		return String(row);
	});
	expect(keys.indexOf('50003', 50_000)).toBe(50_003);
	expect(asked.length).toBeLessThan(10);
});

test('the selection stays with its row, and the row on its line, while others come above it', () => {
	const list = new ListControl();
	list.resize(5);
	list.setRows(keysOf([9, 8, 7, 6, 5, 4, 3, 2, 1]));
	list.moveTo(3);
	expect(list.index - list.offset).toBe(3);
	list.setRows(keysOf([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]));
	expect(list.selectedKey).toBe('6');
	expect(list.index - list.offset).toBe(3);
});
