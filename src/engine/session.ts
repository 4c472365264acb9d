import {performance} from 'node:perf_hooks';
import type {Alert} from '../alerts/alert.ts';
import {lookUps} from '../driver/look-ups.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import {System} from '../system/system.ts';
import {Engine} from './engine.ts';
import {EventWatch} from './event-watch.ts';
import {failureOf} from './failure.ts';
import {LoopControl} from './loop-control.ts';
import {openSource} from './open-source.ts';
import type {EngineOptions} from './options.ts';
import {Outbox} from './outbox.ts';
import {processRows} from './process-rows.ts';
import type {EngineMessage, EngineRequest} from './protocol.ts';
import {RecentEvents} from './recent-events.ts';
import {RuleCaptures} from './rule-captures.ts';
import {type SaveEventsRequest, saveEvents} from './save-events.ts';
import {type Prepared, SessionRules} from './session-rules.ts';
import type {EngineSource} from './source.ts';
import {makeTick} from './tick.ts';
import {TypeCounter} from './type-counts.ts';

/** The dashboard draws rates of the ticks; the agent only looks for losses. */
const TICK_MS = {dashboard: 250, agent: 1000} as const;
/** The dashboard paints four times a second; the agent's outputs want each alert at once. */
const GATHER_MS = {dashboard: 50, agent: 0} as const;
/** How long a stop waits for alerts to be taken. */
const DRAIN_MS = 1000;

/**
 * The engine behind the protocol: requests in, messages out. Runs in the worker for the dashboard,
 * and in the main thread for the agent, which needs no second thread to stay responsive.
 */
export class EngineSession {
	readonly #send: (message: EngineMessage) => void;
	readonly #control = new LoopControl();
	#engine: Engine | undefined;
	#source: EngineSource | undefined;
	#outbox: Outbox | undefined;
	#captures: RuleCaptures | undefined;
	#recent: RecentEvents | undefined;
	#watch: EventWatch | undefined;
	#rules: SessionRules | undefined;
	#hasEnded = false;
	#ticks: NodeJS.Timeout | undefined;
	#finished: Promise<void> = Promise.resolve();

	constructor(send: (message: EngineMessage) => void) {
		this.#send = send;
	}

	handle(request: EngineRequest): void {
		switch (request.kind) {
			case 'start':
				void this.start(request.options);
				return;
			case 'setRules':
				this.setRules(request.rules, request.id, request.localRules);
				return;
			case 'checkRules':
				this.#check(request.rules, request.id);
				return;
			case 'processes':
				this.#send({kind: 'processes', id: request.id, processes: this.#engine ? processRows(this.#engine) : []});
				return;
			case 'setPaused':
				this.#control.setPaused(request.paused);
				return;
			case 'setSpeed':
				this.#source?.setSpeed?.(request.speed);
				this.#control.notify();
				return;
			case 'seek':
				this.#source?.seek?.(Number(request.toNs) / 1e6, Number(this.#engine?.lastTsNs ?? 0n) / 1e6);
				this.#control.notify();
				return;
			case 'saveEvents':
				this.#saveEvents(request);
				return;
			case 'ack':
				this.#outbox?.acknowledge(request.alerts);
				this.#control.notify();
				return;
			case 'watch':
				this.#watchEvents(request.filter, request.id);
				return;
			case 'unwatch':
				this.#setWatch(undefined);
				return;
			case 'countTypes':
				if (this.#engine !== undefined) this.#engine.typeCounts = new TypeCounter(request.scope);
				return;
			case 'uncountTypes':
				if (this.#engine !== undefined) this.#engine.typeCounts = undefined;
				return;
			case 'stop':
				this.#control.stop();
				this.#source?.wake();
				return;
		}
	}

	/** Resolves when the source has been let go, at once when none runs. */
	get finished(): Promise<void> {
		return this.#finished;
	}

	/** Runs the source to its end. `prepared`: rules that were compiled already. Failures are messages, never thrown. */
	start(options: EngineOptions, prepared?: Prepared): Promise<void> {
		this.#finished = this.#start(options, prepared);
		return this.#finished;
	}

	async #start(options: EngineOptions, prepared: Prepared | undefined): Promise<void> {
		try {
			await this.#run(options, new SessionRules(options, prepared));
		} catch (error) {
			// Who stops it while it waits for its source has seen nothing fail.
			if (this.#control.signal.reason !== error) this.#send({kind: 'failed', ...failureOf(error)});
		} finally {
			clearInterval(this.#ticks);
			await this.#captures?.close();
			await this.#source?.close();
			this.#source = undefined;
		}
	}

	async #run(options: EngineOptions, rules: SessionRules): Promise<void> {
		const outbox = new Outbox({
			capacity: options.alertQueueCapacity ?? 0,
			send: (alerts) => this.#send({kind: 'alerts', alerts}),
			gatherMs: options.snapshots ? GATHER_MS.dashboard : GATHER_MS.agent,
		});
		const isLive = options.source.kind === 'live';
		const system = new System({...options.threadTable, ...(isLive && lookUps(process.env.HOST_ROOT))});
		const {captures: captureOptions} = options;
		const captures =
			captureOptions && new RuleCaptures({options: captureOptions, system, onNews: (news) => this.#send({kind: 'capture', news})});
		this.#captures = captures;
		this.#recent = options.snapshots ? new RecentEvents(system) : undefined;
		const engine = new Engine({
			system,
			captures,
			tap: this.#recent,
			ruleMatching: options.ruleMatching,
			hostname: options.hostname,
			snapshots: options.snapshots,
			countContainers: options.snapshots && options.source.kind === 'capture',
			onAlert: (alert: Alert) => outbox.push(alert),
			silenced: options.localRules !== undefined,
		});
		this.#outbox = outbox;
		this.#engine = engine;
		engine.swap(rules.active);
		this.#rules = rules;
		const first = rules.active;
		const source = await openSource(options, rules.selection(undefined), this.#control.signal);
		this.#source = source;
		// Requests are taken while a source opens.
		if (rules.active !== first || this.#watch !== undefined) source.select(rules.selection(this.#watch));
		this.#send({kind: 'started', source: source.info});
		this.#send(rules.message(0));
		this.#ticks = setInterval(() => this.#tick(), options.snapshots ? TICK_MS.dashboard : TICK_MS.agent);
		const end = () => this.#end(engine, outbox, source);
		const isSeekable = options.source.kind === 'capture' && options.source.seekable === true;
		const seekable = isSeekable ? {onEnd: end, onRestart: () => this.#restart(engine, outbox)} : {};
		await source.run({engine, outbox, control: this.#control, ...seekable});
		if (!this.#hasEnded) await end();
	}

	#saveEvents(request: SaveEventsRequest & {readonly id: number}): void {
		const nowMs = this.#source?.info.kind === 'live' ? Date.now() : undefined;
		const hasEnded = this.#hasEnded || this.#source === undefined;
		void saveEvents({recent: this.#recent, nowMs, hasEnded}, request).then((outcome) => {
			this.#send({kind: 'eventsSaved', id: request.id, outcome});
		});
	}

	/** Everything of the source has been seen. */
	async #end(engine: Engine, outbox: Outbox, source: EngineSource): Promise<void> {
		this.#recent?.finishSavings();
		await this.#captures?.close();
		await this.#drain(outbox);
		this.#tick();
		this.#hasEnded = true;
		this.#send({kind: 'ended', events: engine.events, problem: source.problem()});
	}

	#restart(engine: Engine, outbox: Outbox): void {
		engine.restart();
		outbox.clear();
		this.#recent?.clear();
		this.#hasEnded = false;
		this.#send({kind: 'restarted'});
	}

	/** The last alerts go out before `ended`. After a stop nobody waits long for their reader: what is left is counted. */
	async #drain(outbox: Outbox): Promise<void> {
		const control = this.#control;
		let deadlineMs = Number.POSITIVE_INFINITY;
		outbox.flush();
		while (!outbox.isEmpty && performance.now() < deadlineMs) {
			if (control.stopped && deadlineMs === Number.POSITIVE_INFINITY) deadlineMs = performance.now() + DRAIN_MS;
			await control.change(DRAIN_MS / 10);
			outbox.flush();
		}
		outbox.abandon();
	}

	/** Swaps the rules between two events: this runs only while the source's loop gives way. */
	setRules(files: readonly RulesFile[], id: number, localRules?: readonly string[]): void {
		this.#rules?.load(files, localRules);
		this.#apply(id);
	}

	#check(files: readonly RulesFile[], id: number): void {
		if (this.#rules !== undefined) this.#send({kind: 'checked', id, problems: this.#rules.check(files)});
	}

	/** Puts rules in use that were compiled outside, by a compiler with other options. */
	replace(prepared: Prepared): void {
		this.#rules?.replace(prepared);
		this.#apply(0);
	}

	#apply(id: number): void {
		const rules = this.#rules;
		if (rules === undefined || this.#engine === undefined) return;
		this.#engine.swap(rules.active);
		this.#source?.select(rules.selection(this.#watch));
		this.#send(rules.message(id));
	}

	#watchEvents(filter: string, id: number): void {
		const watch = this.#rules?.createWatch(filter);
		const isWatch = watch instanceof EventWatch;
		if (isWatch) this.#setWatch(watch);
		this.#send({kind: 'watching', id, problems: isWatch ? [] : (watch ?? [])});
	}

	#setWatch(watch: EventWatch | undefined): void {
		this.#watch = watch;
		if (this.#engine !== undefined) this.#engine.watch = watch;
		if (this.#rules !== undefined) this.#source?.select(this.#rules.selection(watch));
	}

	#sendWatched(): void {
		const taken = this.#watch?.take();
		if (taken !== undefined && taken.lines.length + taken.dropped > 0) this.#send({kind: 'events', ...taken});
	}

	#sendSilenced(): void {
		const alerts = this.#engine?.silenced?.takeWaiting() ?? [];
		if (alerts.length > 0) this.#send({kind: 'silenced', alerts});
	}

	#tick(): void {
		this.#sendWatched();
		this.#sendSilenced();
		if (this.#engine === undefined || this.#source === undefined || this.#outbox === undefined) return;
		const tick = makeTick(this.#engine, this.#source, this.#outbox, performance.now());
		this.#send({kind: 'tick', tick: {...tick, recent: this.#recent?.state, typeCounts: this.#engine.typeCounts?.take()}});
	}
}
