import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {FdTable} from '../../src/system/descriptor-table.ts';
import {Fd} from '../../src/system/fd-table.ts';
import {copyFds} from '../../src/system/fds.ts';

interface Round {
	readonly steps: readonly ['put' | 'erase', number][];
	readonly order: readonly number[];
}

const numbersOf = (table: FdTable): number[] => [...table.values()].map(({fd}) => fd);

test('a walk takes the order of libstdc++', () => {
	const rounds: readonly Round[] = JSON.parse(readFileSync(new URL('fixtures/libstdcxx-order.json', import.meta.url), 'utf8'));
	const table = new FdTable();
	for (const {steps, order} of rounds) {
		for (const [step, number] of steps) {
			if (step === 'put') table.put(new Fd(number, 'file'));
			else table.delete(number);
		}
		expect(numbersOf(table)).toEqual(order);
	}
});

test('it holds what a map would hold', () => {
	const number = fc.oneof(fc.integer({min: 0, max: 40}), fc.integer({min: -3, max: -1}), fc.maxSafeInteger());
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.boolean(), number)), (steps) => {
			const table = new FdTable();
			const map = new Map<number, Fd>();
			for (const [isPut, at] of steps) {
				const fd = new Fd(at, 'file');
				if (isPut) table.put(fd);
				if (isPut) map.set(at, fd);
				else expect(table.delete(at)).toBe(map.delete(at));
				expect(table.size).toBe(map.size);
			}
			for (const [, at] of steps) expect(table.get(at)).toBe(map.get(at));
			expect(new Set(table.values())).toEqual(new Set(map.values()));
		}),
	);
});

test('who walks may delete what it was given', () => {
	const table = new FdTable();
	for (let number = 0; number < 100; number++) table.put(new Fd(number, 'file'));
	for (const {fd} of table.values()) if (fd % 3 === 0) table.delete(fd);
	expect(numbersOf(table).sort((a, b) => a - b)).toEqual(Array.from({length: 100}, (_, i) => i).filter((number) => number % 3 !== 0));
});

test('a copy holds copies', () => {
	const table = new FdTable();
	for (const number of [3, 1, 16]) table.put(new Fd(number, 'file'));
	const copy = copyFds(table);
	expect(numbersOf(copy).sort((a, b) => a - b)).toEqual([1, 3, 16]);
	expect(copy.get(3)).not.toBe(table.get(3));
	copy.delete(3);
	expect(table.has(3)).toBe(true);
});
