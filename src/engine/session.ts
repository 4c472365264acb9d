import {performance} from 'node:perf_hooks';
import type {Alert} from '../alerts/alert.ts';
import {lookUps} from '../driver/look-ups.ts';
import type {RulesProblem} from '../rules/problem.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import {System} from '../system/system.ts';
import {type CompiledRules, createRulesCompiler, type RulesCompiler} from './compile-rules.ts';
import {Engine} from './engine.ts';
import {EventWatch} from './event-watch.ts';
import {failureOf} from './failure.ts';
import {genericSyscallsOf} from './generic-syscalls.ts';
import {LoopControl} from './loop-control.ts';
import {openSource} from './open-source.ts';
import type {EngineOptions} from './options.ts';
import {Outbox} from './outbox.ts';
import {processRows} from './process-rows.ts';
import type {EngineMessage, EngineRequest} from './protocol.ts';
import {RecentEvents} from './recent-events.ts';
import {RuleCaptures} from './rule-captures.ts';
import type {RuleDefinitions} from './rule-facts.ts';
import {type SaveEventsRequest, saveEvents} from './save-events.ts';
import type {EngineSource, EventSelection} from './source.ts';
import {selectEvents, successOnly} from './syscall-selection.ts';
import {makeTick} from './tick.ts';
import {TypeCounter} from './type-counts.ts';

/** The dashboard draws rates of the ticks; the agent only looks for losses. */
const TICK_MS = {dashboard: 250, agent: 1000} as const;
/** How long a stop waits for alerts to be taken. */
const DRAIN_MS = 1000;

const NO_DEFINITIONS: RuleDefinitions = {macros: [], lists: [], exceptions: []};

/** What the agent has done already before it starts the engine in its own thread. */
export interface Prepared {
	readonly compiler: RulesCompiler;
	readonly rules: CompiledRules;
}

/**
 * The engine behind the protocol: requests in, messages out. Runs in the worker for the dashboard,
 * and in the main thread for the agent, which needs no second thread to stay responsive.
 */
export class EngineSession {
	readonly #send: (message: EngineMessage) => void;
	readonly #control = new LoopControl();
	#options: EngineOptions | undefined;
	#compiler: RulesCompiler | undefined;
	#engine: Engine | undefined;
	#source: EngineSource | undefined;
	#outbox: Outbox | undefined;
	#captures: RuleCaptures | undefined;
	#recent: RecentEvents | undefined;
	#watch: EventWatch | undefined;
	#rules: CompiledRules | undefined;
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
		this.#options = options;
		try {
			this.#compiler = prepared?.compiler ?? createRulesCompiler(options);
			const rules = prepared?.rules ?? this.#compiler.compile(options.rules);
			await this.#run(options, rules);
		} catch (error) {
			this.#send({kind: 'failed', ...failureOf(error)});
		} finally {
			clearInterval(this.#ticks);
			await this.#captures?.close();
			await this.#source?.close();
			this.#source = undefined;
		}
	}

	async #run(options: EngineOptions, rules: CompiledRules): Promise<void> {
		const outbox = new Outbox(options.alertQueueCapacity ?? 0, (alerts) => this.#send({kind: 'alerts', alerts}));
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
		const selection = this.#selection(rules);
		const source = await openSource(options, selection);
		this.#source = source;
		this.#send({kind: 'started', source: source.info});
		this.#sendRules(0, rules);
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
		const engine = this.#engine;
		if (this.#compiler === undefined || engine === undefined) return;
		this.#swap(this.#compiler.compile(files, localRules), id);
	}

	#check(files: readonly RulesFile[], id: number): void {
		if (this.#compiler !== undefined) this.#send({kind: 'checked', id, problems: this.#problemsWith(this.#compiler.check(files))});
	}

	/** Puts rules in use that were compiled outside, by a compiler with other options. */
	replace(compiler: RulesCompiler, rules: CompiledRules): void {
		this.#compiler = compiler;
		this.#swap(rules, 0);
	}

	#swap(rules: CompiledRules, id: number): void {
		this.#engine?.swap(rules.active);
		this.#rules = rules;
		this.#source?.select(this.#selection(rules));
		this.#sendRules(id, rules);
	}

	/** Events of the rules and the state, and those that whoever watches asks for by name. */
	#selection(rules: CompiledRules): EventSelection {
		const wanted = ruleTypes(rules);
		const events = selectEvents(wanted, this.#options?.baseSyscalls);
		for (const code of this.#watch?.eventTypes ?? []) events.add(code);
		// Who looks at events or records them sees failed calls, too.
		const isSeen = this.#options?.snapshots === true || this.#options?.captures !== undefined;
		return {
			events,
			genericSyscalls: genericSyscallsOf(rules.ruleset.rules),
			successOnly: isSeen ? NO_CODES : successOnly(events, wanted),
		};
	}

	#watchEvents(filter: string, id: number): void {
		const {ruleset} = this.#rules ?? {};
		const macros = new Map(ruleset?.macros.map(({name, expanded}) => [name, expanded]));
		const watch = EventWatch.create({filter, macros, hostname: this.#options?.hostname ?? ''});
		const isWatch = watch instanceof EventWatch;
		if (isWatch) this.#setWatch(watch);
		this.#send({kind: 'watching', id, problems: isWatch ? [] : watch});
	}

	#setWatch(watch: EventWatch | undefined): void {
		this.#watch = watch;
		if (this.#engine !== undefined) this.#engine.watch = watch;
		if (this.#rules !== undefined) this.#source?.select(this.#selection(this.#rules));
	}

	#sendWatched(): void {
		const taken = this.#watch?.take();
		if (taken !== undefined && taken.lines.length + taken.dropped > 0) this.#send({kind: 'events', ...taken});
	}

	#sendSilenced(): void {
		const alerts = this.#engine?.silenced?.takeWaiting() ?? [];
		if (alerts.length > 0) this.#send({kind: 'silenced', alerts});
	}

	#sendRules(id: number, {summaries, definitions, exceptions, problems}: CompiledRules): void {
		const isWanted = this.#options?.snapshots === true;
		this.#send({
			kind: 'rules',
			id,
			rules: isWanted ? summaries() : [],
			definitions: isWanted ? definitions() : NO_DEFINITIONS,
			exceptions: exceptions(),
			problems: this.#problemsWith(problems),
		});
	}

	/** Files that could not be read are a fault of every load. */
	#problemsWith(problems: readonly RulesProblem[]): RulesProblem[] {
		return [...(this.#options?.fileProblems ?? []), ...problems];
	}

	#tick(): void {
		this.#sendWatched();
		this.#sendSilenced();
		if (this.#engine === undefined || this.#source === undefined || this.#outbox === undefined) return;
		const tick = makeTick(this.#engine, this.#source, this.#outbox, performance.now());
		this.#send({kind: 'tick', tick: {...tick, recent: this.#recent?.state, typeCounts: this.#engine.typeCounts?.take()}});
	}
}

const NO_CODES: ReadonlySet<number> = new Set();

function ruleTypes({active}: CompiledRules): Set<number> {
	const types = new Set<number>();
	for (const rule of active.rules) for (const code of rule.eventTypes) types.add(code);
	return types;
}
