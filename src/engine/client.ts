import {Worker} from 'node:worker_threads';
import type {ConditionProblem} from '../filter/problem.ts';
import type {RulesProblem} from '../rules/problem.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import type {CountScope} from './counts.ts';
import type {EngineOptions} from './options.ts';
import type {ProcessRow} from './process-rows.ts';
import type {EngineMessage, EngineRequest, SaveEventsOutcome} from './protocol.ts';

export type RulesMessage = Extract<EngineMessage, {kind: 'rules'}>;
export type MessageListener = (message: EngineMessage) => void;

/** Memory for what lives shortly: the engine makes little but alerts, and three times 16 MB of it is what Node would take. */
const YOUNG_MB = 12;

/** The engine was closed, or its worker ended, before it answered. */
export class EngineClosed extends Error {
	override readonly name = 'EngineClosed';
	readonly code = 'engine-closed';
}

/** The main thread's face of the engine in its worker thread. */
export class EngineClient {
	readonly #worker: Worker;
	readonly #listeners = new Set<MessageListener>();
	readonly #waiting = new Map<number, {resolve: (message: EngineMessage) => void; reject: (error: Error) => void}>();
	/** What the worker said before anybody listened. */
	#early: EngineMessage[] | undefined = [];
	#lastId = 0;
	/** Alerts that the engine is told of next. */
	#taken = 0;
	#turn: NodeJS.Immediate | undefined;
	#exited = false;
	#closing = false;
	#crashed = false;

	/** `workerFile`: the bundled `engine-worker.cjs`. */
	constructor(workerFile: string | URL) {
		this.#worker = new Worker(workerFile, {name: 'engine', resourceLimits: {maxYoungGenerationSizeMb: YOUNG_MB}});
		this.#worker.on('message', (message: EngineMessage) => this.#receive(message));
		this.#worker.on('error', (error) => {
			this.#crashed = true;
			this.#emit({kind: 'failed', code: 'engine-crashed', message: error.stack ?? error.message, hint: ''});
		});
		this.#worker.on('exit', () => this.#finish());
	}

	/** Calls back for every message, the first listener for those before it too; the returned function ends that. Listeners run in the order they came. */
	onMessage(listener: MessageListener): () => void {
		this.#listeners.add(listener);
		const early = this.#early ?? [];
		this.#early = undefined;
		for (const message of early) listener(message);
		return () => this.#listeners.delete(listener);
	}

	/** Compiles the rules and begins; `started` and `rules` (id 0) follow, or `failed`. */
	start(options: EngineOptions): void {
		this.#post({kind: 'start', options});
	}

	/** Swaps the rules between two events; state and events are kept. Where rules do not load, the others are in use. */
	setRules(rules: readonly RulesFile[], localRules?: readonly string[]): Promise<RulesMessage> {
		return this.#ask((id) => ({kind: 'setRules', id, rules, localRules})) as Promise<RulesMessage>;
	}

	/** What is wrong with rules that are not in use yet. */
	async checkRules(rules: readonly RulesFile[]): Promise<readonly RulesProblem[]> {
		const answer = await this.#ask((id) => ({kind: 'checkRules', id, rules}));
		return answer.kind === 'checked' ? answer.problems : [];
	}

	/** The processes the system model knows now. */
	async processes(): Promise<readonly ProcessRow[]> {
		const answer = await this.#ask((id) => ({kind: 'processes', id}));
		return answer.kind === 'processes' ? answer.processes : [];
	}

	/** Replay only. */
	setPaused(paused: boolean): void {
		this.#post({kind: 'setPaused', paused});
	}

	/** Replay only: times the recorded pace; 0 = as fast as possible. */
	setSpeed(speed: number): void {
		this.#post({kind: 'setSpeed', speed});
	}

	/** Replay only: goes to a time of the recording, nanoseconds since the epoch. */
	seek(toNs: bigint): void {
		this.#post({kind: 'seek', toNs});
	}

	/** Writes the raw events of a span to a new capture, as far as they are kept. */
	async saveEvents(path: string, fromNs: bigint, toNs: bigint): Promise<SaveEventsOutcome> {
		const answer = await this.#ask((id) => ({kind: 'saveEvents', id, path, fromNs, toNs}));
		return answer.kind === 'eventsSaved' ? answer.outcome : {ok: false, message: 'the engine gave no answer', hint: ''};
	}

	/** Shows events that the filter lets through, as `events` messages; resolves with what is wrong with the filter. */
	async watch(filter: string): Promise<readonly ConditionProblem[]> {
		const answer = await this.#ask((id) => ({kind: 'watch', id, filter}));
		return answer.kind === 'watching' ? answer.problems : [];
	}

	unwatch(): void {
		this.#post({kind: 'unwatch'});
	}

	/** Counts events by type and second: ticks carry `typeCounts`. */
	countTypes(scope: CountScope): void {
		this.#post({kind: 'countTypes', scope});
	}

	uncountTypes(): void {
		this.#post({kind: 'uncountTypes'});
	}

	/** Ends the source and the worker; resolves when the worker is gone, at the latest after two seconds. */
	async close(): Promise<void> {
		this.#closing = true;
		if (this.#exited) return;
		const gone = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
		this.#post({kind: 'stop'});
		const timer = setTimeout(() => void this.#worker.terminate(), 2000);
		await gone;
		clearTimeout(timer);
	}

	#post(request: EngineRequest): void {
		if (!this.#exited) this.#worker.postMessage(request);
	}

	#ask(request: (id: number) => EngineRequest): Promise<EngineMessage> {
		if (this.#exited) return Promise.reject(new EngineClosed('the engine is closed'));
		const id = ++this.#lastId;
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, {resolve, reject});
			this.#post(request(id));
		});
	}

	#receive(message: EngineMessage): void {
		if ('id' in message) {
			this.#waiting.get(message.id)?.resolve(message);
			this.#waiting.delete(message.id);
		}
		this.#emit(message);
		if (message.kind === 'alerts') this.#acknowledge(message.alerts.length);
	}

	/**
	 * In the next turn of the event loop: Node takes message after message as long as one is there, up to a thousand. An
	 * engine that is told at once always has the next one there, and keys and frames wait for seconds.
	 */
	#acknowledge(alerts: number): void {
		this.#taken += alerts;
		this.#turn ??= setImmediate(() => {
			this.#turn = undefined;
			this.#post({kind: 'ack', alerts: this.#taken});
			this.#taken = 0;
		});
	}

	#emit(message: EngineMessage): void {
		this.#early?.push(message);
		for (const listener of this.#listeners) listener(message);
	}

	#finish(): void {
		this.#exited = true;
		if (!this.#closing && !this.#crashed)
			this.#emit({kind: 'failed', code: 'engine-ended', message: 'the engine ended by itself', hint: 'what was seen stays; start again'});
		for (const {reject} of this.#waiting.values()) reject(new EngineClosed('the engine ended before it answered'));
		this.#waiting.clear();
	}
}
