import {LiveDriver} from '../driver/driver.ts';
import {ownPid} from '../driver/own-process.ts';
import {scanMachine} from '../driver/scan.ts';
import {containerIdOfPath, shownContainerId} from '../system/container-id.ts';
import type {System} from '../system/system.ts';
import type {ContainerCounter} from './container-counts.ts';
import {runLive} from './live-loop.ts';
import {OwnAlerts} from './own-alerts.ts';
import type {SourceInfo} from './protocol.ts';
import type {EngineSource, EventSelection, SourceLoop} from './source.ts';

export interface LiveSourceOptions {
	readonly ringBytes?: number;
	readonly snaplen?: number;
	readonly hostname: string;
	readonly selection: EventSelection;
	/** Whether the kernel counts calls by container; it costs a little with every call. */
	readonly counting: boolean;
	/** Whether alerts of this process are left out. */
	readonly leaveOutOwn: boolean;
	/** Where the watched machine's /proc is below; '' here. */
	readonly hostRoot: string;
}

/** This machine, through the eBPF driver. */
export class LiveSource implements EngineSource {
	readonly info: SourceInfo;
	readonly #driver: LiveDriver;
	readonly #options: LiveSourceOptions;
	#skipped = {scan_threads: 0, scan_descriptors: 0};

	/** Loads the programs and attaches. Throws a DriverFailure that says what is missing. */
	static open(options: LiveSourceOptions): LiveSource {
		const {ringBytes, snaplen, hostRoot, selection, counting} = options;
		const driver = new LiveDriver({ringBytes, snaplen, hostRoot, selection: {...selection, counting}});
		driver.start();
		return new LiveSource(options, driver);
	}

	private constructor(options: LiveSourceOptions, driver: LiveDriver) {
		this.#options = options;
		this.#driver = driver;
		this.info = {kind: 'live', label: 'live eBPF', hostname: options.hostname};
	}

	/** Events flow already when the machine is scanned: nothing between is lost. */
	async run(loop: SourceLoop): Promise<void> {
		const {state, skipped} = scanMachine({hostRoot: this.#options.hostRoot});
		this.#skipped = {scan_threads: skipped.threads, scan_descriptors: skipped.descriptors};
		loop.engine.system.load(state);
		if (this.#options.leaveOutOwn) loop.engine.own = this.#own(loop.engine.system.threads);
		await runLive(this.#driver, loop);
	}

	#own(threads: System['threads']): OwnAlerts | undefined {
		const pid = ownPid(this.#options.hostRoot);
		const thread = pid === undefined ? undefined : threads.get(pid);
		return thread && new OwnAlerts(thread.pid, thread.cloneTsNs);
	}

	select(selection: EventSelection): void {
		this.#driver.select({...selection, counting: this.#options.counting});
	}

	drops(): Readonly<Record<string, number>> {
		return {...this.#driver.statistics().drops, ...this.#skipped};
	}

	ring(): {usedBytes: number; sizeBytes: number} {
		const {ringBytes, ringSizeBytes} = this.#driver.statistics();
		return {usedBytes: ringBytes, sizeBytes: ringSizeBytes};
	}

	progress(): undefined {
		return undefined;
	}

	countContainers(counter: ContainerCounter): void {
		const totals = new Map<string, {exec: number; file: number; net: number; other: number}>();
		for (const {path, exec, file, net, other} of this.#driver.cgroupCounters()) {
			const id = shownContainerId(containerIdOfPath(path));
			const total = totals.get(id) ?? {exec: 0, file: 0, net: 0, other: 0};
			totals.set(id, {exec: total.exec + exec, file: total.file + file, net: total.net + net, other: total.other + other});
		}
		for (const [id, total] of totals) counter.setTotals(id, total);
	}

	problem(): undefined {
		return undefined;
	}

	wake(): void {
		this.#driver.wake();
	}

	async close(): Promise<void> {
		this.#driver.close();
	}
}
