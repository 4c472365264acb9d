import {closeSync, constants, fstatSync, openSync, readdirSync, readSync} from 'node:fs';
import type {FalcoProcess} from './find.ts';

// Signs that a process loaded its rules anew. Falco does so by running its whole life again within the process: it logs
// what a start logs, its metrics count from then on, and its threads are other ones.

/** What a process was like at one moment. */
export interface FalcoMark {
	/** Bytes of each log file by descriptor. */
	readonly logs: ReadonlyMap<number, number>;
	/** Threads beside the main one. */
	readonly threads: readonly number[];
	readonly metrics: string | undefined;
}

export type Sign = {readonly outcome: 'reloaded' | 'refused'; readonly evidence: string};

const {O_RDONLY, O_NONBLOCK} = constants;
const STDOUT = 1;
const STDERR = 2;
const MAX_LOG_BYTES = 256 * 1024;
const METRICS_TIMEOUT_MS = 500;

export async function markOf({pid}: FalcoProcess, metricsUrl: string | undefined, proc = '/proc'): Promise<FalcoMark> {
	const sizes = [STDERR, STDOUT].flatMap((fd) => {
		const size = withLog(proc, pid, fd, (file) => fstatSync(file).size);
		return size === undefined ? [] : [[fd, size] as const];
	});
	return {logs: new Map(sizes), threads: threadsOf(proc, pid), metrics: await readMetrics(metricsUrl)};
}

export interface SignRequest {
	readonly process: FalcoProcess;
	readonly before: FalcoMark;
	readonly metricsUrl: string | undefined;
	/** SHA-256 of the rules file as it is now. */
	readonly hash: string;
	readonly proc?: string;
}

/** The first sign there is: its log, its metrics, its threads. */
export async function signOf({process: {pid, name}, before, metricsUrl, hash, proc = '/proc'}: SignRequest): Promise<Sign | undefined> {
	const logged = signInLogs(proc, pid, before);
	if (logged !== undefined) return logged;
	const metrics = await readMetrics(metricsUrl);
	if (metrics !== undefined) {
		if (rulesHashes(metrics).includes(hash) && !rulesHashes(before.metrics ?? '').includes(hash))
			return {outcome: 'reloaded', evidence: 'its metrics name the new file'};
		const [was, is] = [before.metrics, metrics].map(
			(text) => /^falcosecurity_falco_reload_timestamp_nanoseconds (\S+)/m.exec(text ?? '')?.[1],
		);
		if (was !== undefined && is !== undefined && Number(is) > Number(was))
			return {outcome: 'reloaded', evidence: 'its metrics tell of a reload'};
	}
	// Threads of ours stay through a reload; a lone thread may come and go.
	if (name !== 'falco') return undefined;
	const now = new Set(threadsOf(proc, pid));
	const gone = before.threads.filter((tid) => !now.has(tid));
	const isNew = [...now].some((tid) => !before.threads.includes(tid));
	return gone.length >= 2 && isNew ? {outcome: 'reloaded', evidence: 'its threads began anew'} : undefined;
}

/** What a person could look at, when there was no sign. */
export function sourcesOf({logs, metrics}: FalcoMark, now: FalcoMark): string {
	if (metrics !== undefined && now.metrics === undefined)
		return `its metrics do not answer any more${logs.size > 0 ? ', nothing in its log' : ''}`;
	const found = [logs.size > 0 ? 'log' : '', metrics === undefined ? '' : 'metrics'].filter((source) => source !== '');
	return found.length === 0 ? 'neither a log file nor metrics of it can be read here' : `nothing in its ${found.join(' or ')}`;
}

const REFUSED = /hot restart failure|LOAD_ERR_|^Error:|[^ ]: Error: |could not load/i;
const RELOADED = /rules and configuration reloaded|Loading rules from|Falco version:/;

function signInLogs(proc: string, pid: number, {logs}: FalcoMark): Sign | undefined {
	let reloaded: string | undefined;
	for (const [fd, size] of logs) {
		for (const line of readLog(proc, pid, fd, size).split('\n')) {
			// Alerts are no log lines: their texts are not Falco's.
			if (line.startsWith('{') && !line.includes('"Falco internal: hot restart failure"')) continue;
			if (REFUSED.test(line)) return {outcome: 'refused', evidence: quoted(line)};
			if (RELOADED.test(line)) reloaded ??= line;
		}
	}
	return reloaded === undefined ? undefined : {outcome: 'reloaded', evidence: `its log says: ${quoted(reloaded)}`};
}

/** Without its time. */
function quoted(line: string): string {
	const said = line.replace(/^\w{3} \w{3} +\d+ [\d:]{8} \d{4}: /, '').trim();
	return said.length > 200 ? `${said.slice(0, 200)}…` : said;
}

function readLog(proc: string, pid: number, fd: number, from: number): string {
	const text = withLog(proc, pid, fd, (file) => {
		const size = fstatSync(file).size;
		// A shorter file was truncated or rotated: all of it is new.
		const start = Math.max(size < from ? 0 : from, size - MAX_LOG_BYTES);
		const bytes = Buffer.alloc(Math.max(0, size - start));
		readSync(file, bytes, 0, bytes.length, start);
		return bytes.toString('utf8');
	});
	return text ?? '';
}

/** Only a regular file can be read without taking something from its reader. */
function withLog<Result>(proc: string, pid: number, fd: number, use: (file: number) => Result): Result | undefined {
	let file: number | undefined;
	try {
		// A FIFO without a writer would hold an open for ever.
		file = openSync(`${proc}/${pid}/fd/${fd}`, O_RDONLY | O_NONBLOCK);
		return fstatSync(file).isFile() ? use(file) : undefined;
	} catch {
		return undefined;
	} finally {
		if (file !== undefined) closeSync(file);
	}
}

function threadsOf(proc: string, pid: number): number[] {
	try {
		return readdirSync(`${proc}/${pid}/task`)
			.map(Number)
			.filter((tid) => tid !== pid);
	} catch {
		return [];
	}
}

async function readMetrics(url: string | undefined): Promise<string | undefined> {
	if (url === undefined) return undefined;
	try {
		const answer = await fetch(url, {signal: AbortSignal.timeout(METRICS_TIMEOUT_MS)});
		return answer.ok ? await answer.text() : undefined;
	} catch {
		// While it loads, or from another network, it does not answer.
		return undefined;
	}
}

const rulesHashes = (metrics: string): string[] =>
	[...metrics.matchAll(/^falcosecurity_falco_sha256_rules_files_info\{[^}]*sha256="([0-9a-f]{64})"/gm)].map(([, hash]) => hash);
