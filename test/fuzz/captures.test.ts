import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {fuzzCaptures} from './captures.ts';

/** FALCONER_FUZZ=100000 changes as often as that, FALCONER_FUZZ_SEED repeats a run; `node test/fuzz/run.mjs` runs a million. */
const MUTATIONS = Number(process.env.FALCONER_FUZZ ?? 2_000);
const SEED = Number(process.env.FALCONER_FUZZ_SEED ?? Date.now() % 1_000_000_000);

test(
	`${MUTATIONS} changed captures go through reader, state and rules without a crash or a hang (seed ${SEED})`,
	async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'falconer-fuzz-'));
		try {
			const root = path.resolve(import.meta.dirname, '../..');
			const {refused, faulty, events} = await fuzzCaptures({mutations: MUTATIONS, seed: SEED, root, folder});
			// The changes must reach both: files that cannot be used, and files that can.
			expect(refused).toBeGreaterThan(0);
			expect(faulty).toBeGreaterThan(0);
			expect(events).toBeGreaterThan(MUTATIONS);
		} finally {
			rmSync(folder, {recursive: true, force: true});
		}
	},
	Math.max(60_000, MUTATIONS * 40),
);
