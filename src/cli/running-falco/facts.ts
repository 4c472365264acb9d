import {readdirSync, readFileSync, readlinkSync, statSync} from 'node:fs';
import path from 'node:path';
import {type LoadedConfig, loadConfig} from '../../config/load.ts';
import {type FalcoProcess, flagValues} from './find.ts';

/** How a running Falco stands to a rules file. */
export interface FalcoFacts {
	readonly process: FalcoProcess;
	/** Its configuration file, as it sees it. */
	readonly config: string;
	/** Whether it loads the file; undefined where that cannot be seen. */
	readonly loads: boolean | undefined;
	/** Whether it has an inotify watch on the file or its folder. */
	readonly watches: boolean | undefined;
	/** `watch_config_files` of its configuration. */
	readonly isToldToWatch: boolean;
	/** Where its metrics can be read. */
	readonly metricsUrl: string | undefined;
}

const DEFAULT_CONFIG = '/etc/falco/falco.yaml';

export function readFacts(process: FalcoProcess, rulesFile: string, proc = '/proc'): FalcoFacts {
	const config = path.resolve(process.folder, flagValues(process.args, '-c', '--config')[0] ?? DEFAULT_CONFIG);
	const seen = (file: string): string => `${proc}/${process.pid}/root${path.resolve(process.folder, file)}`;
	const loaded = configAt(seen(config), flagValues(process.args, '-o', '--option'));
	const given = flagValues(process.args, '-r', '--rules');
	const rules = given.length > 0 ? given : loaded?.rulesPaths;
	return {
		process,
		config,
		loads: rules?.some((rule) => isSameFile(seen(rule), rulesFile)),
		watches: hasWatch(`${proc}/${process.pid}`, rulesFile),
		isToldToWatch: loaded?.values.watch_config_files ?? true,
		metricsUrl: loaded && metricsUrl(loaded),
	};
}

function configAt(file: string, overrides: readonly string[]): LoadedConfig | undefined {
	if (statOf(file) === undefined) return undefined;
	return loadConfig({file, overrides, env: process.env});
}

/** Whether a rules file or folder of that process is the file or holds it: by device and inode of the folder, whatever its path is there. */
function isSameFile(rule: string, rulesFile: string): boolean {
	const folder = statOf(path.dirname(path.resolve(rulesFile)));
	const found = statOf(rule);
	const theirs = found?.isDirectory() ? found : statOf(path.dirname(rule));
	const isNamed = found?.isDirectory() === true || path.basename(rule) === path.basename(rulesFile);
	return isNamed && folder !== undefined && theirs !== undefined && folder.ino === theirs.ino && folder.dev === theirs.dev;
}

function statOf(file: string) {
	try {
		return statSync(file, {bigint: true});
	} catch {
		return undefined;
	}
}

/** The kernel tells what each inotify descriptor of a process watches, by inode. */
function hasWatch(process: string, rulesFile: string): boolean | undefined {
	const wanted = [rulesFile, path.dirname(path.resolve(rulesFile))].map((file) => statOf(file)?.ino.toString(16));
	try {
		const descriptors = readdirSync(`${process}/fd`).filter((fd) => linkOf(`${process}/fd/${fd}`) === 'anon_inode:inotify');
		return descriptors.some((fd) => {
			const info = readFileSync(`${process}/fdinfo/${fd}`, 'utf8');
			return [...info.matchAll(/^inotify wd:\S+ ino:([0-9a-f]+)/gm)].some(([, ino]) => wanted.includes(ino));
		});
	} catch {
		return undefined;
	}
}

function linkOf(file: string): string {
	try {
		return readlinkSync(file);
	} catch {
		return '';
	}
}

function metricsUrl({values}: LoadedConfig): string | undefined {
	if (!values['webserver.enabled'] || !values['webserver.prometheus_metrics_enabled'] || !values['metrics.enabled']) return undefined;
	const address = values['webserver.listen_address'];
	const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
	const scheme = values['webserver.ssl_enabled'] ? 'https' : 'http';
	return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${values['webserver.listen_port']}/metrics`;
}
