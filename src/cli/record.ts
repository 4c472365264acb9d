import {rmSync} from 'node:fs';
import {hostname} from 'node:os';
import {performance} from 'node:perf_hooks';
import {isatty} from 'node:tty';
import {RotatingWriter} from '../capture/rotating-writer.ts';
import {captureName, STANDARD_STREAM} from '../capture/standard-streams.ts';
import {countReadable, WriteFailure} from '../capture/write-failure.ts';
import {lookUps} from '../driver/look-ups.ts';
import {failureOf} from '../engine/failure.ts';
import {LoopControl} from '../engine/loop-control.ts';
import {compileRecordFilter, type RecordFilter} from '../engine/record-filter.ts';
import {captureRecordSource, liveRecordSource, type RecordSource} from '../engine/record-sources.ts';
import {Recording} from '../engine/recording.ts';
import {renderProblem} from '../filter/render-problem.ts';
import {containerEvents} from '../system/container-dump.ts';
import {System} from '../system/system.ts';
import {liveObstacles, obstaclesText} from './live-check.ts';
import type {RecordFlags} from './record-flags.ts';
import {progressLine, type RecordTotals, summaryLines} from './record-progress.ts';
import {escapeControls} from './terminal-text.ts';

const RING_BYTES = 32 << 20;
const PROGRESS_MS = 500;
/** So long a reader of standard output waits for an event at most. */
const FLUSH_MS = 200;
const STDOUT = 1;
const MEGABYTE = 1_000_000;

const say = (text: string): void => void process.stderr.write(`${escapeControls(text)}\n`);

/** `falconer record`: events into a capture. Returns the exit code. */
export async function runRecord(flags: RecordFlags, filterWords: readonly string[]): Promise<number> {
	const misuse = misuseOf(flags);
	if (misuse !== undefined) {
		say(`falconer record: ${misuse}`);
		return 1;
	}
	const filter = readFilter(filterWords.join(' '));
	if (filter === 'broken') return 1;
	if (flags.read === undefined) {
		const obstacles = liveObstacles();
		if (obstacles.length > 0) {
			say(`falconer record: ${obstaclesText(obstacles)}`);
			return 1;
		}
	}
	let source: RecordSource | undefined;
	try {
		source = await openRecordSource(flags, filter);
		return await record(flags, filter, source);
	} catch (error) {
		say(`falconer record: ${refusal(error, flags)}`);
		return 1;
	} finally {
		await source?.close();
	}
}

/** What is asked for in vain; undefined when nothing is. */
function misuseOf({write, fileSize, fileCount}: RecordFlags): string | undefined {
	if (fileCount !== undefined && fileSize === undefined) return '-W needs -C: a new file is begun when one is full';
	if (write !== STANDARD_STREAM) return undefined;
	if (fileSize !== undefined) return '-C needs the name of a file: standard output is one';
	return isatty(STDOUT)
		? 'standard output is the terminal, and a capture is no text\npipe it on, as in: falconer record -w - | falconer replay -'
		: undefined;
}

function openRecordSource(flags: RecordFlags, filter: RecordFilter | undefined): Promise<RecordSource> | RecordSource {
	if (flags.read !== undefined) return captureRecordSource(flags.read);
	return liveRecordSource({
		ringBytes: RING_BYTES,
		snaplen: flags.snaplen,
		hostRoot: process.env.HOST_ROOT ?? '',
		filter,
		frequent: flags.all,
	});
}

function refusal(error: unknown, {write}: RecordFlags): string {
	const {code, message, hint} = failureOf(error);
	if (code === 'EEXIST') return `${write} exists already, and captures never overwrite a file: remove it or choose another name`;
	return hint === '' ? message : `${message}\n${hint}`;
}

function readFilter(text: string): RecordFilter | undefined | 'broken' {
	if (text.trim() === '') return undefined;
	const filter = compileRecordFilter(text, hostname());
	if (!('problems' in filter)) return filter;
	for (const problem of filter.problems) say(renderProblem(text, problem).join('\n'));
	return 'broken';
}

async function record(flags: RecordFlags, filter: RecordFilter | undefined, source: RecordSource): Promise<number> {
	const system = new System(flags.read === undefined ? lookUps(process.env.HOST_ROOT) : {});
	source.begin(system);
	const writer = new RotatingWriter({
		path: flags.write,
		gzip: flags.compress || flags.write.endsWith('.gz'),
		maxFileBytes: flags.fileSize === undefined ? undefined : flags.fileSize * MEGABYTE,
		maxFiles: flags.fileCount,
		head: () => system.snapshot(),
		firstEvents: (tsNs) => containerEvents(system.containers.values(), tsNs),
		forOldReaders: flags.oldReaders,
	});
	const recording = new Recording({system, writer, filter, maxEvents: flags.events});
	const startedAtMs = performance.now();
	let notWritten = 0;
	const totals = (): RecordTotals => ({
		events: recording.shown,
		stateOnly: recording.stateOnly,
		bytes: writer.bytes,
		files: writer.files,
		drops: {...source.drops(), not_written: notWritten},
		progress: source.progress(),
		seconds: (performance.now() - startedAtMs) / 1000,
	});
	const stopWatching = process.stderr.isTTY ? watch(totals) : () => {};
	const flushing = flags.write === STANDARD_STREAM ? setInterval(() => writer.flush(), FLUSH_MS) : undefined;
	try {
		await untilStopped(flags, source, (control) => source.run(recording, () => writer.drain(), control));
		await writer.close();
	} catch (error) {
		if (!(error instanceof WriteFailure)) throw error;
		// The last file, and those before it, may be on their way still.
		await writer.close().catch(() => {});
	} finally {
		clearInterval(flushing);
		stopWatching();
	}
	const failures = writer.failures.filter((failure) => !isReaderGone(failure));
	for (const failure of failures) notWritten += await tellFailure(failure);
	const problem = source.problem();
	if (problem !== undefined) say(problem);
	if (writer.failures.some(isReaderGone)) say('standard output was closed by its reader');
	for (const line of summaryLines(totals(), placeOf(writer.path))) say(line);
	return failures.length === 0 && problem === undefined ? 0 : 1;
}

const placeOf = (path: string): string => (path === STANDARD_STREAM ? 'standard output' : path);

/** Who closes a pipe, as `head` does, wants no more: that is neither a fault nor a loss. */
const isReaderGone = ({path, code}: WriteFailure): boolean => path === STANDARD_STREAM && code === 'EPIPE';

/** Says what is left of a file that could not be written on, and returns how many events are not in it. */
async function tellFailure({message, hint, path, events}: WriteFailure): Promise<number> {
	say(`falconer record: ${hint === '' ? '' : `${hint}: `}${placeOf(path)}: ${message}`);
	if (events === undefined) return 0;
	if (path === STANDARD_STREAM) {
		say(`how many of ${events} events were taken is not known: all count as not written`);
		return events;
	}
	const readable = await countReadable(path);
	if (readable === undefined) rmSync(path, {force: true});
	say(
		readable === undefined
			? `${path}: no event is in it; it was removed`
			: `${path} can be read up to there: ${readable} of ${events} events are in it`,
	);
	return events - (readable ?? 0);
}

/** Runs until the work is done, a signal comes or the time is up. A second Ctrl-C ends the program as it would anyway. */
async function untilStopped(flags: RecordFlags, source: RecordSource, run: (control: LoopControl) => Promise<void>): Promise<void> {
	const control = new LoopControl();
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
	const stop = (): void => {
		for (const signal of signals) process.off(signal, stop);
		control.stop();
		source.wake();
	};
	for (const signal of signals) process.on(signal, stop);
	const timer = flags.durationSeconds === undefined ? undefined : setTimeout(stop, flags.durationSeconds * 1000);
	say(flags.read === undefined ? 'recording …' : `reading ${captureName(flags.read)} …`);
	try {
		await run(control);
	} finally {
		clearTimeout(timer);
		for (const signal of signals) process.off(signal, stop);
	}
}

/** Draws the progress over and over in one line. */
function watch(totals: () => RecordTotals): () => void {
	const draw = (): void => void process.stderr.write(`\r\x1b[K${progressLine(totals())}`);
	const timer = setInterval(draw, PROGRESS_MS);
	return () => {
		clearInterval(timer);
		process.stderr.write('\r\x1b[K');
	};
}
