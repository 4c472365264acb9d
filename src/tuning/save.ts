import {createHash, randomBytes} from 'node:crypto';
import {constants} from 'node:fs';
import {access, type FileHandle, mkdir, open, readdir, readFile, readlink, realpath, rename, stat, unlink} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {createTwoFilesPatch} from 'diff';
import {SaveFailure, saveFailureOf} from './save-failure.ts';

// The only module of tuning that touches the disk.
//
// A save writes a temporary file beside the target, syncs it, checks once more that the target is what it was, renames,
// and syncs the folder: killed at any moment it leaves the old or the new file, whole. The temporary name does not end
// in .yaml, so that a rules folder never loads it.

/** The local rules file as it was read. A missing file reads as empty. */
export interface LocalRules {
	readonly path: string;
	readonly text: string;
	readonly exists: boolean;
	/** SHA-256 of the bytes; of nothing when missing. */
	readonly hash: string;
}

export async function readLocalRules(path: string): Promise<LocalRules> {
	const bytes = await readIfExists(path);
	const text = bytes === undefined ? '' : decode(bytes, path);
	return {path, text, exists: bytes !== undefined, hash: hashOf(bytes)};
}

export interface SaveRequest {
	readonly path: string;
	/** What the file held when it was read: `readLocalRules(path).text`. */
	readonly baseText: string;
	readonly newText: string;
	/** Loads all rules files with the new text: undefined when they load, else what is wrong. */
	readonly validate: (newText: string) => string | undefined | Promise<string | undefined>;
}

export interface Saved {
	/** The file that was written: the target where `path` is a symlink. */
	readonly path: string;
	readonly hash: string;
}

/** Writes the local rules, or throws a `SaveFailure` and leaves the file as it was. */
export async function saveLocalRules(request: SaveRequest): Promise<Saved> {
	const fault = await request.validate(request.newText);
	if (fault !== undefined)
		throw new SaveFailure('invalid', `the rules would not load: ${fault}`, 'undo the change or correct it: the file is untouched');
	try {
		await makeFolder(dirname(request.path));
		const target = await targetOf(request.path);
		await removeStaleTemporaries(target);
		const bytes = Buffer.from(request.newText, 'utf8');
		await writeAtomically(target, bytes, hashOf(Buffer.from(request.baseText, 'utf8')));
		return {path: target, hash: hashOf(bytes)};
	} catch (error) {
		throw saveFailureOf(error, request.path);
	}
}

/** Whether a save can succeed, as far as that shows without writing; undefined when it can. */
export async function whyNotWritable(path: string): Promise<SaveFailure | undefined> {
	try {
		const folder = await existingFolder(dirname(path));
		const target = folder === dirname(path) ? await targetOf(path) : join(folder, basename(path));
		if (await statIfExists(target)) await access(target, constants.W_OK);
		const probe = temporaryName(target);
		await (await open(probe, 'wx', 0o600)).close();
		await unlink(probe);
		return undefined;
	} catch (error) {
		return saveFailureOf(error, path);
	}
}

/** Like a recursive `mkdir`; Node's never ends below /proc, where an existing folder says that there is none. */
async function makeFolder(folder: string): Promise<void> {
	if (await statIfExists(folder)) return;
	await makeFolder(dirname(folder));
	await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EEXIST') throw error;
	});
}

/** A missing folder is made by the save: what counts is the one that is there. */
async function existingFolder(folder: string): Promise<string> {
	const found = await statIfExists(folder);
	return found || dirname(folder) === folder ? folder : existingFolder(dirname(folder));
}

/** The change as a patch for `patch -p1` or `git apply`, for where the file itself cannot be written. */
export function patchText(path: string, baseText: string, newText: string): string {
	const name = path.replace(/^\/+/, '');
	return createTwoFilesPatch(`a/${name}`, `b/${name}`, baseText, newText, '', '', {context: 3}).replace(/^=+\n/, '');
}

async function writeAtomically(target: string, bytes: Buffer, baseHash: string): Promise<void> {
	const before = await refuseIfChanged(target, baseHash);
	const temporary = temporaryName(target);
	const handle = await open(temporary, 'wx', 0o600);
	try {
		await fill(handle, bytes, before);
		await refuseIfTouched(target, before, baseHash);
		await rename(temporary, target);
	} catch (error) {
		await unlink(temporary).catch(() => undefined);
		throw error;
	}
	await syncFolder(dirname(target));
}

/** What `stat` says of the target before the write; undefined: there is none yet. */
type Before = Awaited<ReturnType<typeof statIfExists>>;

async function fill(handle: FileHandle, bytes: Buffer, before: Before): Promise<void> {
	try {
		await handle.writeFile(bytes);
		await handle.chmod(before === undefined ? 0o644 : Number(before.mode) & 0o7777);
		if (before !== undefined) await giveOwner(handle, before);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

async function giveOwner(handle: FileHandle, before: NonNullable<Before>): Promise<void> {
	const now = await handle.stat({bigint: true});
	if (now.uid === before.uid && now.gid === before.gid) return;
	try {
		await handle.chown(Number(before.uid), Number(before.gid));
		// Changing the owner clears setuid and setgid.
		await handle.chmod(Number(before.mode) & 0o7777);
	} catch (error) {
		throw new SaveFailure(
			'owner',
			`the file belongs to uid ${before.uid}, gid ${before.gid}, and would not after the save`,
			'run as root or as the owner',
			error,
		);
	}
}

async function refuseIfChanged(target: string, baseHash: string): Promise<Before> {
	const before = await statIfExists(target);
	if (before !== undefined && !before.isFile())
		throw new SaveFailure('not-a-file', `${target} is not a regular file`, 'choose a file for the local rules');
	if (hashOf(await readIfExists(target)) !== baseHash) throw changed(target);
	// The rename would replace a file that its owner made read-only.
	if (before !== undefined) await access(target, constants.W_OK);
	return before;
}

/** Between the first look and the rename somebody may have written: another time stamp makes us read again. */
async function refuseIfTouched(target: string, before: Before, baseHash: string): Promise<void> {
	const now = await statIfExists(target);
	const same = now?.ino === before?.ino && now?.mtimeNs === before?.mtimeNs && now?.size === before?.size;
	if (!same && hashOf(await readIfExists(target)) !== baseHash) throw changed(target);
}

function changed(target: string): SaveFailure {
	return new SaveFailure(
		'changed',
		`${target} was changed by somebody else since it was read`,
		'read it again and repeat the change: nothing was written',
	);
}

/** Follows symlinks to the file itself, so that the link stays. ConfigMap volumes are links through `..data`. */
async function targetOf(path: string): Promise<string> {
	const target = await resolveLinks(path);
	if (target.split('/').some((part) => /^\.\.\d{4}_/.test(part)) || (await isConfigMapFolder(dirname(path)))) {
		throw new SaveFailure(
			'configmap',
			`${path} is mounted from a ConfigMap, where writes do not last`,
			'copy the change, or save it as a patch for the ConfigMap',
		);
	}
	return target;
}

/** Like `realpath`, also where the last link leads to a file that is not there yet. */
async function resolveLinks(path: string, depth = 0): Promise<string> {
	try {
		return await realpath(path);
	} catch (error) {
		if (!isMissing(error) || depth > 40) throw error;
		const folder = await realpath(dirname(path));
		const link = await readlink(path).catch(() => undefined);
		return link === undefined ? join(folder, basename(path)) : resolveLinks(resolve(folder, link), depth + 1);
	}
}

async function isConfigMapFolder(folder: string): Promise<boolean> {
	return (await readdir(folder)).includes('..data');
}

const TEMPORARY = /\.falconer-(\d+)-[0-9a-f]{12}$/;

function temporaryName(target: string): string {
	return join(dirname(target), `.${basename(target)}.falconer-${process.pid}-${randomBytes(6).toString('hex')}`);
}

/** Leftovers of saves that were killed: ours by name, of processes that no longer run. */
async function removeStaleTemporaries(target: string): Promise<void> {
	const folder = dirname(target);
	for (const name of await readdir(folder)) {
		const pid = name.startsWith(`.${basename(target)}.`) ? TEMPORARY.exec(name)?.[1] : undefined;
		if (pid !== undefined && !isRunning(Number(pid))) await unlink(join(folder, name)).catch(() => undefined);
	}
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

function decode(bytes: Buffer, path: string): string {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch (error) {
		throw new SaveFailure('not-utf8', `${path} is not UTF-8`, 'convert it first: editing it would change its other bytes', error);
	}
}

function hashOf(bytes: Buffer | undefined): string {
	return createHash('sha256')
		.update(bytes ?? '')
		.digest('hex');
}

async function readIfExists(path: string): Promise<Buffer | undefined> {
	try {
		return await readFile(path);
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}

async function statIfExists(path: string) {
	try {
		return await stat(path, {bigint: true});
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}

function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
