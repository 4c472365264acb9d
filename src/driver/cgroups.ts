import {type Dirent, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';

/** What the kernel side's tag of a cgroup's hierarchy means. */
const HIERARCHIES = ['', 'memory', 'pids'] as const;
const MOST_FOLDERS = 50_000;

/** Finds the paths of cgroups by their kernel ids (the inode numbers of their folders). Paths are as in /proc/PID/cgroup. */
export class CgroupPaths {
	readonly #roots: readonly (string | undefined)[];
	readonly #paths: Map<number, string>[] = HIERARCHIES.map(() => new Map());
	#walkedAtMs = Number.NEGATIVE_INFINITY;

	constructor(hostRoot = '') {
		this.#roots = HIERARCHIES.map((name) => mountOf(hostRoot, name));
	}

	/** The path of a cgroup; undefined when it is gone. Folders are walked at most every `everyMs` ms, for ids never seen. */
	path(hierarchy: number, id: number, nowMs: number, everyMs = 1000): string | undefined {
		const paths = this.#paths[hierarchy];
		const known = paths?.get(id);
		if (known !== undefined || paths === undefined || nowMs - this.#walkedAtMs < everyMs) return known;
		this.#walkedAtMs = nowMs;
		this.#walk();
		return paths.get(id);
	}

	/** Whether the folders were read since the id could have been missing from them. */
	isCurrent(nowMs: number): boolean {
		return nowMs === this.#walkedAtMs;
	}

	#walk(): void {
		this.#roots.forEach((root, hierarchy) => {
			const paths = this.#paths[hierarchy];
			paths.clear();
			if (root === undefined) return;
			const pending = [''];
			for (let path = pending.pop(); path !== undefined && paths.size < MOST_FOLDERS; path = pending.pop()) {
				const folder = join(root, path);
				try {
					paths.set(statSync(folder).ino, path === '' ? '/' : path);
					for (const entry of readdirSync(folder, {withFileTypes: true}) as Dirent[]) {
						if (entry.isDirectory()) pending.push(`${path}/${entry.name}`);
					}
				} catch {
					// The cgroup went away meanwhile.
				}
			}
		});
	}
}

/** Where the hierarchy of a controller is mounted; '' is the unified one. */
function mountOf(hostRoot: string, controller: string): string | undefined {
	let mounts: string;
	try {
		mounts = readFileSync('/proc/self/mounts', 'latin1');
	} catch {
		return undefined;
	}
	const candidates: string[] = [];
	for (const line of mounts.split('\n')) {
		const [, folder, type, options] = line.split(' ');
		if (folder === undefined) continue;
		const fits = controller === '' ? type === 'cgroup2' : type === 'cgroup' && options.split(',').includes(controller);
		if (fits) candidates.push(folder);
	}
	return candidates.find((folder) => hostRoot !== '' && folder.startsWith(`${hostRoot}/`)) ?? candidates[0];
}
