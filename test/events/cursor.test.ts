import fc from 'fast-check';
import {expect, test} from 'vitest';
import {EventCursor} from '../../src/events/cursor.ts';
import {encodeEvent} from '../../src/events/encode.ts';

const u64 = fc.bigInt({min: 0n, max: 2n ** 63n - 1n});

test('an encoded event is read back, wherever it lies and however wide its lengths are', () => {
	const cursor = new EventCursor();
	fc.assert(
		fc.property(
			u64,
			u64,
			fc.nat(453),
			fc.array(fc.uint8Array({maxLength: 40}), {maxLength: 32}),
			fc.boolean(),
			fc.nat(9),
			(tsNs, tid, type, params, large, pad) => {
				const event = encodeEvent({tsNs, tid: tid % 2n ** 22n, type, params, large});
				cursor.set(Buffer.concat([Buffer.alloc(pad, 0xaa), event]), pad, 3, large);
				expect(cursor.tsNs).toBe(tsNs);
				expect(BigInt(cursor.tsSeconds) * 1_000_000_000n + BigInt(cursor.tsNanos)).toBe(tsNs);
				expect(cursor.tid).toBe(Number(tid % 2n ** 22n));
				expect([cursor.type, cursor.paramCount, cursor.length, cursor.cpu]).toEqual([type, params.length, event.length, 3]);
				for (const [i, param] of [...params.entries()].reverse()) expect(cursor.raw(i)).toBe(Buffer.from(param).toString('latin1'));
			},
		),
	);
});

test('64-bit parameters are exact on both sides of 2^53', () => {
	const cursor = new EventCursor();
	fc.assert(
		fc.property(fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n}), (value) => {
			const bytes = Buffer.alloc(8);
			bytes.writeBigInt64LE(value);
			cursor.set(encodeEvent({tsNs: 1n, tid: 1, type: 3, params: [bytes]}), 0);
			expect(BigInt(cursor.exactI64(0))).toBe(value);
			expect(BigInt(cursor.u64(0))).toBe(BigInt.asUintN(64, value));
			if (value < 2n ** 53n && value > -(2n ** 53n)) expect(cursor.i64(0)).toBe(Number(value));
		}),
	);
});

test('text ends at its NUL and an absent parameter is empty', () => {
	const cursor = new EventCursor();
	cursor.set(encodeEvent({tsNs: 1n, tid: 1, type: 3, params: [Buffer.from('/etc/x\0'), Buffer.from('a\0b\0'), Buffer.alloc(0)]}), 0);
	expect([cursor.text(0), cursor.text(1), cursor.raw(1), cursor.text(2), cursor.text(9)]).toEqual(['/etc/x', 'a', 'a\0b\0', '', '']);
	expect(cursor.hasParam(2)).toBe(false);
});
