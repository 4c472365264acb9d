import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {type FuzzResult, fuzz, type Subject} from './fuzz.ts';

/** `FALCONER_FUZZ_SEED` repeats a run; `node test/fuzz/run.mjs` runs the whole numbers. */
const SEED = Number(process.env.FALCONER_FUZZ_SEED ?? Date.now() % 1_000_000_000);
const ROOT = path.resolve(import.meta.dirname, '../..');

/** Runs some cases and gives the share of each total. */
async function run(subject: Subject, cases: number): Promise<FuzzResult['totals']> {
	const folder = mkdtempSync(path.join(tmpdir(), 'falconer-fuzz-'));
	try {
		return (await fuzz({subject, cases, seed: SEED, root: ROOT, folder})).totals;
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

// The cases must reach all ways: what is refused, what is used in part, what is used.

test(`2000 changed captures go through reader, state and rules without a crash or a hang (seed ${SEED})`, async () => {
	const {refused, faulty, events} = await run('captures', 2_000);
	expect(refused).toBeGreaterThan(0);
	expect(faulty).toBeGreaterThan(0);
	expect(events).toBeGreaterThan(2_000);
});

test(`5000 conditions are parsed, printed, checked, compiled and evaluated, or refused with a problem (seed ${SEED})`, async () => {
	const {parsed, unparsable, compiled, matched, refused} = await run('conditions', 5_000);
	expect(parsed).toBeGreaterThan(2_000);
	expect(unparsable).toBeGreaterThan(1_000);
	expect(compiled).toBeGreaterThan(80);
	expect(matched).toBeGreaterThan(10);
	expect(refused).toBeGreaterThan(100);
});

test(`600 changed rules files load or have problems at places of theirs (seed ${SEED})`, async () => {
	const {clean, faulty, broken, rules} = await run('rules', 600);
	expect(clean).toBeGreaterThan(50);
	expect(faulty).toBeGreaterThan(50);
	expect(broken).toBeGreaterThan(20);
	expect(rules).toBeGreaterThan(10);
});
