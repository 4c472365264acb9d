import type {Alert} from '../alerts/alert.ts';
import type {Notice} from '../alerts/text.ts';
import type {ConfigValues} from '../config/config.ts';
import type {LoadedConfig} from '../config/load.ts';
import type {EngineTick} from '../engine/engine-tick.ts';
import type {EngineOptions} from '../engine/options.ts';
import type {EngineMessage} from '../engine/protocol.ts';
import type {CaptureNews} from '../engine/rule-captures.ts';
import {EngineSession} from '../engine/session.ts';
import type {Prepared} from '../engine/session-rules.ts';
import type {Sink} from '../outputs/sink.ts';
import type {SinkPorts} from '../outputs/sinks.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import {type AlertLines, createAlertLines} from './alert-line.ts';
import {captureLimitNotice, captureLogLine} from './capture-news.ts';
import type {AgentFlags} from './flags.ts';
import {keepHeapTight} from './heap-growth.ts';
import type {Log} from './log.ts';
import {isTaken} from './log-end.ts';
import {reloadRules} from './reload.ts';
import {ReplayProgress} from './replay-progress.ts';

export interface AgentSetup {
	readonly flags: AgentFlags;
	readonly options: EngineOptions;
	readonly prepared: Prepared;
	readonly config: LoadedConfig;
	readonly log: Log;
	/** Says what is watched: from then on a signal ends it in order. */
	readonly announce: () => void;
	readonly packageRoot: string;
	readonly createSinks: (config: ConfigValues, ports: SinkPorts) => Sink[];
	/** Other rules files are in force. */
	readonly onReload: (files: readonly RulesFile[]) => void;
}

const STDOUT = 1;

/** The running agent: engine, outputs and signals, in one thread. */
export class Agent {
	readonly #setup: AgentSetup;
	readonly #session: EngineSession;
	readonly #sinks: readonly Sink[];
	#lines: AlertLines;
	/** Only where alerts go elsewhere: they and the line would write over each other. */
	readonly #progress =
		process.stderr.isTTY && !process.stdout.isTTY
			? new ReplayProgress(
					(text) => void process.stderr.write(text),
					() => process.stderr.columns,
				)
			: undefined;
	#exitCode = 0;
	#drops = 0;
	#isStdoutGone = false;

	constructor(setup: AgentSetup) {
		this.#setup = setup;
		const {config, createSinks} = setup;
		this.#lines = createAlertLines(config.values);
		this.#sinks = createSinks(config.values, {
			stdoutFd: STDOUT,
			onStdoutGone: () => this.#stdoutGone(),
			onError: (sink, error) => setup.log('error', `${sink}: ${error.message}`),
		});
		this.#session = new EngineSession((message) => this.#receive(message));
	}

	/** Runs until the source ends, a signal comes or the time is up. Returns the exit code. */
	async run(): Promise<number> {
		const {flags, options, prepared} = this.#setup;
		const stop = () => this.#session.handle({kind: 'stop'});
		const reload = () => this.#reload();
		const reopen = () => {
			for (const sink of this.#sinks) sink.reopen();
		};
		const signals = {SIGINT: stop, SIGTERM: stop, SIGHUP: reload, SIGUSR1: reopen} as const;
		for (const [name, listener] of Object.entries(signals)) process.on(name, listener);
		this.#setup.announce();
		const timer = flags.durationSeconds === undefined ? undefined : setTimeout(stop, flags.durationSeconds * 1000);
		await this.#session.start(options, prepared);
		clearTimeout(timer);
		// A second signal must not keep the last alerts from being written, or their loss from being told.
		await this.#closeSinks();
		for (const [name, listener] of Object.entries(signals)) process.off(name, listener);
		if (!(await isTaken(process.stderr, this.#setup.config.values.output_timeout))) process.exit(this.#exitCode);
		return this.#exitCode;
	}

	#receive(message: EngineMessage): void {
		switch (message.kind) {
			case 'alerts':
				this.#print(message.alerts);
				return;
			case 'tick':
				this.#progress?.draw(message.tick);
				this.#watchDrops(message.tick);
				return;
			case 'failed':
				this.#progress?.clear();
				this.#fail(message.hint === '' ? message.message : `${message.message}\n${message.hint}`);
				return;
			case 'ended':
				this.#progress?.clear();
				if (message.problem !== undefined) this.#fail(message.problem);
				this.#setup.log('info', `${message.events} events`);
				return;
			case 'capture':
				this.#reportCapture(message.news);
				return;
			case 'started':
				// Replays end, and are measured by their pace.
				if (message.source.kind === 'live') keepHeapTight();
				return;
			case 'rules':
			case 'processes':
				return;
		}
	}

	#fail(text: string): void {
		this.#exitCode = 1;
		this.#setup.log('error', text);
	}

	/** Alerts are acknowledged when the outputs have room: until then a replay waits. */
	#print(alerts: readonly Alert[]): void {
		for (const alert of alerts) this.#write(this.#lines.alert(alert));
		const done = () => this.#session.handle({kind: 'ack', alerts: alerts.length});
		if (this.#sinks.every((sink) => sink.isReady)) done();
		else void Promise.all(this.#sinks.map((sink) => sink.ready())).then(done);
	}

	#write(line: string): void {
		for (const sink of this.#sinks) sink.write(line);
	}

	#watchDrops(tick: EngineTick): void {
		const drops = Object.values(tick.drops).reduce((sum, count) => sum + count, 0);
		if (drops <= this.#drops) return;
		const reasons = Object.entries(tick.drops).filter(([, count]) => count > 0);
		this.#setup.log('warning', `lost so far: ${reasons.map(([reason, count]) => `${reason} ${count}`).join(', ')}`);
		this.#drops = drops;
	}

	#reportCapture(news: CaptureNews): void {
		const {log, options} = this.#setup;
		log(...captureLogLine(news));
		if (news.event === 'limit') this.#write(this.#lines.notice(captureLimitNotice(news, options.hostname)));
	}

	/** SIGHUP: other rules and alert forms between two events; with errors everything stays as it was. */
	#reload(): void {
		const {flags, packageRoot, log} = this.#setup;
		const outcome = reloadRules(flags, packageRoot);
		if ('failure' in outcome) {
			log('critical', `hot restart failure: ${outcome.failure}`);
			this.#write(this.#lines.notice(restartFailure(this.#setup.options.hostname, outcome.failure)));
			return;
		}
		this.#lines = createAlertLines(outcome.config.values);
		this.#session.replace(outcome);
		this.#setup.onReload(outcome.files);
		log('info', 'rules and configuration reloaded');
	}

	/** Nobody reads standard output any more: without another output there is nothing left to do. */
	#stdoutGone(): void {
		this.#isStdoutGone = true;
		if (this.#sinks.length === 1) this.#session.handle({kind: 'stop'});
		else this.#setup.log('warning', 'standard output was closed by its reader');
	}

	async #closeSinks(): Promise<void> {
		const timeoutMs = this.#setup.config.values.output_timeout;
		await Promise.all(this.#sinks.map((sink) => sink.close(timeoutMs)));
		for (const {name, dropped} of this.#sinks) {
			// Who closes the pipe, as `head` does, wants no more: that is no loss.
			const isWanted = name !== 'stdout' || !this.#isStdoutGone;
			if (dropped > 0 && isWanted) this.#setup.log('error', `${name}: ${dropped} alerts lost`);
		}
		// A write that its reader never takes would hold a normal exit for ever.
		if (this.#sinks.some((sink) => sink.isStuck)) process.kill(process.pid, 'SIGKILL');
	}
}

const CRITICAL = 2;

/** Falco's notice of a reload that failed, so that it is seen where alerts are seen. */
function restartFailure(hostname: string, reason: string): Notice {
	const rule = 'Falco internal: hot restart failure';
	return {tsNs: BigInt(Date.now()) * 1_000_000n, priority: CRITICAL, rule, hostname, message: rule, fields: {reason}};
}
