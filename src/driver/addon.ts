import {existsSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {DriverFailure} from './failure.ts';

// The addon as native/addon/ makes it. Arguments are checked on this side.

export interface NativeDriver {
	attach(): void;
	/** The ring's data area, and behind it its beginning once more; read-only: a write to it ends the process. */
	data(): ArrayBuffer;
	/**
	 * `WANT_*` bits and class of each system call by number, the bits of procexit, and what stands for each call in generic
	 * events. Programs that are not there yet are loaded, which can fail.
	 */
	setSelection(bits: Uint8Array, procexit: number, genericIds: Uint16Array): void;
	/** Finds complete records, at least one and about `mostBytes` where there are any; start and end positions go into `range`. */
	take(mostBytes: number, range: Float64Array): number;
	release(): void;
	wait(timeoutMs: number, lingerMs: number): Promise<void>;
	wake(): void;
	/** Follows the system's clock; returns the nanoseconds by which it had moved. */
	setClock(): number;
	statistics(): NativeStatistics;
	/** Rows of hierarchy, cgroup id, exec, file, net, other. */
	counters(): Float64Array;
	dropCounter(hierarchy: number, id: number): void;
	close(): void;
}

export interface NativeStatistics {
	readonly events: number;
	readonly ringFull: number;
	readonly tooLarge: number;
	readonly compat: number;
	readonly noFiller: number;
	readonly uncounted: number;
	readonly missed: number;
	readonly ringBytes: number;
	readonly ringSizeBytes: number;
}

/** A system call that the driver can report, with its number on this architecture and the event it makes. */
export interface Filler {
	readonly syscall: string;
	readonly number: number;
	readonly event: number;
	/** Index into exec, file, net, other. */
	readonly eventClass: number;
}

export interface Addon {
	/** Loads the programs of the system calls that `bits` want. */
	readonly NativeDriver: new (
		ringBytes: number,
		snaplen: number,
		bits: Uint8Array,
	) => NativeDriver;
	readonly fillers: readonly Filler[];
	/** System call numbers are below this. */
	readonly syscalls: number;
	/** 0 where the kernel takes an eBPF program that does nothing, else the errno it refuses it with. */
	refusal(): number;
	/** Gives memory that native code freed, in any thread, back to the system; takes about a millisecond. */
	trim(): void;
}

export const WANT_EVENT = 1;
export const WANT_COUNT = 2;
export const CLASS_SHIFT = 2;
export const WANT_SUCCESS = 16;

const ADDON_PATH = join('native', 'addon', 'build', 'Release', 'falconer.node');

/** Where the built addon is, seen from this file or from the program's bundle; undefined when it was not built. */
export function findAddon(from = dirname(fileURLToPath(import.meta.url))): string | undefined {
	for (let folder = from; ; folder = dirname(folder)) {
		const path = join(folder, ADDON_PATH);
		if (existsSync(path)) return path;
		if (dirname(folder) === folder) return undefined;
	}
}

export const addonNotBuilt = (): DriverFailure =>
	new DriverFailure('ADDON_NOT_BUILT', 'The driver is not built.', {
		hint: 'As root, `npm run setup` in the checkout builds it or says what it lacks.',
	});

/** Throws a `DriverFailure` when the addon is not there or does not load. */
export function loadAddon(): Addon {
	const path = findAddon();
	if (path === undefined) throw addonNotBuilt();
	try {
		return createRequire(import.meta.url)(path) as Addon;
	} catch (cause) {
		throw new DriverFailure('ADDON_BROKEN', `The native driver does not load: ${(cause as Error).message}`, {
			hint: 'Build it again for this Node and this system: remove native/addon/build, then `sh native/build.sh`.',
			cause,
		});
	}
}
