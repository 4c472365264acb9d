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
	private dismissed: LogEntry | undefined;
	private told: LogEntry | undefined;

	constructor(private readonly now: () => number) {}

	add(level: LogEntry['level'], text: string): void {
		this.told = undefined;
		this.entries.push({atMs: this.now(), level, text});
		if (this.entries.length > KEPT) this.entries.shift();
	}

	/** Why a key did nothing, or what cannot be seen of what it did: shown until the next key, and no part of what was done. */
	tell(text: string | undefined, level: LogEntry['level'] = 'warn'): void {
		this.told = text === undefined ? undefined : {text, level, atMs: this.now()};
	}

	/** What was told last; else the newest entry while it is fresh. */
	notice(): Pick<LogEntry, 'level' | 'text'> | undefined {
		const {answer} = this;
		if (answer !== undefined) return answer;
		const last = this.entries.at(-1);
		return last !== undefined && last !== this.dismissed && this.now() - last.atMs < NOTICE_MS ? last : undefined;
	}

	/** What the last key was answered. */
	get answer(): LogEntry | undefined {
		return this.told !== undefined && this.now() - this.told.atMs < NOTICE_MS ? this.told : undefined;
	}

	dismiss(): void {
		this.told = undefined;
		this.dismissed = this.entries.at(-1);
	}
}
