import type {FieldValue} from '../fields/field.ts';
import {valueBytes} from './alert-bytes.ts';

const MAX_VALUES = 8;
const ENTRY_BYTES = 64;

/** The different values a field had, with counts. Past the first eight only their number of occurrences is kept. */
export class DistinctValues {
	readonly #values: FieldValue[] = [];
	readonly #counts: number[] = [];
	#lastIndex = 0;
	/** Occurrences of values beyond the kept ones. */
	others = 0;

	/** Returns by how many bytes it grew. */
	add(value: FieldValue): number {
		if (this.#values[this.#lastIndex] === value && this.#values.length > 0) {
			this.#counts[this.#lastIndex]++;
			return 0;
		}
		const index = this.#values.indexOf(value);
		if (index >= 0) {
			this.#counts[index]++;
			this.#lastIndex = index;
			return 0;
		}
		if (this.#values.length === MAX_VALUES) {
			this.others++;
			return 0;
		}
		this.#lastIndex = this.#values.length;
		this.#values.push(value);
		this.#counts.push(1);
		return ENTRY_BYTES + valueBytes(value);
	}

	/** The most frequent first. */
	entries(): {readonly value: FieldValue; readonly count: number}[] {
		return this.#values.map((value, index) => ({value, count: this.#counts[index]})).sort((a, b) => b.count - a.count);
	}
}
