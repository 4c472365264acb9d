import {EVENT_FLAGS, EVENT_TYPES, EventFlags} from '../events/event-types.ts';
import type {BaseSyscalls} from './options.ts';

/** System calls whose events keep the system model right, whatever the rules ask for. */
const STATE_SYSCALLS = `accept accept4 bind capset chdir chroot clone clone3 close close_range connect creat dup dup2 dup3
	epoll_create epoll_create1 eventfd eventfd2 execve execveat fchdir fcntl fcntl64 fork getsockopt inotify_init inotify_init1
	io_uring_setup memfd_create mount open open_by_handle_at openat openat2 pidfd_getfd pidfd_open pipe pipe2 prctl prlimit64
	recvfrom recvmmsg recvmsg sendmmsg sendmsg sendto setgid setgid32 setregid setresgid setresgid32 setresuid setresuid32
	setreuid setrlimit setsid setuid setuid32 shutdown signalfd signalfd4 socket socketpair timerfd_create umount umount2
	userfaultfd vfork`.split(/\s+/);

/** Left out even where rules name them, unless `base_syscalls.all`: their volume would cost more than the rest together. */
export const IGNORED_SYSCALLS = [
	'pread64',
	'preadv',
	'pwrite64',
	'pwritev',
	'read',
	'readv',
	'recv',
	'send',
	'sendfile',
	'sendfile64',
	'write',
	'writev',
] as const;

/** Without it threads would never go away: no selection can take it out. */
const ALWAYS = 'sched_process_exit';

const codesBySyscall = indexSyscalls();

function indexSyscalls(): ReadonlyMap<string, readonly number[]> {
	const index = new Map<string, number[]>();
	for (const {code, syscalls, ppme} of EVENT_TYPES) {
		if ((EVENT_FLAGS[code] & (EventFlags.OLD_VERSION | EventFlags.UNUSED)) !== 0 || ppme.startsWith('PPME_GENERIC')) continue;
		for (const name of syscalls ?? []) index.set(name, [...(index.get(name) ?? []), code]);
	}
	return index;
}

const codesOf = (syscall: string): readonly number[] => codesBySyscall.get(syscall) ?? [];

/** Codes of the events to ask of a live driver: those of the rules and those that state needs. */
export function selectEvents(ruleTypes: Iterable<number>, base: BaseSyscalls = {customSet: [], all: false}): Set<number> {
	const wanted = base.customSet.filter((name) => !name.startsWith('!'));
	const unwanted = base.customSet.filter((name) => name.startsWith('!')).map((name) => name.slice(1));
	const codes = new Set(ruleTypes);
	if (!base.all) removeAll(codes, IGNORED_SYSCALLS);
	for (const name of wanted.length > 0 ? wanted : STATE_SYSCALLS) for (const code of codesOf(name)) codes.add(code);
	removeAll(codes, unwanted);
	for (const code of codesOf(ALWAYS)) codes.add(code);
	return codes;
}

/** Events that tell of state though the call failed: a connection in progress, resulting capabilities; and who lives. */
const TELLING_FAILURES = new Set('connect capset clone clone3 fork vfork execve execveat'.split(' ').flatMap((name) => codesOf(name)));

/** Of the selected events, those that no rule wants and that change nothing where the call failed. */
export function successOnly(selection: Iterable<number>, ruleTypes: ReadonlySet<number>): Set<number> {
	return new Set([...selection].filter((code) => !ruleTypes.has(code) && !TELLING_FAILURES.has(code)));
}

function removeAll(codes: Set<number>, syscalls: readonly string[]): void {
	for (const name of syscalls) for (const code of codesOf(name)) codes.delete(code);
}
