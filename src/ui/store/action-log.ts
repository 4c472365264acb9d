/** One thing that was done or that went wrong, for the log of what was done. */
export interface LogEntry {
	readonly atMs: number;
	readonly level: 'info' | 'warn' | 'bad';
	readonly text: string;
}

const KEPT = 500;
/** How long the newest entry stands above the footer. */
const NOTICE_MS = 6000;

export class ActionLog {
	readonly entries: LogEntry[] = [];

	constructor(private readonly now: () => number) {}

	add(level: LogEntry['level'], text: string): void {
		this.entries.push({atMs: this.now(), level, text});
		if (this.entries.length > KEPT) this.entries.shift();
	}

	/** The newest entry while it is fresh. */
	notice(): LogEntry | undefined {
		const last = this.entries.at(-1);
		return last !== undefined && this.now() - last.atMs < NOTICE_MS ? last : undefined;
	}

	dismiss(): void {
		const last = this.entries.at(-1);
		if (last !== undefined) this.entries[this.entries.length - 1] = {...last, atMs: Math.min(last.atMs, this.now() - NOTICE_MS)};
	}
}
