import {existsSync, statSync} from 'node:fs';
import path from 'node:path';
import type {LoadedConfig} from '../config/load.ts';
import {createFieldCatalogue} from '../fields/catalogue.ts';
import {createLoadCache} from '../rules/load-cache.ts';
import type {LoadOptions} from '../rules/options.ts';
import {FalcoLogReader} from '../tuning/falco-log.ts';
import {startDashboard} from '../ui/start.ts';
import {desktopClipboard} from './clipboard.ts';
import {isCompressed, readCompressed} from './compressed-log.ts';
import {readFalcoRules} from './falco-rules.ts';
import {keepHeapTight} from './heap-growth.ts';
import {alertHostname} from './hostname.ts';
import {openKeyboard} from './keyboard.ts';
import {rulesOptions} from './rules-options.ts';
import {screenOptions, screenSettings} from './screen-settings.ts';
import {setUp} from './setup.ts';
import type {TailFlags} from './tail.ts';
import {TailEngine} from './tail-engine.ts';
import {FileSource} from './tail-file.ts';
import {HttpSource, parseListenUrl} from './tail-http.ts';
import {TailRules} from './tail-rules.ts';
import type {AlertLineSource} from './tail-source.ts';
import {StreamSource} from './tail-stdin.ts';
import {onTerminal} from './terminal-output.ts';
import {programVersion} from './version.ts';

/** `falconer tail`: returns the exit code when someone leaves the dashboard. */
export async function runTail(given: string, flags: TailFlags, packageRoot: string): Promise<number> {
	const fail = (message: string): number => {
		process.stderr.write(`falconer: ${message}\n`);
		return 1;
	};
	const source = sourceOf(given);
	if (typeof source === 'string') return fail(source);
	const keyboard = openKeyboard(given === '-');
	if (keyboard === undefined || !process.stdout.isTTY)
		return fail('tail shows a dashboard: it needs a terminal (falconer tune --headless needs none)');
	const {config, failed} = setUp(flags);
	if (failed) return 1;
	const user = screenSettings(flags, process.env);
	const rules = readFalcoRules({...flags, localRules: user.settings.values.local_rules || undefined}, config, packageRoot);
	const catalogue = createFieldCatalogue({staticFields: config.values.static_fields});
	const localNames = [rules.files.find(({name}) => path.resolve(name) === path.resolve(rules.localPath))?.name ?? rules.localPath];
	const engine = new TailEngine({
		source,
		reader: new FalcoLogReader(catalogue),
		rules: new TailRules(
			rules.files,
			{...rulesOptions(config), ...appendedBy(config, flags), cache: createLoadCache()},
			catalogue,
			localNames,
		),
		hostname: alertHostname(process.env),
		clockMs: () => performance.now(),
	});
	const finished = startDashboard({
		engine,
		...screenOptions(user, flags, packageRoot, process.env),
		rulesFiles: rules.files,
		localRulesPath: rules.localPath,
		workFolder: process.cwd(),
		stdin: keyboard,
		stdout: process.stdout,
		process,
		usage: process,
		env: process.env,
		version: programVersion(packageRoot),
		clipboard: desktopClipboard(process.env),
		demo: undefined,
		nowMs: Date.now,
		reportCrash: (error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
	});
	keepHeapTight();
	engine.start();
	try {
		return await onTerminal(process.stdout, () => finished);
	} finally {
		await engine.close();
		keyboard.destroy();
	}
}

/** Without its falco.yaml nobody knows what that Falco appends to outputs: its alerts tell. The built-in values are those of another one. */
const appendedBy = ({isBuiltIn}: LoadedConfig, {option}: TailFlags): Pick<LoadOptions, 'appendOutput'> =>
	isBuiltIn && !option.some((text) => text.startsWith('append_output')) ? {appendOutput: []} : {};

function sourceOf(given: string): AlertLineSource | string {
	if (given === '-') return process.stdin.isTTY ? 'standard input is the terminal: pipe alerts into it' : new StreamSource(process.stdin);
	if (/^https?:\/\//.test(given)) {
		const place = parseListenUrl(given);
		return typeof place === 'string' ? place : new HttpSource(place);
	}
	const found = statSync(given, {throwIfNoEntry: false});
	if (found === undefined)
		return existsSync(path.dirname(given)) ? new FileSource(given) : `${given}: there is no folder ${path.dirname(given)}`;
	if (found.isDirectory()) return `${given} is a folder: name the file of alerts in it`;
	return isCompressed(given) ? new StreamSource(readCompressed(given), path.basename(given)) : new FileSource(given);
}
