import type {FalcoPort, ReloadNews, ReloadWatch} from '../../ui/options.ts';
import {type FalcoMark, markOf, type Sign, signOf, sourcesOf} from './evidence.ts';
import {type FalcoFacts, readFacts} from './facts.ts';
import {type FalcoProcess, findFalcos} from './find.ts';

export interface RunningFalcosOptions {
	/** How long a Falco may take: it waits for more changes, tries the rules, then starts anew. */
	readonly timeoutMs?: number;
	readonly pollMs?: number;
	/** How often it is looked whether one that had not loaded them has done so since, by a signal or a start from elsewhere. */
	readonly lookAgainMs?: number;
	/** Processes that count; all Falcos of the node without it. */
	readonly find?: () => readonly FalcoProcess[];
}

interface Watched {
	readonly facts: FalcoFacts;
	readonly before: FalcoMark;
}

interface Saved {
	readonly rulesFile: string;
	readonly hash: string;
	/** Processes there were before the save. */
	readonly known: ReadonlySet<number>;
}

/** The Falcos of this node: whether they took over a rules file that was saved. */
export class RunningFalcos implements FalcoPort {
	readonly #timeoutMs: number;
	readonly #pollMs: number;
	readonly #lookAgainMs: number;
	readonly #find: () => readonly FalcoProcess[];
	/** Those that were asked to load again: they do so without watching. */
	readonly #signalled = new Set<number>();
	/** The newest save that each process is looked at for. */
	readonly #lookedAtFor = new Map<number, Saved>();

	constructor({timeoutMs = 20_000, pollMs = 250, lookAgainMs = 2000, find = findFalcos}: RunningFalcosOptions = {}) {
		this.#timeoutMs = timeoutMs;
		this.#pollMs = pollMs;
		this.#lookAgainMs = lookAgainMs;
		this.#find = find;
	}

	async watch(rulesFile: string, only?: number): Promise<ReloadWatch> {
		const processes = this.#find();
		const asked = processes.filter(({pid}) => only === undefined || pid === only);
		const all = asked.map((process) => readFacts(process, rulesFile));
		const own = all.filter(({loads}) => loads !== false);
		// Those with other rules files only concern who expects them to load this one: where nobody does.
		const watched = await Promise.all(
			(own.length > 0 ? own : all).map(async (facts): Promise<Watched> => ({facts, before: await markOf(facts.process, facts.metricsUrl)})),
		);
		return {
			processes: watched.map(({facts: {process}}) => ({pid: process.pid, name: process.name})),
			follow: async (hash, tell) => {
				const saved = {hash, rulesFile, known: new Set(processes.map(({pid}) => pid))};
				await Promise.all(
					watched.map(async (one) => {
						const {pid} = one.facts.process;
						this.#lookedAtFor.set(pid, saved);
						const news = await this.#follow(one, saved);
						tell(news);
						if (news.canSignal) void this.#lookAgain(one, saved, tell);
						else this.#lookedAtFor.delete(pid);
					}),
				);
			},
		};
	}

	reload(pid: number): boolean {
		try {
			process.kill(pid, 'SIGHUP');
			this.#signalled.add(pid);
			return true;
		} catch {
			return false;
		}
	}

	async #follow({facts, before}: Watched, saved: Saved): Promise<ReloadNews> {
		const {rulesFile} = saved;
		const {pid, name} = facts.process;
		const isAsked = this.#signalled.delete(pid);
		const news = (outcome: ReloadNews['outcome'], evidence: string, hint?: string): ReloadNews => ({
			pid,
			name,
			outcome,
			evidence,
			hint,
			canSignal: (outcome === 'silent' || outcome === 'not-watching') && !isAsked,
		});
		if (facts.loads === false)
			return news('not-loading', `${rulesFile} is not among its rules files`, `add it to rules_files in ${facts.config}`);
		if (facts.watches === false && !isAsked) {
			const why = facts.isToldToWatch ? 'the kernel knows of no watch of it on the file' : `watch_config_files is false in ${facts.config}`;
			const always = name === 'falco' ? `; with watch_config_files: true in ${facts.config} it does so by itself` : '';
			return news('not-watching', why, `kill -HUP ${pid} makes it load them${always}`);
		}
		const sign = await this.#waitForSign({facts, before}, saved, this.#pollMs);
		if (sign !== undefined) return newsOf(facts.process, sign);
		const now = await markOf(facts.process, facts.metricsUrl);
		return news(
			'silent',
			`${sourcesOf(before, now)} after ${Math.round(this.#timeoutMs / 1000)} s`,
			`look at its log, or kill -HUP ${pid}`,
		);
	}

	/** It may load them yet, by a signal or a start from elsewhere: what was told of it must not stay when it is not true any more. */
	async #lookAgain(one: Watched, saved: Saved, tell: (news: ReloadNews) => void): Promise<void> {
		const {process} = one.facts;
		while (this.#lookedAtFor.get(process.pid) === saved) {
			const sign = await this.#waitForSign(one, saved, this.#lookAgainMs);
			if (sign === undefined || this.#lookedAtFor.get(process.pid) !== saved) continue;
			this.#lookedAtFor.delete(process.pid);
			tell(newsOf(process, sign));
		}
	}

	async #waitForSign({facts, before}: Watched, {hash, known}: Saved, everyMs: number): Promise<Sign | 'gone' | undefined> {
		const {process, metricsUrl} = facts;
		const until = performance.now() + this.#timeoutMs;
		for (;;) {
			if (isRunning(process.pid)) {
				const sign = await signOf({process, before, metricsUrl, hash});
				if (sign !== undefined) return sign;
			} else {
				const next = this.#find().find(({pid, name}) => name === process.name && !known.has(pid));
				if (next !== undefined) return {outcome: 'reloaded', evidence: `it was started anew as ${next.pid}`};
				if (performance.now() >= until) return 'gone';
			}
			if (performance.now() >= until) return undefined;
			await pause(everyMs);
		}
	}
}

/** No reason for the program to stay. */
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

function newsOf({pid, name}: FalcoProcess, sign: Sign | 'gone'): ReloadNews {
	if (sign === 'gone') {
		const hint = 'look at its log: it may not start with these rules';
		return {pid, name, outcome: 'gone', evidence: 'no process of its name took its place', hint, canSignal: false};
	}
	const hint = sign.outcome === 'refused' ? 'z undoes the change, S saves that' : undefined;
	return {pid, name, outcome: sign.outcome, evidence: sign.evidence, hint, canSignal: false};
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
