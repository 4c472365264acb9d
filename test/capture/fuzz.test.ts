import {readFileSync, writeFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {CaptureError} from '../../src/capture/problem.ts';
import {openCapture} from '../../src/capture/reader.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {System} from '../../src/system/system.ts';
import {freshPath} from './blocks.ts';
import {GOLDEN_NAMES, goldenCapture, hasGolden} from './golden-captures.ts';

/** FALCONER_FUZZ=100000 mutates as often as that; FALCONER_FUZZ_SEED repeats a run. */
const RUNS = Number(process.env.FALCONER_FUZZ ?? 500);
const SEED = Number(process.env.FALCONER_FUZZ_SEED ?? Date.now() % 1_000_000);

/** A small generator of numbers below a bound, the same for the same seed. */
function createRandom(seed: number): (below: number) => number {
	let state = (seed + 1) >>> 0;
	return (below) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 0x1_0000_0000) * below);
	};
}

const ODD_NUMBERS = [0, 1, 3, 4, 12, 0x7f, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

/** A capture with some of its bytes changed, moved, cut off or repeated. */
function mutate(whole: Buffer, random: (below: number) => number): Buffer {
	// A piece of the events is enough, and leaves time for more mutations.
	let bytes = Buffer.from(whole.subarray(0, Math.min(whole.length, 20_000 + random(60_000))));
	const changes = 1 + random(8);
	for (let i = 0; i < changes; i++) {
		const at = random(bytes.length - 8);
		switch (random(6)) {
			case 0:
				bytes[at] ^= 1 << random(8);
				break;
			case 1:
				bytes.writeUInt32LE(ODD_NUMBERS[random(ODD_NUMBERS.length)], at - (at % 2));
				break;
			case 2:
				bytes.writeUInt16LE(random(0x10000), at);
				break;
			case 3:
				bytes.copy(bytes, at, random(bytes.length), random(bytes.length));
				break;
			case 4:
				bytes = bytes.subarray(0, 100 + random(bytes.length - 100));
				break;
			default:
				bytes.fill(random(256), at, Math.min(bytes.length, at + random(64)));
		}
	}
	return bytes;
}

async function replay(file: string): Promise<number> {
	const cursor = new EventCursor();
	const system = new System();
	const capture = await openCapture(file);
	let section = 0;
	let looked = 0;
	while (await capture.fill()) {
		if (capture.section !== section) system.load(capture.head);
		section = capture.section;
		while (capture.next(cursor)) {
			const {thread, fd} = system.begin(cursor);
			looked += (fd?.name.length ?? 0) + (thread?.cwd.length ?? 0) + (thread === undefined ? 0 : (system.parentOf(thread)?.pid ?? 0));
			for (let i = 0; i < cursor.paramCount; i++) looked += cursor.raw(i).length + cursor.text(i).length;
			system.end();
		}
	}
	await capture.close();
	system.snapshot();
	expect(system.threads.size).toBeLessThan(100_000);
	return looked;
}

test.skipIf(!hasGolden)(
	`${RUNS} mutated captures neither crash nor hang (seed ${SEED})`,
	async () => {
		const random = createRandom(SEED);
		const captures = GOLDEN_NAMES.map((name) => gunzipSync(readFileSync(goldenCapture(name))));
		const file = freshPath();
		let refused = 0;
		for (let run = 0; run < RUNS; run++) {
			writeFileSync(file, mutate(captures[random(captures.length)], random));
			const error: unknown = await replay(file).catch((cause: unknown) => cause);
			if (error instanceof CaptureError) refused++;
			else expect(error, `run ${run}`).toEqual(expect.any(Number));
		}
		expect(refused).toBeLessThan(RUNS);
	},
	Math.max(120_000, RUNS * 40),
);
