/** Where finished alert lines go. Writing never waits: what a slow receiver has not taken yet is kept, bounded and counted. */
export interface Sink {
	readonly name: string;
	/** Hands over one line without its line end. */
	write(line: string): void;
	/** Bytes that wait for the receiver. */
	readonly pendingBytes: number;
	/** Lines lost because the receiver was too slow or gone. */
	readonly dropped: number;
	/** Whether little is waiting. */
	readonly isReady: boolean;
	/** Whether `close` gave up on a write that never returned. */
	readonly isStuck: boolean;
	/** Resolves when little is waiting, so that a source that can wait may go on. */
	ready(): Promise<void>;
	/** Opens its file anew, after a log rotation. */
	reopen(): void;
	/** Writes what waits, for at most `timeoutMs`; what is left then counts as dropped. */
	close(timeoutMs: number): Promise<void>;
}
