import type {Alert} from '../../alerts/alert.ts';
import type {EngineTick} from '../../engine/engine-tick.ts';
import type {ProcessRow} from '../../engine/process-rows.ts';
import type {EngineMessage, SourceInfo} from '../../engine/protocol.ts';
import type {RuleDefinitions, RuleSummary} from '../../engine/rule-facts.ts';
import type {RulesProblem} from '../../rules/problem.ts';
import {History} from '../../tuning/history.ts';
import {NoiseGroups} from '../../tuning/noise-group.ts';
import {RateRing} from '../../tuning/rate-ring.ts';
import {showText} from '../terminal/sanitize.ts';
import {formatCount} from '../widgets/numbers.ts';
import {ActionLog} from './action-log.ts';
import {captureLogEntry} from './capture-news.ts';
import {applyCounts, type ContainerState, createContainerState} from './container-rates.ts';
import {Silenced} from './silenced.ts';

export type EngineStatus =
	| {readonly kind: 'starting' | 'running'}
	/** `problem`: where a recording is broken. */
	| {readonly kind: 'ended'; readonly events: number; readonly problem?: string}
	| {readonly kind: 'failed'; readonly code: string; readonly message: string; readonly hint: string};

/** Memory that alerts and their groups may take; the usual bounds without. */
export interface StoreBounds {
	readonly alertBytes?: number;
	readonly groupBytes?: number;
}

/** What the engine has said, in the shape the views read. Taking in an alert costs the same however many there are. */
export class Store {
	status: EngineStatus = {kind: 'starting'};
	source: SourceInfo | undefined;
	/** Captures that are being written, and the event time at which each is whole. */
	readonly savings = new Map<string, bigint>();
	tick: EngineTick | undefined;
	readonly groups: NoiseGroups;
	readonly history: History;
	/** Alerts that exceptions keep back; none of them is among those above. */
	readonly silenced = new Silenced();
	readonly containers = new Map<string, ContainerState>();
	rules: readonly RuleSummary[] = [];
	/** Macros and lists of the present rules. */
	definitions: RuleDefinitions = {macros: [], lists: [], exceptions: []};
	problems: readonly RulesProblem[] = [];
	processes: readonly ProcessRow[] = [];
	processesAtMs = 0;
	readonly log: ActionLog;
	eventRate = new RateRing();
	alertRate = new RateRing();
	/** Alerts taken in, and how many of each rule; suppressed ones never arrive. */
	alerts = 0;
	private ticks = 0;

	constructor(
		readonly wallMs: () => number,
		bounds: StoreBounds = {},
	) {
		this.groups = new NoiseGroups({maxBytes: bounds.groupBytes});
		this.history = new History({maxBytes: bounds.alertBytes});
		this.log = new ActionLog(wallMs);
	}

	/** The time rates are counted in: the wall clock live, the recording's clock in a replay. */
	get nowMs(): number {
		if (this.source?.kind !== 'capture') return this.wallMs();
		const last = this.tick?.eventTsNs ?? 0n;
		return last === 0n ? this.wallMs() : Number(last / 1_000_000n);
	}

	get drops(): number {
		let sum = 0;
		for (const reason in this.tick?.drops) sum += this.tick.drops[reason];
		return sum;
	}

	apply(message: EngineMessage): void {
		switch (message.kind) {
			case 'started':
				this.source = message.source;
				this.status = {kind: 'running'};
				return;
			case 'rules':
				this.rules = message.rules;
				this.definitions = message.definitions;
				this.silenced.use(message.exceptions);
				this.problems = message.problems;
				return;
			case 'alerts':
				for (const alert of message.alerts) this.addAlert(alert);
				return;
			case 'silenced':
				this.silenced.take(message);
				return;
			case 'capture':
				this.log.add(...captureLogEntry(message.news));
				return;
			case 'notice':
				this.log.add(message.level, showText(message.text));
				return;
			case 'tick':
				this.addTick(message.tick);
				return;
			case 'restarted':
				this.forget();
				return;
			case 'processes':
				this.processes = message.processes;
				return;
			case 'ended':
				this.end(message.events, message.problem);
				return;
			case 'failed':
				this.status = message;
				this.log.add('bad', `${message.message}. ${message.hint}`);
		}
	}

	private end(events: number, problem: string | undefined): void {
		this.status = {kind: 'ended', events, problem: problem && showText(problem)};
		const after = `after ${formatCount(events)} ${this.source?.kind === 'log' ? 'lines' : 'events'}`;
		if (problem === undefined) this.log.add('info', `the source has ended ${after}`);
		else this.log.add('bad', `the source broke off ${after}: ${showText(problem)}`);
	}

	/** A replay went back: what it said so far will be said again. */
	private forget(): void {
		this.log.dismiss();
		this.status = {kind: 'running'};
		this.tick = undefined;
		this.alerts = 0;
		this.groups.clear();
		this.history.clear();
		this.silenced.clear();
		this.containers.clear();
		this.eventRate = new RateRing();
		this.alertRate = new RateRing();
	}

	private addAlert(alert: Alert): void {
		this.alerts++;
		this.groups.add(alert);
		this.history.add(alert);
		this.alertRate.add(Number(alert.tsNs) / 1e6);
	}

	private addTick(tick: EngineTick): void {
		const before = this.tick;
		this.tick = tick;
		if (tick.silenced !== undefined) this.silenced.counts = tick.silenced;
		this.ticks++;
		// Counts of a replay are put where its clock is; two clocks would show no rates at all.
		const atMs = this.nowMs;
		if (before !== undefined) this.eventRate.add(atMs, Math.max(0, tick.events - before.events));
		for (const counts of tick.containers) {
			const known = this.containers.get(counts.id);
			const state = known ?? createContainerState(counts);
			if (known === undefined) this.containers.set(counts.id, state);
			else applyCounts(known, counts, atMs);
			state.lastTick = this.ticks;
		}
		for (const [id, state] of this.containers) if (state.lastTick !== this.ticks) this.containers.delete(id);
	}
}
