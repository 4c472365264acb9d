import type {Random} from './random.ts';

const ODD_NUMBERS = [0, 1, 3, 4, 11, 12, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];
const MOST_CHANGES = 3;

/** The bytes with a few of them changed, moved, repeated, or cut off. */
export function mutate(original: Buffer, random: Random): Buffer {
	let bytes: Buffer = Buffer.from(original);
	const changes = 1 + random(MOST_CHANGES);
	for (let i = 0; i < changes; i++) bytes = change(bytes, random);
	return bytes;
}

function change(bytes: Buffer, random: Random): Buffer {
	if (bytes.length < 16) return bytes;
	const at = random(bytes.length - 8);
	switch (random(8)) {
		case 0:
			bytes[at] ^= 1 << random(8);
			return bytes;
		case 1:
			bytes[at] = random(256);
			return bytes;
		case 2:
			bytes.writeUInt32LE(ODD_NUMBERS[random(ODD_NUMBERS.length)], at & ~3);
			return bytes;
		case 3:
			bytes.writeUInt16LE(ODD_NUMBERS[random(ODD_NUMBERS.length)] & 0xffff, at & ~1);
			return bytes;
		case 4: {
			const from = random(bytes.length);
			bytes.copy(bytes, at, from, from + random(200));
			return bytes;
		}
		case 5:
			return bytes.subarray(0, 28 + random(bytes.length - 28 > 0 ? bytes.length - 28 : 1));
		case 6: {
			const to = Math.min(bytes.length, at + 4 * random(64));
			return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
		}
		default:
			return bytes.fill(random(256), at, Math.min(bytes.length, at + random(64)));
	}
}
