import type * as FileSystem from 'node:fs/promises';

// Stands in for node:fs/promises in a program whose save is killed: before its n-th file operation, and within a write
// after half of the bytes. KILL_AT is n.

const real = (process.getBuiltinModule('node:fs') as {promises: typeof FileSystem}).promises;
const killAt = Number(process.env.KILL_AT);
let operations = 0;

function step(): boolean {
	operations++;
	return operations === killAt;
}

function die(): never {
	process.kill(process.pid, 'SIGKILL');
	throw new Error('killed');
}

function before<Arguments extends unknown[], Result>(
	operation: (...given: Arguments) => Promise<Result>,
): (...given: Arguments) => Promise<Result> {
	return (...given) => (step() ? die() : operation(...given));
}

export const open: typeof FileSystem.open = async (...given) => {
	if (step()) die();
	const handle = await real.open(...given);
	const write = handle.write.bind(handle) as (bytes: Buffer) => Promise<unknown>;
	handle.writeFile = async (data) => {
		const bytes = data as Buffer;
		if (step()) die();
		await write(bytes.subarray(0, bytes.length / 2));
		if (step()) die();
		await write(bytes.subarray(bytes.length / 2));
	};
	for (const name of ['sync', 'chmod', 'chown', 'close'] as const)
		Object.assign(handle, {[name]: before(handle[name].bind(handle) as () => Promise<void>)});
	return handle;
};
export const rename = before(real.rename);
export const unlink = before(real.unlink);
export const writeFile = before(real.writeFile);
export const mkdir = before(real.mkdir);
export const {access, readdir, readFile, readlink, realpath, stat} = real;
