/** A fault in a capture. Everything before it was used. */
export interface CaptureProblem {
	readonly code: 'cut-off' | 'bad-block' | 'bad-event' | 'bad-section' | 'missing-state' | 'bad-gzip';
	/** Where in the capture's (uncompressed) bytes. */
	readonly offset: number;
	readonly message: string;
}

/** The file cannot be used at all. */
export class CaptureError extends Error {
	readonly code: 'unreadable' | 'not-a-capture' | 'no-state' | 'bad-gzip';
	readonly hint: string;

	constructor(code: CaptureError['code'], message: string, hint: string, cause?: unknown) {
		super(message, {cause});
		this.name = 'CaptureError';
		this.code = code;
		this.hint = hint;
	}
}
