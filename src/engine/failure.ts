export interface Failure {
	readonly code: string;
	readonly message: string;
	readonly hint: string;
}

/** Code, message and hint of a typed failure; anything else is a bug and keeps its stack. */
export function failureOf(error: unknown): Failure {
	if (!(error instanceof Error)) return {code: 'unknown', message: String(error), hint: ''};
	const code = 'code' in error && typeof error.code === 'string' ? error.code : 'engine-crashed';
	const hint = 'hint' in error && typeof error.hint === 'string' ? error.hint : '';
	return {code, message: code === 'engine-crashed' ? (error.stack ?? error.message) : error.message, hint};
}
