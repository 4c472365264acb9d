import type {EnginePort} from './engine-port.ts';
import type {Store} from './store.ts';

const EVERY_MS = 1000;

/** Asks the engine for the processes while somebody looks at them: one question at a time, once a second. */
export class ProcessPoll {
	private askedAtMs = Number.NEGATIVE_INFINITY;
	private asking: Promise<void> | undefined;

	constructor(
		private readonly store: Store,
		private readonly engine: EnginePort,
		private readonly nowMs: () => number,
		private readonly answered: () => void,
	) {}

	ask(): void {
		if (this.asking === undefined && this.nowMs() - this.askedAtMs >= EVERY_MS) void this.begin();
	}

	/** Resolves with an answer to a question that is asked from here on. */
	async now(): Promise<void> {
		await this.asking;
		await (this.asking ?? this.begin());
	}

	private begin(): Promise<void> {
		this.askedAtMs = this.nowMs();
		this.asking = this.take();
		return this.asking;
	}

	private async take(): Promise<void> {
		const {store} = this;
		try {
			store.processes = await this.engine.processes();
			store.processesAtMs = this.nowMs();
		} catch (error) {
			store.log.add('warn', `no processes: ${(error as Error).message}`);
		}
		this.asking = undefined;
		this.answered();
	}
}
