import type {Alert} from '../alerts/alert.ts';
import type {EventCursor} from '../events/cursor.ts';
import {eventCode} from '../events/event-types.ts';
import type {EventContext} from '../system/context.ts';
import type {System} from '../system/system.ts';
import {type ActiveRule, type ActiveRules, type Bucket, NO_RULES} from './active-rules.ts';
import {AlertBuilder} from './alert-builder.ts';
import {ContainerCounter} from './container-counts.ts';
import type {OwnAlerts} from './own-alerts.ts';
import {ProcessCounts} from './process-counts.ts';
import {SilencedAlerts} from './silenced-alerts.ts';
import type {TypeCounter} from './type-counts.ts';

export interface EngineSetup {
	readonly system: System;
	readonly ruleMatching: 'first' | 'all';
	readonly hostname: string;
	readonly snapshots: boolean;
	/** Count events by container and process here; live, the driver counts by container. */
	readonly countContainers: boolean;
	readonly onAlert: (alert: Alert) => void;
	/** Sees every event before it is applied. */
	readonly tap?: EventTap;
	/** Writes captures of matches (`capture:`). */
	readonly captures?: MatchCaptures;
	/** Count and show what the exceptions of the user's file keep back. */
	readonly silenced?: boolean;
}

/** Something that looks at events as they pass. The cursor is valid during the call only. */
export interface EventTap {
	take(cursor: EventCursor, stateOnly: boolean): void;
}

export interface MatchCaptures {
	/** A rule matched the event. */
	onMatch(rule: ActiveRule, cursor: EventCursor): void;
	/** Every event, when its rules have been evaluated. */
	afterRules(cursor: EventCursor): void;
}

const PROCEXIT = eventCode('PROCEXIT_1_E');

/** Events in, alerts out: one event at a time, whatever the source. */
export class Engine {
	readonly system: System;
	readonly containers = new ContainerCounter();
	readonly processEvents = new ProcessCounts();
	readonly processAlerts = new ProcessCounts();
	/** Events processed; also the last `evt.num`. */
	events = 0;
	alerts = 0;
	/** Sees every event after it was applied and before its rules, while somebody watches. */
	watch: {see(event: EventContext): void} | undefined;
	/** Counts events by type, while somebody looks. */
	typeCounts: TypeCounter | undefined;
	readonly silenced: SilencedAlerts | undefined;
	/** This program itself, where its alerts are left out. */
	own: OwnAlerts | undefined;
	#cursor: EventCursor | undefined;
	#active: ActiveRules = NO_RULES;
	readonly #first: boolean;
	readonly #perProcess: boolean;
	readonly #countContainers: boolean;
	readonly #builder: AlertBuilder;
	readonly #onAlert: (alert: Alert) => void;
	readonly #tap: EventTap | undefined;
	readonly #captures: MatchCaptures | undefined;

	constructor({system, ruleMatching, hostname, snapshots, countContainers, onAlert, tap, captures, silenced}: EngineSetup) {
		this.#tap = tap;
		this.#captures = captures;
		this.system = system;
		this.silenced = silenced ? new SilencedAlerts(hostname) : undefined;
		this.#first = ruleMatching === 'first';
		this.#perProcess = snapshots;
		this.#countContainers = countContainers;
		this.#builder = new AlertBuilder({hostname, snapshots});
		this.#onAlert = onAlert;
	}

	get rules(): ActiveRules {
		return this.#active;
	}

	/** Time of the last event, nanoseconds since the epoch: a cursor keeps it when the event's bytes are gone. */
	get lastTsNs(): bigint {
		return this.#cursor?.tsNs ?? 0n;
	}

	/** Puts other rules in use, between two events. Hits of rules of the same name go on. */
	swap(rules: ActiveRules): void {
		const hits = new Map(this.#active.rules.map((rule) => [rule.name, rule.hits]));
		for (const rule of rules.rules) rule.hits = hits.get(rule.name) ?? 0;
		this.#active = rules;
		this.silenced?.use(rules.exceptions);
	}

	/** Counts from the beginning again, for a recording that begins anew. The rules stay; the system is the source's to load. */
	restart(): void {
		this.#cursor = undefined;
		this.events = 0;
		this.alerts = 0;
		this.containers.clear();
		this.processEvents.clear();
		this.processAlerts.clear();
		this.typeCounts?.clear();
		this.silenced?.clear();
		for (const rule of this.#active.rules) rule.hits = 0;
	}

	/** Applies the event to the system and raises the alerts of the rules that match it. */
	process(cursor: EventCursor): void {
		cursor.num = ++this.events;
		this.#cursor = cursor;
		this.#tap?.take(cursor, false);
		const event = this.system.begin(cursor);
		this.#active.observe(event);
		if (this.#countContainers) this.containers.countEvent(event);
		if (this.#perProcess && event.thread !== undefined) this.processEvents.add(event.thread.pid);
		if (this.watch !== undefined) this.watch.see(event);
		if (this.typeCounts !== undefined) this.typeCounts.see(event);
		const bucket = this.#active.buckets[cursor.type];
		if (bucket !== undefined) this.#evaluate(bucket, event);
		if (this.#perProcess && cursor.type === PROCEXIT) this.#forgetProcess(event);
		this.#captures?.afterRules(cursor);
		this.system.end();
	}

	/** Applies an event to the system that rules and counts do not see (a recording's state-only events). */
	applyOnly(cursor: EventCursor): void {
		cursor.num = ++this.events;
		this.#cursor = cursor;
		this.#tap?.take(cursor, true);
		this.#active.observe(this.system.begin(cursor));
		this.system.end();
	}

	#evaluate(bucket: Bucket, event: EventContext): void {
		this.#active.nextEvent();
		if (bucket.bare !== undefined && this.silenced !== undefined) {
			this.#evaluateExcepted(bucket, event, this.silenced);
			return;
		}
		const {rules, predicates} = bucket;
		for (let i = 0; i < predicates.length; i++) {
			if (!predicates[i](event)) continue;
			this.#raise(rules[i], event);
			if (this.#first) return;
		}
	}

	/** The same verdicts; what would match without an exception is counted. With `first` only as far as rules are asked at all. */
	#evaluateExcepted({rules, predicates, bare}: Bucket, event: EventContext, silenced: SilencedAlerts): void {
		for (let i = 0; i < predicates.length; i++) {
			if (predicates[i](event)) {
				this.#raise(rules[i], event);
				if (this.#first) return;
			} else {
				const without = bare?.[i];
				if (without?.(event) && !this.own?.takes(event.thread)) silenced.take(rules[i], event);
			}
		}
	}

	#raise(rule: ActiveRule, event: EventContext): void {
		if (this.own?.takes(event.thread)) return;
		rule.hits++;
		this.alerts++;
		const alert = this.#builder.build(rule, event);
		this.containers.countAlert(alert.containerId);
		if (this.#perProcess) this.processAlerts.add(alert.pid);
		if (this.typeCounts !== undefined) this.typeCounts.countAlert(alert.containerId, alert.pid);
		this.#onAlert(alert);
		this.#captures?.onMatch(rule, event.cursor);
	}

	#forgetProcess({thread, cursor}: EventContext): void {
		if (thread === undefined || thread.pid !== cursor.tid) return;
		this.processEvents.forget(thread.pid);
		this.processAlerts.forget(thread.pid);
	}
}
