import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {isatty} from 'node:tty';
import {STANDARD_STREAM} from '../capture/standard-streams.ts';
import type {LoadedConfig} from '../config/load.ts';
import {EngineClient} from '../engine/client.ts';
import type {SourceSpec} from '../engine/options.ts';
import {engineOptions, sourceSpec} from './engine-options.ts';
import {readFalcoRules} from './falco-rules.ts';
import {openKeyboard} from './keyboard.ts';
import {liveObstacles, obstaclesText} from './live-check.ts';
import {unreadableProblem} from './rules-report.ts';
import type {ScreenFlags} from './screen-flags.ts';
import {favourScreenThread} from './screen-priority.ts';
import {screenSettings} from './screen-settings.ts';
import {setUp} from './setup.ts';

const STDIN = 0;

/** The flags of `falconer top`. */
export interface TopFlags extends ScreenFlags {
	readonly config?: string;
	readonly rules: readonly string[];
	readonly option: readonly string[];
	readonly replay?: string;
	readonly speed: number;
	readonly demo: boolean;
}

/** `falconer top`: the dashboard; without a terminal, the agent. */
export async function runTop(flags: TopFlags, packageRoot: string): Promise<number> {
	if (flags.replay === STANDARD_STREAM && isatty(STDIN)) {
		process.stderr.write(
			'falconer: standard input is the terminal: pipe a capture into it, as in: falconer record -w - | falconer replay -\n',
		);
		return 1;
	}
	const keyboard = process.stdout.isTTY ? openKeyboard(flags.replay === STANDARD_STREAM) : undefined;
	if (keyboard === undefined) return runWithoutTerminal(flags, packageRoot);
	const {config, failed} = setUp(flags);
	if (failed) return 1;
	const user = screenSettings(flags, process.env);
	const rules = readFalcoRules({...flags, localRules: user.settings.values.local_rules || undefined}, config, packageRoot);
	const chosen = chooseSource(flags, config, packageRoot);
	if ('failure' in chosen) {
		process.stderr.write(`falconer: ${chosen.failure}\n`);
		return 1;
	}
	const options = {
		...engineOptions({config, rules: rules.files, source: chosen.source, snapshots: true}),
		localRules: [rules.files.find(({name}) => path.resolve(name) === path.resolve(rules.localPath))?.name ?? rules.localPath],
		fileProblems: rules.unreadable.map(unreadableProblem),
	};
	// The engine loads rules and programs in its thread while this one loads the screen.
	const engine = new EngineClient(path.join(packageRoot, 'dist', 'engine-worker.cjs'));
	engine.start(options);
	favourScreenThread();
	const {openDashboard} = await import('./dashboard.ts');
	return openDashboard({flags, user, packageRoot, engine, options, localRulesPath: rules.localPath, replayNote: chosen.notice, keyboard});
}

async function runWithoutTerminal(flags: TopFlags, packageRoot: string): Promise<number> {
	process.stderr.write('falconer: no terminal here: running as the agent (falconer agent), alerts on standard output\n');
	const {runAgent} = await import('./agent.ts');
	const {agentFlags} = await import('./agent-flags-of-top.ts');
	return runAgent(agentFlags(flags), packageRoot);
}

type ChosenSource = {readonly source: SourceSpec; readonly notice?: string} | {readonly failure: string};

/** `--replay`, else the configured source, else a recording that comes with the program where live events are impossible. */
function chooseSource(flags: TopFlags, config: LoadedConfig, packageRoot: string): ChosenSource {
	if (flags.replay !== undefined) return {source: {kind: 'capture', file: flags.replay, speed: flags.speed, seekable: true}};
	const source = sourceSpec(config);
	if (typeof source === 'string') return {failure: source};
	if (source.kind === 'capture') return {source: {...source, speed: flags.speed, seekable: true}};
	const obstacles = liveObstacles();
	if (obstacles.length === 0) return {source};
	const recording = bundledRecording(packageRoot);
	if (recording === undefined) return {failure: obstaclesText(obstacles)};
	return {
		source: {kind: 'capture', file: recording, speed: 1, loop: true, seekable: true},
		notice: `a recording, not this machine: ${obstacles.join(' ')}`,
	};
}

function bundledRecording(packageRoot: string): string | undefined {
	const folder = path.join(packageRoot, 'recordings');
	if (!existsSync(folder)) return undefined;
	const [first] = readdirSync(folder)
		.filter((name) => name.endsWith('.scap'))
		.sort();
	return first && path.join(folder, first);
}
