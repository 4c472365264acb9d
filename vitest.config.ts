import {defineConfig} from 'vitest/config';
import {BaseSequencer, type TestSpecification} from 'vitest/node';

/** Tests that watch the live kernel: one file at a time, after all others, as each sees what every other program does. */
const LIVE = ['test/live/**/*.test.ts', 'test/driver/**/*.test.ts'];
/** Tests of whole programs, in real terminals, with threads and signals. */
const PROGRAMS = ['test/scripts/**/*.test.ts', 'test/cli/**/*.test.ts', 'test/ui/journeys/**/*.test.ts', 'test/ui/ways-out.test.ts', 'test/engine/client.test.ts'];
/** What takes longest, of each project: begun first, that nothing waits for it at the end. */
const LONG = /(every-key|terminals|journeys\/tuning|ways-out|cli\/tune|screens\/(laws|hostile)|fuzz\/fuzz|fields\/golden|mutations\.property)\.test/;

class LongFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		const names = [...new Set(sorted.map(({project}) => project.name))];
		return names.flatMap((name) => {
			const own = sorted.filter(({project}) => project.name === name);
			const isLong = ({moduleId}: TestSpecification): boolean => LONG.test(moduleId);
			return [...own.filter(isLong), ...own.filter((file) => !isLong(file))];
		});
	}
}

/** Whole programs are bundled first. */
const BUILD = ['test/build-first.ts'];

export default defineConfig({
	test: {
		reporters: ['default', './test/count-reporter.ts'],
		testTimeout: 90_000,
		hookTimeout: 90_000,
		expect: {poll: {timeout: 30_000}},
		maxWorkers: 2,
		sequence: {sequencer: LongFirst},
		projects: [
			// Loading the modules anew for each file would take longer than the tests.
			{extends: true, test: {name: 'rooms', isolate: false, include: ['test/**/*.test.{ts,tsx}'], exclude: [...LIVE, ...PROGRAMS]}},
			// Terminals, kernels and shared processors stall now and then: one more attempt, named at the end of the run.
			{extends: true, test: {name: 'programs', include: PROGRAMS, globalSetup: BUILD, retry: 1}},
			{extends: true, test: {name: 'live', include: LIVE, globalSetup: BUILD, retry: 1, fileParallelism: false, sequence: {groupOrder: 1}}},
		],
	},
});
