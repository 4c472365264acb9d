import type {Random} from './random.ts';

/** What is fuzzed: one case after the other, each made of its own random numbers alone. */
export interface FuzzTarget {
	/** Throws for what must not happen; problems of the input are no faults. */
	run(random: Random): void | Promise<void>;
	/** What the cases were, for the report. */
	readonly totals: Readonly<Record<string, number>>;
}

export interface FuzzSurroundings {
	/** The project's folder. */
	readonly root: string;
	/** For files that are made on the way. */
	readonly folder: string;
}

/** One of the values. */
export const pick = <T>(random: Random, values: readonly T[]): T => values[random(values.length)];
