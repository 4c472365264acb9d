import {expect, test} from 'vitest';
import {RowOrder} from '../../../src/ui/views/order.ts';
import type {Column} from '../../../src/ui/widgets/columns.ts';

interface Row {
	readonly id: string;
	readonly rule: string;
	readonly count: number;
}

const COLUMNS: readonly Column<Row>[] = [
	{id: 'count', title: 'COUNT', width: 5, text: ({count}) => String(count), sort: ({count}) => count},
	{id: 'rule', title: 'RULE', width: 5, text: ({rule}) => rule, sort: ({rule}) => rule},
];

const ROWS: readonly Row[] = [
	{id: 'a', rule: 'PTRACE', count: 1},
	{id: 'b', rule: 'Packet', count: 1},
	{id: 'c', rule: 'Packet', count: 9},
	{id: 'd', rule: 'PTRACE', count: 5},
];

function idsBy(order: RowOrder<Row>): string {
	return order
		.apply([...ROWS], 10_000)
		.map(({id}) => id)
		.join('');
}

test('rows that are alike in a column stand by the one the table came with, whichever way it is turned', () => {
	const order = new RowOrder(COLUMNS, ({id}) => id, 'count');
	order.choose('rule');
	expect(idsBy(order)).toBe('cbda');
	order.reverse();
	expect(idsBy(order)).toBe('dacb');
});

test('names stand in alphabetical order, capital letters or not', () => {
	const order = new RowOrder(COLUMNS, ({id}) => id, 'rule');
	expect(idsBy(order)).toBe('bcad');
});

test('another column decides where the table says so', () => {
	const order = new RowOrder(COLUMNS, ({id}) => id, 'rule', 'count');
	expect(idsBy(order)).toBe('cbda');
});

const NEW: Row = {id: 'n', rule: 'Packet', count: 20};

test('rows in the order they come in stay in it while somebody moves: what is new is not put behind the last', () => {
	const order = new RowOrder(COLUMNS, ({id}) => id, undefined);
	expect(idsBy(order)).toBe('abcd');
	order.hold(10_000);
	expect(
		order
			.apply([NEW, ...ROWS], 10_100)
			.map(({id}) => id)
			.join(''),
	).toBe('nabcd');
});

test('rows in the order of a column hold their places while somebody moves', () => {
	const order = new RowOrder(COLUMNS, ({id}) => id, 'count');
	expect(idsBy(order)).toBe('cdab');
	order.hold(10_000);
	expect(
		order
			.apply([NEW, ...ROWS], 10_100)
			.map(({id}) => id)
			.join(''),
	).toBe('cdabn');
});
