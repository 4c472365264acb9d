import type {EnginePort} from './engine-port.ts';
import type {Store} from './store.ts';

const EVERY_MS = 1000;

/** Asks the engine for the processes while somebody looks at them: one question at a time, once a second. */
export class ProcessPoll {
	private askedAtMs = Number.NEGATIVE_INFINITY;
	private isAsking = false;

	constructor(
		private readonly store: Store,
		private readonly engine: EnginePort,
		private readonly nowMs: () => number,
		private readonly answered: () => void,
	) {}

	ask(): void {
		const nowMs = this.nowMs();
		if (this.isAsking || nowMs - this.askedAtMs < EVERY_MS) return;
		this.askedAtMs = nowMs;
		this.isAsking = true;
		void this.take();
	}

	private async take(): Promise<void> {
		const {store} = this;
		try {
			store.processes = await this.engine.processes();
			store.processesAtMs = this.nowMs();
		} catch (error) {
			store.log.add('warn', `no processes: ${(error as Error).message}`);
		}
		this.isAsking = false;
		this.answered();
	}
}
