import {readFileSync} from 'node:fs';
import {DriverFailure} from './failure.ts';

/** What the addon throws: `log` is what libbpf and the kernel's verifier said, their last words in full. */
export interface NativeFailure extends Error {
	readonly errno?: number;
	readonly log?: string;
}

const EPERM = 1;
const ENOENT = 2;
const ESRCH = 3;
const E2BIG = 7;
const ENOMEM = 12;
const EACCES = 13;
const EINVAL = 22;
const ENOSYS = 38;
const EOPNOTSUPP = 95;
const ENOTSUPP = 524;

const LAST_LINES = 4;
/** What libbpf wraps around the verifier's words. */
const NOISE = /-- (BEGIN|END) PROG LOAD LOG --|failed to load object|failed to load BPF skeleton|^processed \d+ insns|^$/;
const REJECTED = /prog '([^']+)': (?:-- BEGIN PROG LOAD LOG|BPF program load failed)/;
const LOCKDOWN_PATH = '/sys/kernel/security/lockdown';

/** Says why the kernel refused to load or attach the programs, with what to do about it, then its words: where lines are cut, those. */
export function loadFailure(cause: NativeFailure, lockdown: string = readLockdown()): DriverFailure {
	const lines = (cause.log ?? '').split('\n').map((line) => line.trim());
	const words = lines.filter((line) => !NOISE.test(line)).slice(-LAST_LINES);
	const said = words.length === 0 ? '' : ` (${words.join(' | ')})`;
	return new DriverFailure('LOAD_REFUSED', cause.message, {hint: `${hintFor(cause, lockdown)}${said}`, cause});
}

function hintFor({errno, log = ''}: NativeFailure, lockdown: string): string {
	if (lockdown === 'confidentiality') {
		return 'Kernel lockdown in confidentiality mode forbids reading kernel memory: boot with lockdown=integrity, or open a recording.';
	}
	const program = REJECTED.exec(log)?.[1];
	if (program !== undefined && errno !== EPERM && errno !== ENOMEM) {
		return `The kernel's verifier does not accept the program \`${program}\`: please report these lines with the output of uname -r. A recording can be opened meanwhile.`;
	}
	switch (errno) {
		case EPERM:
		case EACCES:
			return 'Run as root, or with CAP_BPF, CAP_PERFMON and CAP_SYS_RESOURCE; a container also needs a seccomp profile that allows bpf(2) (--privileged has one). A recording can be opened meanwhile.';
		case ENOSYS:
			return 'This kernel has no bpf(2): it was built without CONFIG_BPF_SYSCALL, or a sandbox hides it. Open a recording instead.';
		case ENOMEM:
		case E2BIG:
			return 'There is not enough memory for the maps: choose a smaller ring buffer, or raise the limit of locked memory (ulimit -l unlimited).';
		case EINVAL:
		case EOPNOTSUPP:
		case ENOTSUPP:
			return 'This kernel lacks something that the programs need: CONFIG_BPF_EVENTS, CONFIG_BPF_JIT, CONFIG_FTRACE_SYSCALLS and CONFIG_DEBUG_INFO_BTF must be set.';
		case ENOENT:
		case ESRCH:
			return "The kernel's type information lacks something that the programs read: please report this with the output of uname -r.";
		default:
			return 'Please report this with the output of uname -r; a recording can be opened meanwhile.';
	}
}

/** The lockdown mode in force: `none`, `integrity` or `confidentiality`; `none` where it cannot be told. */
function readLockdown(): string {
	try {
		return /\[(\w+)\]/.exec(readFileSync(LOCKDOWN_PATH, 'latin1'))?.[1] ?? 'none';
	} catch {
		return 'none';
	}
}
