import type {EventContext} from '../system/context.ts';
import type {FieldValue} from './field.ts';
import type {FieldUse} from './row.ts';

/** 2^64 nanoseconds. */
const SECONDS_OF_64_BITS = 18_446_744_073;
const NANOS_OF_64_BITS = 709_551_616;

/**
 * Time since the event this use of the field saw before, in 64 bits without sign: an event that is older than the one before
 * it, as CPUs deliver them, lies centuries ahead. In JSON always 0, as in Falco, which shows it in the text first.
 */
export function sincePrevious(pick: (seconds: number, nanos: number) => FieldValue) {
	return (_use: FieldUse) => {
		let before = -1;
		let beforeNanos = 0;
		const extract = ({cursor}: EventContext): FieldValue => {
			const seconds = cursor.tsSeconds;
			const nanos = cursor.tsNanos;
			let passed = before < 0 ? 0 : seconds - before;
			let passedNanos = before < 0 ? 0 : nanos - beforeNanos;
			before = seconds;
			beforeNanos = nanos;
			if (passed < 0 || (passed === 0 && passedNanos < 0)) {
				passed += SECONDS_OF_64_BITS;
				passedNanos += NANOS_OF_64_BITS;
			}
			if (passedNanos >= 1e9) return pick(passed + 1, passedNanos - 1e9);
			return passedNanos < 0 ? pick(passed - 1, passedNanos + 1e9) : pick(passed, passedNanos);
		};
		return {extract, json: () => 0};
	};
}
