import {accessSync, constants, existsSync, readFileSync} from 'node:fs';
import {release} from 'node:os';
import {getSystemErrorName} from 'node:util';
import {addonNotBuilt, findAddon, loadAddon} from './addon.ts';
import {DriverFailure} from './failure.ts';
import {loadFailure} from './load-failure.ts';

const BTF_PATH = '/sys/kernel/btf/vmlinux';
const OLDEST_KERNEL = [5, 8] as const;
const CAP_SYS_ADMIN = 21n;
const CAP_PERFMON = 38n;
const CAP_BPF = 39n;

/** What the checks look at; tests bring their own. */
export interface Machine {
	readonly platform: string;
	readonly architecture: string;
	readonly kernelRelease: string;
	readonly hasBtf: boolean;
	/** The effective capabilities as a bit set. */
	readonly capabilities: bigint;
	/** Capabilities of other user namespaces count for nothing with eBPF. */
	readonly inFirstUserNamespace: boolean;
	readonly hasAddon: boolean;
	/** Asked last: why the kernel takes no program although nothing is missing. */
	readonly refusal: () => DriverFailure | undefined;
}

export function thisMachine(): Machine {
	const linux = process.platform === 'linux';
	return {
		platform: process.platform,
		architecture: process.arch,
		kernelRelease: release(),
		hasBtf: linux && isReadable(BTF_PATH),
		capabilities: linux ? effectiveCapabilities() : 0n,
		inFirstUserNamespace: linux && isFirstUserNamespace(),
		hasAddon: findAddon() !== undefined,
		refusal: tryToLoad,
	};
}

/** Everything that keeps the live driver from running on this machine, the first reason first; empty when it can. */
export function missingCapabilities(machine: Machine = thisMachine()): DriverFailure[] {
	if (machine.platform !== 'linux') {
		return [
			new DriverFailure('NOT_LINUX', `Live events need Linux; this is ${machine.platform}.`, {
				hint: 'Open a recording instead: falconer replay FILE.',
			}),
		];
	}
	const missing: DriverFailure[] = [];
	if (machine.architecture !== 'x64' && machine.architecture !== 'arm64') {
		missing.push(
			new DriverFailure('UNSUPPORTED_ARCHITECTURE', `The driver knows x86-64 and arm64; this is ${machine.architecture}.`, {
				hint: 'Open a recording instead: falconer replay FILE.',
			}),
		);
	}
	if (isOlder(machine.kernelRelease, OLDEST_KERNEL)) {
		missing.push(
			new DriverFailure('KERNEL_TOO_OLD', `The driver needs Linux 5.8 or later; this is ${machine.kernelRelease}.`, {
				hint: 'Boot a newer kernel, or open a recording.',
			}),
		);
	}
	if (!machine.hasBtf) {
		missing.push(
			new DriverFailure('NO_BTF', `The kernel's type information is missing: ${BTF_PATH}.`, {
				hint: 'Boot a kernel with CONFIG_DEBUG_INFO_BTF=y; in a container mount /sys.',
			}),
		);
	}
	if (mayLoad(machine.capabilities) && !machine.inFirstUserNamespace) {
		missing.push(
			new DriverFailure('NO_PERMISSION', 'Root of a user namespace (a rootless container) may not load eBPF programs.', {
				hint: "Run as the machine's own root, or in a container without user namespace.",
			}),
		);
	} else if (!mayLoad(machine.capabilities)) {
		missing.push(
			new DriverFailure('NO_PERMISSION', 'This user may not load eBPF programs.', {
				hint: 'Run as root (sudo), or with CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE (containers: --privileged or --cap-add).',
			}),
		);
	}
	if (!machine.hasAddon) {
		missing.push(addonNotBuilt());
	}
	const refusal = missing.length === 0 ? machine.refusal() : undefined;
	return refusal === undefined ? missing : [refusal];
}

function tryToLoad(): DriverFailure | undefined {
	try {
		const errno = loadAddon().refusal();
		if (errno === 0) return undefined;
		const message = `The kernel takes no eBPF programs (${getSystemErrorName(-errno)}).`;
		return loadFailure(Object.assign(new Error(message), {errno}));
	} catch (error) {
		if (error instanceof DriverFailure) return error;
		throw error;
	}
}

/** All that is missing as one failure, so that nobody mends one thing to meet the next. */
export function capabilityFailure(machine: Machine = thisMachine()): DriverFailure | undefined {
	const missing = missingCapabilities(machine);
	if (missing.length < 2) return missing[0];
	const hint = missing.map((failure) => failure.hint).join(' ');
	return new DriverFailure(missing[0].code, missing.map(({message}) => message).join(' '), {hint});
}

function mayLoad(capabilities: bigint): boolean {
	const has = (capability: bigint): boolean => ((capabilities >> capability) & 1n) === 1n;
	return has(CAP_SYS_ADMIN) || (has(CAP_BPF) && has(CAP_PERFMON));
}

function effectiveCapabilities(): bigint {
	const line = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'latin1'));
	return line === null ? 0n : BigInt(`0x${line[1]}`);
}

/** In any other, ids are mapped. A kernel without user namespaces has no such file. */
function isFirstUserNamespace(): boolean {
	const map = '/proc/self/uid_map';
	return !existsSync(map) || /^\s*0\s+0\s+4294967295\s*$/.test(readFileSync(map, 'latin1'));
}

function isOlder(kernelRelease: string, [major, minor]: readonly [number, number]): boolean {
	const match = /^(\d+)\.(\d+)/.exec(kernelRelease);
	if (match === null) return false;
	return Number(match[1]) < major || (Number(match[1]) === major && Number(match[2]) < minor);
}

function isReadable(path: string): boolean {
	if (!existsSync(path)) return false;
	try {
		accessSync(path, constants.R_OK);
		return true;
	} catch {
		return false;
	}
}
