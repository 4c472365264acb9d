import type {ByteString} from '../events/byte-string.ts';
import {compileGlob, type Glob} from './glob.ts';

/** The paths of a `pmatch`, by component. */
interface Branch {
	/** A path ends here: everything below matches. */
	whole: boolean;
	readonly names: Map<string, Branch>;
	readonly globs: {readonly pattern: string; readonly matches: Glob; readonly branch: Branch}[];
}

const newBranch = (): Branch => ({whole: false, names: new Map(), globs: []});

/**
 * Whether a path equals one of the paths or lies below it, by whole components. Empty components do not count:
 * `/usr//lib/` is `usr/lib`, and `/` holds everything. Components with `* ? [` are globs. Costs a map look-up a component.
 */
export function compilePathSet(paths: readonly ByteString[]): (path: ByteString) => boolean {
	const root = newBranch();
	for (const path of paths)
		addPath(
			root,
			path.split('/').filter((component) => component !== ''),
		);
	return (path) => liesBelow(root, path, 0);
}

function addPath(root: Branch, components: readonly string[]): void {
	let branch = root;
	for (const component of components) branch = /[*?[]/.test(component) ? globBranch(branch, component) : nameBranch(branch, component);
	branch.whole = true;
}

function nameBranch(branch: Branch, name: string): Branch {
	let next = branch.names.get(name);
	if (next === undefined) {
		next = newBranch();
		branch.names.set(name, next);
	}
	return next;
}

function globBranch(branch: Branch, pattern: string): Branch {
	let next = branch.globs.find((glob) => glob.pattern === pattern);
	if (next === undefined) {
		next = {pattern, matches: compileGlob(pattern), branch: newBranch()};
		branch.globs.push(next);
	}
	return next.branch;
}

function liesBelow(branch: Branch, path: ByteString, from: number): boolean {
	if (branch.whole) return true;
	let start = from;
	while (start < path.length && path.charCodeAt(start) === 47) start++;
	if (start === path.length) return false;
	let end = path.indexOf('/', start);
	if (end < 0) end = path.length;
	const component = path.slice(start, end);
	const named = branch.names.get(component);
	if (named !== undefined && liesBelow(named, path, end)) return true;
	for (const glob of branch.globs) if (glob.matches(component) && liesBelow(glob.branch, path, end)) return true;
	return false;
}
