import type {Alert} from '../alerts/alert.ts';
import type {ContainerCounts} from '../engine/counts.ts';
import type {EngineTick} from '../engine/engine-tick.ts';
import type {ProcessRow} from '../engine/process-rows.ts';
import type {EngineMessage} from '../engine/protocol.ts';
import type {RulesProblem} from '../rules/problem.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import {UNKNOWN_CONTAINER} from '../tuning/alert-value.ts';
import type {FalcoLogReader, LogLine} from '../tuning/falco-log.ts';
import type {EnginePort, RulesMessage} from '../ui/store/engine-port.ts';
import type {TailRules} from './tail-rules.ts';
import {TailSilenced} from './tail-silenced.ts';
import type {AlertLineSource, LineSink} from './tail-source.ts';

const TICK_MS = 250;
const MAX_BATCH = 500;
const MAX_CONTAINERS = 1000;
const MAX_UNKNOWN_RULES = 100;
const TEXT_ALERT = /(?:^|\s)[\dT:.+-]{18,}: (?:Emergency|Alert|Critical|Error|Warning|Notice|Informational|Debug) /;
/** Hosts and containers have no events here, only alerts. */
const NO_EVENTS = {exec: 0, file: 0, net: 0, other: 0};

export interface TailEngineOptions {
	readonly source: AlertLineSource;
	readonly reader: FalcoLogReader;
	readonly rules: TailRules;
	readonly hostname: string;
	/** Monotonic milliseconds. */
	readonly clockMs: () => number;
}

/** The engine's place at the dashboard, taken by an existing Falco: its alerts come in, its rules are tuned. */
export class TailEngine implements EnginePort, LineSink {
	readonly #options: TailEngineOptions;
	readonly #listeners = new Set<(message: EngineMessage) => void>();
	readonly #hits: Record<string, number> = Object.create(null);
	readonly #containers = new Map<string, {alerts: number; name: string}>();
	readonly #unknownRules = new Set<string>();
	readonly #drops = {'lines that are no alert': 0, 'lines too long': 0, 'senders turned away': 0};
	readonly #silenced = new TailSilenced();
	#batch: Alert[] = [];
	#toldOfTexts = false;
	#label: string | undefined;
	#forgottenContainers = 0;
	#lines = 0;
	#alerts = 0;
	readonly #log = {otherLines: 0, notices: 0, falcoDrops: 0, silenced: 0, gaps: 0};
	#lastTsNs = 0n;
	#lastId = 0;
	#timer: NodeJS.Timeout | undefined;

	constructor(options: TailEngineOptions) {
		this.#options = options;
	}

	onMessage(listener: (message: EngineMessage) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	start(): void {
		const {source, rules} = this.#options;
		this.#tellSource();
		this.#emit(rules.message(0));
		this.#timer = setInterval(() => this.flush(), TICK_MS);
		source.start(this);
	}

	async setRules(files: readonly RulesFile[], localRules?: readonly string[]): Promise<RulesMessage> {
		this.#deliver();
		this.#options.rules.swap(files, localRules);
		const message = this.#options.rules.message(++this.#lastId);
		this.#emit(message);
		return message;
	}

	async checkRules(files: readonly RulesFile[]): Promise<readonly RulesProblem[]> {
		return this.#options.rules.check(files);
	}

	/** The processes are on the machine of that Falco. */
	async processes(): Promise<readonly ProcessRow[]> {
		return [];
	}

	setPaused(paused: boolean): void {
		this.#options.source.setPaused(paused);
	}

	async close(): Promise<void> {
		clearInterval(this.#timer);
		await this.#options.source.close();
	}

	line(text: string): boolean {
		this.#lines++;
		const read = this.#options.reader.read(text);
		if (read.kind === 'bad') this.#drops['lines that are no alert']++;
		else if (read.kind === 'alert') this.#take(read.alert);
		else if (read.kind === 'notice') this.#takeNotice(read);
		else this.#takeOther(text);
		return read.kind === 'alert' || read.kind === 'notice';
	}

	/** A text alert tells no fields, so nothing can be made of it. */
	#takeOther(text: string): void {
		this.#log.otherLines++;
		if (this.#toldOfTexts || !TEXT_ALERT.test(text)) return;
		this.#toldOfTexts = true;
		this.note('some lines are text alerts, which tell no fields: set json_output: true in falco.yaml of that Falco', 'warn');
	}

	/** Falco's own: what it dropped is missing here too. */
	#takeNotice({rule, dropped, reason}: Extract<LogLine, {kind: 'notice'}>): void {
		this.#log.notices++;
		if (dropped > 0 && this.#log.falcoDrops === 0) this.note(`that Falco drops system calls (${rule}): alerts may be missing`, 'warn');
		if (reason !== undefined) this.note(`that Falco keeps its old rules: ${reason}`, 'warn');
		this.#log.falcoDrops += dropped;
	}

	tooLong(): void {
		this.#lines++;
		this.#drops['lines too long']++;
	}

	turnedAway(): void {
		this.#drops['senders turned away']++;
	}

	note(message: string, level: 'info' | 'warn' = 'info'): void {
		if (this.#label !== this.#options.source.label) this.#tellSource();
		this.#emit({kind: 'notice', level, text: message});
	}

	#tellSource(): void {
		const {source, hostname} = this.#options;
		this.#label = source.label;
		this.#emit({kind: 'started', source: {kind: 'log', label: source.label, hostname}});
	}

	gap(message: string): void {
		this.#log.gaps++;
		this.note(message, 'warn');
	}

	ended(): void {
		this.flush();
		this.#emit({kind: 'ended', events: this.#lines});
	}

	failed(message: string, hint: string): void {
		this.flush();
		this.#emit({kind: 'failed', code: 'tail-source', message, hint});
	}

	/** Hands on what waits, and the counts. */
	flush(): void {
		this.#deliver();
		this.#emit({kind: 'tick', tick: this.#tick()});
	}

	#take(read: Alert): void {
		if (!this.#options.rules.knows(read.rule)) this.#tellUnknown(read.rule);
		const alert = this.#options.rules.apply(read);
		if (alert === undefined) {
			this.#log.silenced++;
			this.#silenced.take(read, this.#options.rules.exceptions);
			return;
		}
		this.#alerts++;
		this.#lastTsNs = alert.tsNs;
		this.#hits[alert.rule] = (this.#hits[alert.rule] ?? 0) + 1;
		this.#countContainer(alert);
		this.#batch.push(alert);
		if (this.#batch.length >= MAX_BATCH) this.#deliver();
	}

	/** An exception for it could go nowhere. */
	#tellUnknown(rule: string): void {
		if (this.#unknownRules.has(rule) || this.#unknownRules.size >= MAX_UNKNOWN_RULES) return;
		this.#unknownRules.add(rule);
		this.note(`no rules file has rule '${rule}': name those of that Falco with -r`, 'warn');
	}

	/** The one that was longest without an alert makes room. */
	#countContainer({containerId, fields}: Alert): void {
		const known = this.#containers.get(containerId);
		const name = containerId === UNKNOWN_CONTAINER ? undefined : fields['container.name'];
		const counts = known ?? {alerts: 0, name: typeof name === 'string' ? name : ''};
		counts.alerts++;
		this.#containers.delete(containerId);
		this.#containers.set(containerId, counts);
		if (this.#containers.size <= MAX_CONTAINERS) return;
		const [oldest] = this.#containers.keys();
		this.#containers.delete(oldest);
		this.#forgottenContainers++;
	}

	#deliver(): void {
		const silenced = this.#silenced.takeWaiting();
		if (silenced.length > 0) this.#emit({kind: 'silenced', alerts: silenced});
		if (this.#batch.length === 0) return;
		const alerts = this.#batch;
		this.#batch = [];
		this.#emit({kind: 'alerts', alerts});
	}

	#tick(): EngineTick {
		const containers = [...this.#containers].map(([id, {alerts, name}]): ContainerCounts => ({id, name, counts: NO_EVENTS, alerts}));
		return {
			atMs: this.#options.clockMs(),
			eventTsNs: this.#lastTsNs,
			events: this.#lines,
			alerts: this.#alerts,
			drops: {...this.#drops},
			hits: {...this.#hits},
			silenced: this.#silenced.counts(this.#options.rules.exceptions),
			containers,
			forgottenContainers: this.#forgottenContainers,
			threads: 0,
			fds: 0,
			ringBytes: 0,
			ringSizeBytes: 0,
			log: {...this.#log},
		};
	}

	#emit(message: EngineMessage): void {
		for (const listener of this.#listeners) listener(message);
	}
}
