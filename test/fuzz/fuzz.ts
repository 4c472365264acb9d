import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {captureTarget} from './captures.ts';
import {conditionTarget} from './conditions.ts';
import {createRandom} from './random.ts';
import {rulesTarget} from './rules-files.ts';
import type {FuzzSurroundings, FuzzTarget} from './target.ts';

/** What can be fuzzed, and how often a whole run does. */
export const SUBJECTS = {
	captures: {create: captureTarget, cases: 1_000_000},
	conditions: {create: conditionTarget, cases: 10_000_000},
	rules: {create: rulesTarget, cases: 200_000},
} as const satisfies Record<string, {create(around: FuzzSurroundings): FuzzTarget | Promise<FuzzTarget>; cases: number}>;

export type Subject = keyof typeof SUBJECTS;

export interface FuzzOptions extends FuzzSurroundings {
	readonly subject: Subject;
	readonly cases: number;
	/** Case number n is that of seed + n: a failure is repeated by its own seed. */
	readonly seed: number;
	/** Told before each case: who watches from outside sees what hangs. */
	readonly onCase?: (seed: number) => void;
	readonly onProgress?: (done: number) => void;
}

export interface FuzzResult {
	readonly totals: Record<string, number>;
	/** The slowest case. On a busy machine this includes what others took. */
	slowestMs: number;
	slowestSeed: number;
	/** Live memory after the first tenth and at the end, in bytes. */
	heapEarly: number;
	heapLate: number;
}

/** Processor time: no case may take more, whatever else the machine does. A hang would. */
const MOST_MS = 5_000;
/** Cases between two readings of the clock of the process. */
const STRETCH = 500;
/** Live memory may not grow by more between the first tenth and the end. */
const MOST_GROWTH = 24 * 2 ** 20;

/** Runs the cases. Throws for a case that fails, takes too long, or for memory that grows; the message names the case. */
export async function fuzz({subject, cases, seed, root, folder, onCase, onProgress}: FuzzOptions): Promise<FuzzResult> {
	const target = await SUBJECTS[subject].create({root, folder});
	const result: FuzzResult = {totals: target.totals, slowestMs: 0, slowestSeed: seed, heapEarly: 0, heapLate: 0};
	const early = Math.ceil(cases / 10);
	let stretch = process.cpuUsage();
	for (let i = 0; i < cases; i++) {
		const startedAt = performance.now();
		onCase?.(seed + i);
		try {
			const running = target.run(createRandom(seed + i));
			if (running !== undefined) await running;
		} catch (error) {
			throw new Error(`${subject}: case ${seed + i} failed`, {cause: error});
		}
		const tookMs = performance.now() - startedAt;
		if (tookMs > result.slowestMs) Object.assign(result, {slowestMs: tookMs, slowestSeed: seed + i});
		const {user, system} = tookMs > MOST_MS ? process.cpuUsage(stretch) : {user: 0, system: 0};
		if ((user + system) / 1000 > MOST_MS) throw new Error(`${subject}: case ${seed + i} took ${tookMs.toFixed(0)} ms`);
		if (i % STRETCH === STRETCH - 1) {
			stretch = process.cpuUsage();
			onProgress?.(i + 1);
		}
		if (i === early) result.heapEarly = liveBytes();
	}
	result.heapLate = liveBytes();
	const grown = result.heapLate - result.heapEarly;
	if (result.heapEarly > 0 && grown > MOST_GROWTH) throw new Error(`${subject}: memory grew by ${Math.round(grown / 2 ** 20)} MB`);
	return result;
}

function liveBytes(): number {
	setFlagsFromString('--expose-gc');
	const gc = runInNewContext('gc') as () => void;
	gc();
	gc();
	return process.memoryUsage().heapUsed;
}
