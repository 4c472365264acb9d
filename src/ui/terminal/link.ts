import type {FrameSink} from './compositor.ts';

/** Asks a terminal for its status; it answers `CSI 0 n` when it has come to it (ECMA-48 DSR). */
const QUESTION = '\x1b[5n';
/** An answer that took longer than the quickest by this waited behind what was written before. */
const LATE_MS = 100;
/** What may be on its way before even a frame that a person waits for is held: where answers come late, and where they do not. */
const WINDOW_BYTES = {late: 1024, prompt: 16_384} as const;
/** A slow line rests so many times as long as a frame was on its way: keys come then. */
const RESTS = 3;
/** A terminal that has not answered for so long, though it did before, will not: nothing is held for it any more. */
const PATIENCE_MS = 10_000;
/** The same of one that has never answered. */
const FIRST_ANSWER_MS = 2000;
/** How long a terminal that answers is waited for when it is given back, and how old the question may become for one that may not. */
const SETTLE_MS = {known: 3000, unknown: 500} as const;

export interface LinkOptions {
	readonly output: FrameSink;
	readonly nowMs: () => number;
	/** Not where the terminal would show the question instead of answering it. */
	readonly canAsk: boolean;
	/** A frame that was held may be painted. */
	readonly onFree: () => void;
}

/**
 * What is on its way to the terminal. The kernel's terminal and ssh take ten kilobytes at once and call them written; a slow
 * line needs seconds for them, and the answer to a key comes behind them. So a frame ends with a question, and the next one
 * that nobody asked for waits for the answer. Of a terminal that answers no question none is asked again.
 */
export class Link implements FrameSink {
	/** Bytes that were written, and of these the ones that have surely arrived. */
	private written = 0;
	private arrived = 0;
	private question: {readonly atMs: number; readonly written: number} | undefined;
	private hasAnswered = false;
	private quickestMs = Number.POSITIVE_INFINITY;
	private lateMs = 0;
	private restUntilMs = 0;
	private isWanted = false;
	private settled: (() => void) | undefined;
	private isGone = false;

	constructor(private readonly options: LinkOptions) {}

	/** Whether an answer may be on its way. */
	get isOpen(): boolean {
		if (this.question === undefined) return false;
		const agoMs = this.options.nowMs() - this.question.atMs;
		if (agoMs >= PATIENCE_MS) this.hasAnswered = false;
		return agoMs < (this.hasAnswered ? PATIENCE_MS : FIRST_ANSWER_MS);
	}

	/** The terminal is ours: what was asked before is answered or never will be. */
	start(): void {
		this.question = undefined;
		this.settled = undefined;
		this.arrived = this.written;
		this.ask();
	}

	write(text: string): boolean {
		this.written += Buffer.byteLength(text);
		const isAsking = this.mayAsk && this.hasAnswered;
		if (isAsking) this.question = {atMs: this.options.nowMs(), written: this.written};
		return this.options.output.write(isAsking ? text + QUESTION : text);
	}

	once(event: 'drain', listener: () => void): unknown {
		return this.options.output.once(event, listener);
	}

	/** Whether a frame would only wait in line, and keys behind it. `isAskedFor`: a person waits for it. */
	holds(isAskedFor: boolean): boolean {
		if (this.settled !== undefined) return true;
		const isHeld = this.isTooEarly(isAskedFor);
		if (isHeld && isAskedFor) this.isWanted = true;
		return isHeld;
	}

	private isTooEarly(isAskedFor: boolean): boolean {
		const {isOpen} = this;
		if (!this.hasAnswered) return false;
		if (!isOpen) return !isAskedFor && this.options.nowMs() < this.restUntilMs;
		return !isAskedFor || this.written - this.arrived > WINDOW_BYTES[this.lateMs > LATE_MS ? 'late' : 'prompt'];
	}

	/** The terminal has answered. */
	answered(): void {
		const {question} = this;
		if (question === undefined) return;
		const nowMs = this.options.nowMs();
		const tookMs = nowMs - question.atMs;
		this.question = undefined;
		this.hasAnswered = true;
		this.arrived = question.written;
		this.quickestMs = Math.min(this.quickestMs, tookMs);
		this.lateMs = tookMs - this.quickestMs;
		this.restUntilMs = nowMs + RESTS * this.lateMs;
		if (this.settled !== undefined) this.settled();
		else if (this.written > this.arrived) this.ask();
		if (!this.isWanted) return;
		this.isWanted = false;
		this.options.onFree();
	}

	/** Calls back when no answer is on its way: it would be typed into whatever has the terminal next. Nothing is asked from here on. */
	settle(then: () => void): void {
		const {question} = this;
		if (question === undefined || this.isGone || !this.isOpen) {
			then();
			return;
		}
		const patienceMs = this.hasAnswered ? SETTLE_MS.known : SETTLE_MS.unknown - (this.options.nowMs() - question.atMs);
		const timer = setTimeout(() => this.settled?.(), patienceMs);
		this.settled = () => {
			clearTimeout(timer);
			this.settled = undefined;
			then();
		};
	}

	/** Nobody is there to answer any more. */
	giveUp(): void {
		this.isGone = true;
		this.settled?.();
	}

	private get mayAsk(): boolean {
		return this.options.canAsk && this.settled === undefined && !this.isOpen;
	}

	private ask(): void {
		if (!this.mayAsk) return;
		this.question = {atMs: this.options.nowMs(), written: this.written};
		this.options.output.write(QUESTION);
	}
}
