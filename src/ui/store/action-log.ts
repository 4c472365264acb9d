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
	private told: {readonly text: string; readonly atMs: number} | undefined;

	constructor(private readonly now: () => number) {}

	add(level: LogEntry['level'], text: string): void {
		this.told = undefined;
		this.entries.push({atMs: this.now(), level, text});
		if (this.entries.length > KEPT) this.entries.shift();
	}

	/** Why a key did nothing: shown until the next key, and no part of what was done. */
	tell(text: string | undefined): void {
		this.told = text === undefined ? undefined : {text, atMs: this.now()};
	}

	/** What was told last; else the newest entry while it is fresh. */
	notice(): Pick<LogEntry, 'level' | 'text'> | undefined {
		const {answer} = this;
		if (answer !== undefined) return {level: 'warn', text: answer};
		const last = this.entries.at(-1);
		return last !== undefined && this.now() - last.atMs < NOTICE_MS ? last : undefined;
	}

	/** What a key that did nothing was answered. */
	get answer(): string | undefined {
		return this.told !== undefined && this.now() - this.told.atMs < NOTICE_MS ? this.told.text : undefined;
	}

	dismiss(): void {
		this.told = undefined;
		const last = this.entries.at(-1);
		if (last !== undefined) this.entries[this.entries.length - 1] = {...last, atMs: Math.min(last.atMs, this.now() - NOTICE_MS)};
	}
}
