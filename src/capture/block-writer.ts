import type {ByteString} from '../events/byte-string.ts';

/** Builds a block's body. Grows as needed. */
export class BlockWriter {
	#bytes = Buffer.alloc(4096);
	#at = 0;
	/** Strings that were cut to the longest that readers take. */
	truncated = 0;

	get length(): number {
		return this.#at;
	}

	#room(bytes: number): number {
		const at = this.#at;
		if (at + bytes > this.#bytes.length) {
			const grown = Buffer.alloc(Math.max(at + bytes, this.#bytes.length * 2));
			this.#bytes.copy(grown, 0, 0, at);
			this.#bytes = grown;
		}
		this.#at = at + bytes;
		return at;
	}

	u8(value: number): void {
		const at = this.#room(1);
		this.#bytes.writeUInt8(value, at);
	}

	u16(value: number): void {
		const at = this.#room(2);
		this.#bytes.writeUInt16LE(value, at);
	}

	u32(value: number): void {
		const at = this.#room(4);
		this.#bytes.writeUInt32LE(value >>> 0, at);
	}

	/** Signed and unsigned alike: -1 becomes all ones. */
	u64(value: number | bigint): void {
		const at = this.#room(8);
		this.#bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), at);
	}

	raw(bytes: ByteString): void {
		const at = this.#room(bytes.length);
		this.#bytes.write(bytes, at, 'latin1');
	}

	/** Everything that another writer holds. */
	append(other: BlockWriter): void {
		const at = this.#room(other.#at);
		other.#bytes.copy(this.#bytes, at, 0, other.#at);
		this.truncated += other.truncated;
	}

	/** A string with a 16-bit length in front, cut to `max` bytes. */
	str(bytes: ByteString, max: number): void {
		if (bytes.length > max) this.truncated++;
		const kept = bytes.length > max ? bytes.slice(0, max) : bytes;
		this.u16(kept.length);
		this.raw(kept);
	}

	/** An entry with its own length, itself included, in front. */
	entry(write: () => void): void {
		const start = this.#at;
		this.u32(0);
		write();
		this.#bytes.writeUInt32LE(this.#at - start, start);
	}

	/** The finished block: type, length, body padded to 4 bytes, length. */
	block(code: number): Buffer {
		const padded = Math.ceil(this.#at / 4) * 4;
		const length = padded + 12;
		const block = Buffer.alloc(length);
		block.writeUInt32LE(code, 0);
		block.writeUInt32LE(length, 4);
		this.#bytes.copy(block, 8, 0, this.#at);
		block.writeUInt32LE(length, length - 4);
		return block;
	}
}
