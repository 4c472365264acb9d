import type {ByteString} from './byte-string.ts';

/** Bytes of an event header: ts u64, tid u64, len u32, type u16, nparams u32, little endian. */
export const HEADER_BYTES = 26;
const MAX_PARAMS = 64;

/** A signed 64-bit number as a double. Nearly all are small, and stay in a register that way: no floating-point division later. */
function signed64(view: DataView, at: number): number {
	const low = view.getInt32(at, true);
	const high = view.getInt32(at + 4, true);
	return high === low >> 31 ? low : (low >>> 0) + high * 0x1_0000_0000;
}

/**
 * A window over one event in Falco's capture layout. Sources move it from event to event with `set`;
 * it decodes only what is asked for and allocates nothing but the strings it is asked for.
 */
export class EventCursor {
	bytes: Buffer = Buffer.alloc(0);
	#view = new DataView(this.bytes.buffer);
	/** Where the header starts in `bytes`. */
	offset = 0;
	/** Length of the event in bytes: header, lengths and parameters. */
	length = 0;
	type = 0;
	paramCount = 0;
	cpu = 0;
	/** Whether the parameter lengths are 4 bytes wide (large events). */
	large = false;
	/** `evt.num`: set by the engine, from 1. */
	num = 0;
	tid = 0;
	#tsLow = 0;
	#tsHigh = 0;
	readonly #starts = new Uint32Array(MAX_PARAMS + 1);
	#located = 0;

	/** Moves to the event whose header starts at `offset`. The caller has checked that the whole event lies in `bytes`. */
	set(bytes: Buffer, offset: number, cpu = 0, large = false): void {
		if (this.bytes !== bytes) {
			this.bytes = bytes;
			this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		}
		const view = this.#view;
		this.offset = offset;
		this.cpu = cpu;
		this.large = large;
		this.#tsLow = view.getUint32(offset, true);
		this.#tsHigh = view.getUint32(offset + 4, true);
		this.tid = signed64(view, offset + 8);
		this.length = view.getUint32(offset + 16, true);
		this.type = view.getUint16(offset + 20, true);
		this.paramCount = Math.min(view.getUint32(offset + 22, true), MAX_PARAMS);
		this.#located = 0;
		this.#starts[0] = HEADER_BYTES + this.paramCount * (large ? 4 : 2);
	}

	/** Seconds since the epoch, one less or more around the full second: for whoever measures minutes. */
	get tsSecondsAbout(): number {
		return Math.floor((this.#tsHigh * 0x1_0000_0000 + this.#tsLow) * 1e-9);
	}

	/** Whole seconds of the event's time since the epoch. */
	get tsSeconds(): number {
		const seconds = Math.floor((this.#tsHigh * 0x1_0000_0000 + this.#tsLow) / 1e9);
		// The double may round across a second: the low 32 bits of the remainder tell.
		const nanos = this.#remainder(seconds);
		return nanos < 1e9 ? seconds : nanos > 0x8000_0000 ? seconds - 1 : seconds + 1;
	}

	/** Nanoseconds of the event's time within its second. */
	get tsNanos(): number {
		return this.#remainder(this.tsSeconds);
	}

	/** `ts - seconds * 1e9`, exact modulo 2^32. */
	#remainder(seconds: number): number {
		return (this.#tsLow - Math.imul(seconds, 1_000_000_000)) >>> 0;
	}

	/** Nanoseconds since the epoch. */
	get tsNs(): bigint {
		return (BigInt(this.#tsHigh) << 32n) | BigInt(this.#tsLow);
	}

	/** Length of parameter `index` in bytes; 0 for an empty or absent one. */
	paramLength(index: number): number {
		if (index >= this.paramCount) return 0;
		return this.large
			? this.#view.getUint32(this.offset + HEADER_BYTES + index * 4, true)
			: this.#view.getUint16(this.offset + HEADER_BYTES + index * 2, true);
	}

	/** Where parameter `index` starts in `bytes`. */
	paramOffset(index: number): number {
		const starts = this.#starts;
		for (let i = this.#located; i < index; i++) starts[i + 1] = starts[i] + this.paramLength(i);
		if (index > this.#located) this.#located = index;
		return this.offset + starts[index];
	}

	/** Whether parameter `index` is there and not empty. */
	hasParam(index: number): boolean {
		return this.paramLength(index) > 0;
	}

	u8(index: number): number {
		return this.#view.getUint8(this.paramOffset(index));
	}

	u16(index: number): number {
		return this.#view.getUint16(this.paramOffset(index), true);
	}

	i32(index: number): number {
		return this.#view.getInt32(this.paramOffset(index), true);
	}

	u32(index: number): number {
		return this.#view.getUint32(this.paramOffset(index), true);
	}

	/** A signed 64-bit parameter as a double: exact up to 2^53 (descriptors, pids, results). */
	i64(index: number): number {
		return signed64(this.#view, this.paramOffset(index));
	}

	/** An unsigned 64-bit parameter: a number where it is exact, a bigint above 2^53. */
	u64(index: number): number | bigint {
		const at = this.paramOffset(index);
		const high = this.#view.getUint32(at + 4, true);
		if (high < 0x20_0000) return this.#view.getUint32(at, true) + high * 0x1_0000_0000;
		return this.#view.getBigUint64(at, true);
	}

	/** A signed 64-bit parameter: a number where it is exact, a bigint beyond ±2^53. */
	exactI64(index: number): number | bigint {
		const at = this.paramOffset(index);
		const high = this.#view.getInt32(at + 4, true);
		if (high < 0x20_0000 && high >= -0x20_0000) return this.#view.getUint32(at, true) + high * 0x1_0000_0000;
		return this.#view.getBigInt64(at, true);
	}

	/** A NUL-terminated parameter up to its first NUL. */
	text(index: number): ByteString {
		const length = this.paramLength(index);
		if (length === 0) return '';
		const start = this.paramOffset(index);
		if (this.bytes[start + length - 1] === 0) {
			const whole = this.bytes.latin1Slice(start, start + length - 1);
			const nul = whole.indexOf('\0');
			return nul < 0 ? whole : whole.slice(0, nul);
		}
		const whole = this.bytes.latin1Slice(start, start + length);
		const nul = whole.indexOf('\0');
		return nul < 0 ? whole : whole.slice(0, nul);
	}

	/** A parameter's bytes as they are. */
	raw(index: number): ByteString {
		const length = this.paramLength(index);
		if (length === 0) return '';
		const start = this.paramOffset(index);
		return this.bytes.latin1Slice(start, start + length);
	}

	/** A copy of the whole event, header included. */
	copy(): Buffer {
		return Buffer.from(this.bytes.subarray(this.offset, this.offset + this.length));
	}
}
