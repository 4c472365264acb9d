/** Who takes what a source of alert lines brings. */
export interface LineSink {
	/** Returns whether it was something of Falco's: an alert, or a notice. */
	line(text: string): boolean;
	/** A line or body that was longer than the limit and went nowhere. */
	tooLong(): void;
	/** A sender that found no free connection: what it wanted to tell is lost. */
	turnedAway(): void;
	/** Something a person should know: where it listens, that the file was rotated. */
	note(message: string): void;
	/** Lines may be missing from here on: the file was truncated or replaced. */
	gap(message: string): void;
	/** Nothing more will come. */
	ended(): void;
	/** The source cannot go on. */
	failed(message: string, hint: string): void;
}

/** Where Falco's alert lines come from. */
export interface AlertLineSource {
	/** For the header: `tail falco.json`. It changes with a note or not at all. */
	readonly label: string;
	start(sink: LineSink): void;
	/** A paused source leaves its input where it is; what cannot wait (HTTP) goes on. */
	setPaused(paused: boolean): void;
	close(): Promise<void>;
}

/** Longest line that is read. Alerts of Falco are a few KiB; this bounds memory, whatever the input. */
export const MAX_LINE_BYTES = 1024 * 1024;
