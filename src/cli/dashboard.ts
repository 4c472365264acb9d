import type {ReadStream} from 'node:tty';
import type {EngineClient} from '../engine/client.ts';
import {failureOf} from '../engine/failure.ts';
import type {EngineOptions} from '../engine/options.ts';
import type {DemoPort} from '../ui/options.ts';
import {stateFolder} from '../ui/settings/folders.ts';
import type {UserSettings} from '../ui/settings/load-settings.ts';
import {startDashboard} from '../ui/start.ts';
import {desktopClipboard} from './clipboard.ts';
import {Demo} from './demo/demo.ts';
import {keepHeapTight} from './heap-growth.ts';
import {HitRecordFile} from './hit-record-file.ts';
import {screenOptions} from './screen-settings.ts';
import {onTerminal} from './terminal-output.ts';
import type {TopFlags} from './top.ts';
import {programVersion} from './version.ts';

export interface DashboardSetup {
	readonly flags: TopFlags;
	readonly user: UserSettings;
	readonly packageRoot: string;
	/** Started already: it works while this screen is being loaded. */
	readonly engine: EngineClient;
	readonly options: EngineOptions;
	readonly localRulesPath: string;
	readonly replayNote: string | undefined;
	readonly keyboard: ReadStream;
}

/** Shows the dashboard on the engine. Returns the exit code when someone leaves. */
export const openDashboard = (setup: DashboardSetup): Promise<number> => onTerminal(process.stdout, () => showDashboard(setup));

async function showDashboard({
	flags,
	user,
	packageRoot,
	engine,
	options,
	localRulesPath,
	replayNote,
	keyboard,
}: DashboardSetup): Promise<number> {
	const isLive = options.source.kind === 'live';
	const demo = isLive ? demoPort() : undefined;
	const state = stateFolder(process.env);
	// What a recording's events hit says nothing of this machine.
	const hitRecord = isLive && state !== undefined ? new HitRecordFile(state, user.settings.values.read_only) : undefined;
	try {
		const finished = startDashboard({
			engine,
			...screenOptions(user, flags, packageRoot, process.env),
			rulesFiles: options.rules,
			localRulesPath,
			workFolder: process.cwd(),
			captureFolder: state ?? process.cwd(),
			hitRecord,
			stdin: keyboard,
			stdout: process.stdout,
			process,
			usage: process,
			env: process.env,
			version: programVersion(packageRoot),
			clipboard: desktopClipboard(process.env),
			demo,
			replayNote,
			nowMs: Date.now,
			reportCrash: (error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
		});
		// Not before its thread is loaded: where that takes longer than the first frame, V8 would refuse the code that the build made.
		const stop = engine.onMessage(() => {
			stop();
			keepHeapTight();
		});
		if (flags.demo) void demo?.start();
		return await finished;
	} catch (error) {
		const {message, hint} = failureOf(error);
		process.stderr.write(`falconer: ${message}${hint === '' ? '' : `\n${hint}`}\n`);
		return 1;
	} finally {
		await demo?.stop();
		if (keyboard !== process.stdin) keyboard.destroy();
		await engine.close();
		await hitRecord?.close();
	}
}

function demoPort(): DemoPort {
	const demo = new Demo();
	return {start: () => demo.start(), stop: () => demo.stop(), running: () => demo.running};
}
