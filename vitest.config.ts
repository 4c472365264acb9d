import {defineConfig} from 'vitest/config';

/** Tests that watch the live kernel or hold the program to time: one file at a time, after all others. */
const LIVE = ['test/live/**/*.test.ts', 'test/driver/**/*.test.ts'];
/** Tests of whole programs, in real terminals, with threads and signals. */
const PROGRAMS = ['test/cli/**/*.test.ts', 'test/ui/journeys/**/*.test.ts', 'test/ui/ways-out.test.ts', 'test/engine/client.test.ts'];

/** Whole programs are bundled first. */
const BUILD = ['test/build-first.ts'];

export default defineConfig({
	test: {
		reporters: ['default', './test/count-reporter.ts'],
		testTimeout: 90_000,
		hookTimeout: 90_000,
		expect: {poll: {timeout: 30_000}},
		maxWorkers: 2,
		projects: [
			{extends: true, test: {name: 'rooms', include: ['test/**/*.test.{ts,tsx}'], exclude: [...LIVE, ...PROGRAMS]}},
			// Terminals, kernels and shared processors stall now and then: one more attempt, named at the end of the run.
			{extends: true, test: {name: 'programs', include: PROGRAMS, globalSetup: BUILD, retry: 1}},
			{extends: true, test: {name: 'live', include: LIVE, globalSetup: BUILD, retry: 1, fileParallelism: false, sequence: {groupOrder: 1}}},
		],
	},
});
