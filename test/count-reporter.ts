import type {Reporter, TestModule} from 'vitest/node';

/** Prints why tests were skipped and which needed a second attempt, and the counts on a line of their own as the last word. */
export class CountReporter implements Reporter {
	onTestRunEnd(modules: readonly TestModule[]): void {
		const counts = {passed: 0, failed: 0, skipped: 0};
		const reasons = new Map<string, number>();
		for (const module of modules) {
			for (const test of module.children.allTests()) {
				const result = test.result();
				if (result.state === 'pending') continue;
				counts[result.state]++;
				const retries = test.diagnostic()?.retryCount ?? 0;
				if (retries > 0) console.log(`${result.state} after ${retries + 1} attempts: ${test.fullName}`);
				if (result.state === 'skipped')
					reasons.set(result.note ?? 'no reason given', (reasons.get(result.note ?? 'no reason given') ?? 0) + 1);
			}
			if (module.errors().length > 0) counts.failed++;
		}
		for (const [reason, count] of reasons) console.log(`skipped ${count}: ${reason}`);
		console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
	}
}

// biome-ignore lint/style/noDefaultExport: vitest loads a reporter by its default export
export default CountReporter;
