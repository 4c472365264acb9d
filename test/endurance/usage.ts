import {readFileSync} from 'node:fs';

/** What the dashboard cost and lost over a run. */
export interface UsageFigures {
	/** MB of resident memory after the warm-up of the first minute, at most, and at the end. */
	readonly memory: {readonly first: number; readonly most: number; readonly last: number};
	/** Processor time of all its threads, as a share of one core. */
	readonly processor: number;
	readonly drops: number;
	/** Every minute: MB. */
	readonly samples: readonly number[];
}

const EVERY_MS = 10_000;
const TICKS_PER_SECOND = 100;

/** Watches a process by /proc. */
export class Usage {
	readonly #memory: number[] = [];
	#drops = 0;
	#timer: NodeJS.Timeout | undefined;
	#startedAtMs = 0;
	#firstTicks = 0;
	#lastTicks = 0;
	#lastAtMs = 0;

	constructor(private readonly pid: number) {}

	start(drops: () => number): void {
		this.#startedAtMs = Date.now();
		this.#firstTicks = this.#ticks();
		const sample = (): void => {
			try {
				const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8')) ?? [];
				this.#memory.push(Number(kilobytes) / 1024);
				this.#lastTicks = this.#ticks();
				this.#lastAtMs = Date.now();
				this.#drops = Math.max(this.#drops, drops());
			} catch {
				// The process has ended: what was seen stands.
				this.stop();
			}
		};
		sample();
		this.#timer = setInterval(sample, EVERY_MS);
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	figures(): UsageFigures {
		const steady = this.#memory.slice(Math.min(6, this.#memory.length - 1));
		const seconds = Math.max(1, (this.#lastAtMs - this.#startedAtMs) / 1000);
		return {
			memory: {first: Math.round(steady[0]), most: Math.round(Math.max(...this.#memory)), last: Math.round(this.#memory.at(-1) ?? 0)},
			processor: (this.#lastTicks - this.#firstTicks) / TICKS_PER_SECOND / seconds,
			drops: this.#drops,
			samples: this.#memory.filter((_, at) => at % 6 === 0).map(Math.round),
		};
	}

	#ticks(): number {
		const [, rest] = /\) (.*)$/s.exec(readFileSync(`/proc/${this.pid}/stat`, 'utf8')) ?? [];
		const fields = (rest ?? '').split(' ');
		return Number(fields[11]) + Number(fields[12]);
	}
}
