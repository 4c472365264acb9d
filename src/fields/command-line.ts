import type {ByteString} from '../events/byte-string.ts';
import type {Thread} from '../system/thread.ts';

/** Texts made of a thread's arguments and environment; they hold until an execve replaces what they were made of. */
interface ThreadTexts {
	readonly args: ByteString;
	readonly argList: readonly ByteString[];
	readonly joined: ByteString;
	readonly lengthBytes: number;
	comm: ByteString;
	cmdline: ByteString;
	exe: ByteString;
	exeline: ByteString | undefined;
	env: ByteString;
	envText: ByteString | undefined;
	envList: readonly ByteString[] | undefined;
}

const texts = new WeakMap<Thread, ThreadTexts>();
let lastThread: Thread | undefined;
let lastTexts: ThreadTexts | undefined;

function textsOf(thread: Thread): ThreadTexts {
	const known = thread === lastThread ? lastTexts : texts.get(thread);
	if (known !== undefined && known.args === thread.args) {
		lastThread = thread;
		lastTexts = known;
		return known;
	}
	const argList = splitNul(thread.args);
	const joined = argList.join(' ');
	const made: ThreadTexts = {
		args: thread.args,
		argList,
		joined,
		lengthBytes: argList.reduce((sum, arg) => sum + arg.length, 0),
		comm: thread.comm,
		cmdline: commandLine(thread.comm, joined),
		exe: thread.exe,
		exeline: undefined,
		env: thread.env,
		envText: undefined,
		envList: undefined,
	};
	texts.set(thread, made);
	lastThread = thread;
	lastTexts = made;
	return made;
}

/** NUL-terminated strings, the last of which may lack its NUL. */
export function splitNul(bytes: ByteString): readonly ByteString[] {
	if (bytes === '') return [];
	return (bytes.endsWith('\0') ? bytes.slice(0, -1) : bytes).split('\0');
}

const commandLine = (comm: ByteString, args: ByteString): ByteString => (args === '' ? comm : `${comm} ${args}`);

/** `argv[1]` and on. */
export const argumentsOf = (thread: Thread): readonly ByteString[] => textsOf(thread).argList;
export const argumentText = (thread: Thread): ByteString => textsOf(thread).joined;
export const argumentBytes = (thread: Thread): number => textsOf(thread).lengthBytes;

/** comm and arguments. */
export function cmdlineOf(thread: Thread): ByteString {
	const known = textsOf(thread);
	if (known.comm !== thread.comm) {
		known.comm = thread.comm;
		known.cmdline = commandLine(thread.comm, known.joined);
	}
	return known.cmdline;
}

/** `argv[0]` and arguments; the blank after `argv[0]` stays without arguments. */
export function exelineOf(thread: Thread): ByteString {
	const known = textsOf(thread);
	if (known.exeline === undefined || known.exe !== thread.exe) {
		known.exe = thread.exe;
		known.exeline = `${thread.exe} ${known.joined}`;
	}
	return known.exeline;
}

function environmentOf(thread: Thread): readonly ByteString[] {
	const known = textsOf(thread);
	if (known.envList === undefined || known.env !== thread.env) {
		known.env = thread.env;
		known.envList = splitNul(thread.env);
		known.envText = known.envList.join(' ');
	}
	return known.envList;
}

/** All variables, separated by blanks. */
export function environmentText(thread: Thread): ByteString {
	environmentOf(thread);
	return textsOf(thread).envText ?? '';
}

/** The value of a variable; '' for one that is not set. */
export function environmentValue(thread: Thread, name: ByteString): ByteString {
	for (const entry of environmentOf(thread)) {
		if (entry.length > name.length && entry[name.length] === '=' && entry.startsWith(name)) return entry.slice(name.length + 1);
	}
	return '';
}
