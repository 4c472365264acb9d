import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		globalSetup: ['test/build-first.ts'],
		reporters: ['default', './test/count-reporter.ts'],
		testTimeout: 30_000,
		hookTimeout: 60_000,
		// The machine's kernel, terminal and processor are shared by all test files.
		maxWorkers: 2,
	},
});
