/** What the program itself costs; all its threads count. */
export interface UsagePort {
	cpuUsage(): {user: number; system: number};
	memoryUsage: {rss(): number};
}

const SAMPLE_MS = 1000;

export class SelfUsage {
	/** Share of one core over the last second. */
	cpu = 0;
	rssBytes = 0;
	private lastMicros: number;
	private lastMs: number;

	constructor(
		private readonly port: UsagePort,
		nowMs: number,
	) {
		this.lastMicros = this.micros();
		this.lastMs = nowMs;
		this.rssBytes = port.memoryUsage.rss();
	}

	sample(nowMs: number): void {
		const elapsed = nowMs - this.lastMs;
		if (elapsed < SAMPLE_MS) return;
		const micros = this.micros();
		this.cpu = (micros - this.lastMicros) / 1000 / elapsed;
		this.rssBytes = this.port.memoryUsage.rss();
		this.lastMicros = micros;
		this.lastMs = nowMs;
	}

	private micros(): number {
		const {user, system} = this.port.cpuUsage();
		return user + system;
	}
}
