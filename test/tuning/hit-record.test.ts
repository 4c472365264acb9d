import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {addHits, joinHits, parseHitRecord, printHitRecord, recordId} from '../../src/tuning/hit-record.ts';

const number = fc.nat({max: 2 ** 40});
const hits = fc.record({hits: number, lastMs: number, sinceMs: number, watchedMs: number, seenMs: number});
const id = fc.string({unit: fc.constantFrom(...'0123456789abcdef'), minLength: 20, maxLength: 20});

describe('the record of hits', () => {
	it('is read as it was written', () => {
		fc.assert(
			fc.property(fc.dictionary(id, hits), (record) => {
				const map = new Map(Object.entries(record));
				expect(Object.fromEntries(parseHitRecord(printHitRecord(map)))).toEqual({...record});
			}),
		);
	});

	it('is empty where its text is damaged or another program’s, and keeps what is well-formed', () => {
		for (const text of ['', '{', '[]', 'null', '{"format": "x", "exceptions": {}}', '\0']) expect(parseHitRecord(text)).toEqual(new Map());
		const good = 'a'.repeat(20);
		const text = printHitRecord(new Map([[good, {hits: 1, lastMs: 2, sinceMs: 3, watchedMs: 4, seenMs: 5}]]));
		expect([
			...parseHitRecord(text.replace('{\n', `{\n"${'b'.repeat(20)}": [1, -2, 3, 4, 5],\n"__proto__": [1,2,3,4,5],\n`)).keys(),
		]).toEqual([good]);
		expect(parseHitRecord(text.slice(0, -5))).toEqual(new Map());
	});

	it('leaves out those that nobody watched for longest, beyond a bound', () => {
		const record = new Map(
			Array.from({length: 10_050}, (_, at) => [
				at.toString(16).padStart(20, '0'),
				{hits: 1, lastMs: 0, sinceMs: 0, watchedMs: 0, seenMs: at},
			]),
		);
		const read = parseHitRecord(printHitRecord(record));
		expect(read.size).toBe(10_000);
		expect(read.has((49).toString(16).padStart(20, '0'))).toBe(false);
		expect(read.has((50).toString(16).padStart(20, '0'))).toBe(true);
	});

	it('adds up, whoever counts', () => {
		const first = addHits(undefined, {hits: 0, lastMs: 0, watchedMs: 10}, 100);
		expect(first).toEqual({hits: 0, lastMs: 0, sinceMs: 100, watchedMs: 10, seenMs: 100});
		const more = addHits(first, {hits: 3, lastMs: 150, watchedMs: 60}, 200);
		expect(more).toEqual({hits: 3, lastMs: 150, sinceMs: 100, watchedMs: 70, seenMs: 200});
		expect(joinHits(more, addHits(undefined, {hits: 2, lastMs: 180, watchedMs: 5}, 190))).toEqual({
			hits: 5,
			lastMs: 180,
			sinceMs: 100,
			watchedMs: 75,
			seenMs: 200,
		});
	});

	it('names an exception by file and words, whatever way leads to the file', () => {
		const key = 'macro\0m\0a.b = c';
		expect(recordId({file: '/etc/falco/../falco/x.yaml', key})).toBe(recordId({file: '/etc/falco/x.yaml', key}));
		expect(recordId({file: '/etc/falco/y.yaml', key})).not.toBe(recordId({file: '/etc/falco/x.yaml', key}));
	});
});
