/** Work that is done in steps, so that something else can be done between them; what it returns is its result. */
export type Steps<Result> = Generator<undefined, Result>;

/** All of it at once, where nobody waits. */
export function finishNow<Result>(steps: Steps<Result>): Result {
	for (;;) {
		const {done, value} = steps.next();
		if (done) return value;
	}
}
