import {rmSync, statSync} from 'node:fs';
import {type CaptureWriter, openCaptureWriter} from '../capture/writer.ts';
import type {EventCursor} from '../events/cursor.ts';
import {containerEvents} from '../system/container-dump.ts';
import type {System} from '../system/system.ts';
import type {ActiveRule} from './active-rules.ts';
import type {MatchCaptures} from './engine.ts';
import {failureOf} from './failure.ts';

/** Falco's `capture:`. */
export interface CaptureOptions {
	/** Beginning of the files' paths. */
	readonly pathPrefix: string;
	/** Every rule starts a capture, not only those with `capture: true`. */
	readonly allRules: boolean;
	/** For rules without a `capture_duration`. */
	readonly defaultDurationMs: number;
	/** 0 = no limit. */
	readonly maxFileBytes: number;
}

/** What becomes of captures, for log and outputs. */
export type CaptureNews =
	| {readonly event: 'started'; readonly path: string; readonly rule: string}
	| {readonly event: 'finished'; readonly path: string; readonly events: number; readonly lost: number}
	/** The file is as large as it may be: it ends before its time. */
	| {readonly event: 'limit'; readonly path: string; readonly bytes: number; readonly tsNs: bigint}
	| {readonly event: 'failed'; readonly path: string; readonly message: string};

export interface RuleCapturesSetup {
	readonly options: CaptureOptions;
	readonly system: System;
	readonly onNews: (news: CaptureNews) => void;
}

/** A disk that is so far behind is waited for no longer: what comes then is lost, and counted. */
const MOST_WAITING_BYTES = 64 << 20;
/** How long none is begun after one could not be written. */
const REST_MS = 10_000;
const NAME_DIGITS = 17;

interface Running {
	readonly writer: CaptureWriter;
	/** Milliseconds since the epoch, by the events' own clock. */
	untilMs: number;
	/** Of the last event that it saw. */
	lastMs: number;
	lost: number;
}

const timeMs = (cursor: EventCursor): number => cursor.tsSeconds * 1000 + cursor.tsNanos / 1e6;

/**
 * Writes captures that begin at an event a rule matched, one at a time: matches while one runs prolong it. The head is the
 * state as it is at the match, so that the file can be replayed alone.
 */
export class RuleCaptures implements MatchCaptures {
	/** Events that found no room because the disk was behind. */
	lost = 0;
	readonly #setup: RuleCapturesSetup;
	readonly #closing = new Set<Promise<void>>();
	#running: Running | undefined;
	/** Why the last capture could not be written. */
	#refusal: string | undefined;
	/** By the events' own clock: after a failure none is begun until then. */
	#restsUntilMs = 0;

	constructor(setup: RuleCapturesSetup) {
		this.#setup = setup;
	}

	onMatch(rule: ActiveRule, cursor: EventCursor): void {
		const {allRules, defaultDurationMs} = this.#setup.options;
		if (!allRules && !rule.capture) return;
		const untilMs = timeMs(cursor) + (rule.captureDurationMs > 0 ? rule.captureDurationMs : defaultDurationMs);
		if (this.#running === undefined) {
			if (timeMs(cursor) >= this.#restsUntilMs) this.#start(rule, cursor, untilMs);
		} else this.#running.untilMs = Math.max(this.#running.untilMs, untilMs);
	}

	#start(rule: ActiveRule, cursor: EventCursor, untilMs: number): void {
		const {options, system, onNews} = this.#setup;
		const digits = (number: bigint | number): string => String(number).padStart(NAME_DIGITS, '0');
		const path = `${options.pathPrefix}_${digits(cursor.tsNs)}_${digits(cursor.num)}.scap`;
		try {
			const writer = openCaptureWriter(path, {head: system.snapshot()});
			writer.writeLarge(containerEvents(system.containers.values(), cursor.tsNs));
			this.#running = {writer, untilMs, lastMs: timeMs(cursor), lost: 0};
			if (this.#refusal === undefined) onNews({event: 'started', path, rule: rule.name});
		} catch (error) {
			this.#fail(path, error, timeMs(cursor));
		}
	}

	/** A disk that is full stays full for a while, and a folder that is missing too: that is told once, and tried again now and then. */
	#fail(path: string, error: unknown, nowMs: number): void {
		const {code, message} = failureOf(error);
		if (code !== this.#refusal) this.#setup.onNews({event: 'failed', path, message});
		this.#refusal = code;
		this.#restsUntilMs = nowMs + REST_MS;
	}

	afterRules(cursor: EventCursor): void {
		const running = this.#running;
		if (running === undefined) return;
		running.lastMs = timeMs(cursor);
		if (running.lastMs > running.untilMs) this.#stop(running);
		else this.#write(running, cursor);
	}

	#write(running: Running, cursor: EventCursor): void {
		const {writer} = running;
		const {maxFileBytes} = this.#setup.options;
		if (writer.waitingBytes > MOST_WAITING_BYTES) {
			running.lost++;
			this.lost++;
			return;
		}
		try {
			writer.write(cursor);
		} catch {
			// Closing it tells why.
			this.#stop(running);
			return;
		}
		if (maxFileBytes === 0 || writer.expectedFileBytes < maxFileBytes) return;
		this.#setup.onNews({event: 'limit', path: writer.path, bytes: writer.fileBytes, tsNs: cursor.tsNs});
		this.#stop(running);
	}

	#stop({writer, lost, lastMs}: Running): void {
		const {path} = writer;
		this.#running = undefined;
		const closing = writer.close().then(
			() => {
				this.#refusal = undefined;
				this.#setup.onNews({event: 'finished', path, events: writer.events, lost});
			},
			(error: unknown) => {
				// Nothing of it reached the disk: an empty file would only be in the way.
				if (statSync(path, {throwIfNoEntry: false})?.size === 0) rmSync(path, {force: true});
				this.#fail(path, error, lastMs);
			},
		);
		const done = closing.finally(() => this.#closing.delete(done));
		this.#closing.add(done);
	}

	/** Ends the capture that runs; resolves when all files are whole. */
	async close(): Promise<void> {
		if (this.#running !== undefined) this.#stop(this.#running);
		await Promise.all(this.#closing);
	}
}
