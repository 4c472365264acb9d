import type {ByteString} from '../events/byte-string.ts';

/** Thrown inside the head's parsers when a length leads out of the block; the capture turns it into a problem. */
export class MalformedBlock extends Error {
	readonly at: number;

	constructor(message: string, at: number) {
		super(message);
		this.at = at;
	}
}

/** Reads a block's body from front to back. Never leaves it. */
export class BlockReader {
	readonly bytes: Buffer;
	readonly end: number;
	at: number;

	constructor(bytes: Buffer, start: number, end: number) {
		this.bytes = bytes;
		this.at = start;
		this.end = end;
	}

	get remaining(): number {
		return this.end - this.at;
	}

	/** Moves past `length` bytes and says where they began. */
	take(length: number): number {
		const start = this.at;
		if (length > this.end - start)
			throw new MalformedBlock(`${length} bytes are needed and ${this.end - start} are left in the block`, start);
		this.at = start + length;
		return start;
	}

	/** A reader of the next `length` bytes, which this one skips. */
	part(length: number): BlockReader {
		const start = this.take(length);
		return new BlockReader(this.bytes, start, start + length);
	}

	u8(): number {
		return this.bytes[this.take(1)];
	}

	u16(): number {
		return this.bytes.readUInt16LE(this.take(2));
	}

	u32(): number {
		return this.bytes.readUInt32LE(this.take(4));
	}

	u64(): bigint {
		return this.bytes.readBigUInt64LE(this.take(8));
	}

	/** A 64-bit number that is small in sane files (pids, descriptors): -1 for all ones. */
	i64(): number {
		return Number(this.bytes.readBigInt64LE(this.take(8)));
	}

	/** A number where it is exact, a bigint above 2^53. */
	exactU64(): number | bigint {
		const value = this.u64();
		return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
	}

	raw(length: number): ByteString {
		const start = this.take(length);
		return this.bytes.latin1Slice(start, start + length);
	}

	/** A string with a 16-bit length in front. */
	str(): ByteString {
		return this.raw(this.u16());
	}
}
