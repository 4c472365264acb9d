import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import path from 'node:path';

/** A Falco, or an agent of ours, that runs on this node. */
export interface FalcoProcess {
	readonly pid: number;
	readonly name: 'falco' | 'falconer agent';
	readonly args: readonly string[];
	/** Its working directory, as it sees it. */
	readonly folder: string;
}

/** Falco processes by their name, agents by their command line; those of other containers too where this sees their processes. */
export function findFalcos(proc = '/proc', self = process.pid): FalcoProcess[] {
	return readdirSync(proc)
		.filter((name) => /^\d+$/.test(name) && Number(name) !== self)
		.flatMap((name) => readProcess(proc, Number(name)) ?? []);
}

function readProcess(proc: string, pid: number): FalcoProcess | undefined {
	try {
		const args = readFileSync(`${proc}/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
		if (args.length === 0) return undefined;
		const isFalco = readFileSync(`${proc}/${pid}/comm`, 'utf8').trim() === 'falco';
		if (!isFalco && !isAgent(args)) return undefined;
		return {pid, name: isFalco ? 'falco' : 'falconer agent', args, folder: folderOf(proc, pid)};
	} catch {
		// It ended meanwhile, or is not ours to look at.
		return undefined;
	}
}

/** `node …/bin/falconer agent …`. */
function isAgent(args: readonly string[]): boolean {
	const program = args.findIndex((arg) => /^falconer(\.mjs)?$/.test(path.basename(arg)));
	return program >= 0 && program < 3 && args[program + 1] === 'agent';
}

function folderOf(proc: string, pid: number): string {
	try {
		return readlinkSync(`${proc}/${pid}/cwd`);
	} catch {
		return '/';
	}
}

/** The values of a flag, in every way it can be written: `-c X`, `-cX`, `--config X`, `--config=X`. */
export function flagValues(args: readonly string[], short: string, long: string): string[] {
	return args.flatMap((arg, at) => {
		if (arg === short || arg === long) return args[at + 1] === undefined ? [] : [args[at + 1]];
		if (arg.startsWith(`${long}=`)) return [arg.slice(long.length + 1)];
		return arg.startsWith(short) && !arg.startsWith('--') && arg.length > short.length ? [arg.slice(short.length)] : [];
	});
}
