import {EVENT_TYPES, type EventParam} from '../events/event-types.ts';
import type {ParamType} from '../events/param-type.ts';
import {syscallName} from '../events/syscall-name.ts';
import type {EventContext} from '../system/context.ts';
import {resolvePath} from '../system/path.ts';
import {bytesToBase64, bytesToDots} from './byte-dots.ts';
import {AT_FDCWD, directoryOfFd} from './directory-of-fd.ts';
import {errnoName} from './errno.ts';
import {NO_TEXT, numberAt, stringParam} from './event-param.ts';
import {fdListText} from './fd-list-text.ts';
import {fdTypeChar, L4_CHARS, shownProtocol} from './fd-type.ts';
import {flagNames} from './flag-names.ts';
import {formatIp} from './ip.ts';
import {asSigned, numberText} from './number-text.ts';
import {sanitize} from './sanitize.ts';
import {signalName, signalNames} from './signals.ts';
import {addressText, socketTupleText} from './socket-text.ts';
import {localDate, secondsText} from './time-text.ts';

const NONE = 0xffff_ffff;

/** Where the text of the parameter that was rendered last stands; one object, so that rendering allocates only text. */
export interface RenderedParam {
	/** The value: a number, a path as passed. */
	text: string;
	/** What it means: a name, a flag list, the absolute path; '' where there is nothing to resolve. */
	resolved: string;
}

const rendered: RenderedParam = {text: '', resolved: ''};

/** Renders a parameter as `evt.args` shows it. The result is overwritten by the next call. */
export function renderParam(event: EventContext, index: number, base64: boolean): RenderedParam {
	const param = EVENT_TYPES[event.cursor.type].params[index];
	rendered.text = '';
	rendered.resolved = '';
	if (param === undefined) return rendered;
	const length = event.cursor.paramLength(index);
	if (length === 0) {
		rendered.text = emptyText(param.type);
		return rendered;
	}
	const at = event.cursor.paramOffset(index);
	if (param.type === 'DYN') renderDynamic(event, param, at, length, base64);
	else renderBytes({event, param, type: param.type, at, length, index, base64});
	return rendered;
}

/** What `evt.arg` shows: the meaning where there is one, else the value. */
export function paramText(event: EventContext, index: number, base64: boolean): string {
	return commonText(event, index) ?? slowText(event, index, base64);
}

function slowText(event: EventContext, index: number, base64: boolean): string {
	const {text, resolved} = renderParam(event, index, base64);
	return resolved === '' ? text : resolved;
}

/** The text of the parameters that conditions ask for most, without a detour; undefined for others. */
function commonText({cursor}: EventContext, index: number): string | undefined {
	const param = EVENT_TYPES[cursor.type].params[index];
	if (param === undefined || !cursor.hasParam(index)) return undefined;
	switch (param.type) {
		case 'FLAGS32':
		case 'ENUMFLAGS32':
			return flagText(param, cursor.u32(index));
		case 'FLAGS16':
		case 'ENUMFLAGS16':
			return flagText(param, cursor.u16(index));
		case 'FLAGS8':
		case 'ENUMFLAGS8':
			return flagText(param, cursor.u8(index));
		case 'CHARBUF':
			return stringParam(cursor, index);
		default:
			return undefined;
	}
}

function flagText(param: EventParam, value: number): string {
	const names = flagNames(param, value);
	return names === '' ? String(value) : names;
}

function emptyText(type: ParamType): string {
	switch (type) {
		case 'BYTEBUF':
		case 'SOCKTUPLE':
		case 'FDLIST':
		case 'CHARBUFARRAY':
		case 'CHARBUF_PAIR_ARRAY':
		case 'DYN':
			return 'NULL';
		default:
			return NO_TEXT;
	}
}

/** Types that the leading byte of a DYN parameter selects, by event name and parameter. */
const DYNAMIC: Readonly<Record<string, readonly ParamType[]>> = {
	setsockopt: ['BYTEBUF', 'ERRNO', 'UINT32', 'UINT64', 'RELTIME'],
	getsockopt: ['BYTEBUF', 'ERRNO', 'UINT32', 'UINT64', 'RELTIME'],
	ptrace: ['UINT64', 'SIGTYPE'],
	bpf: ['FD', 'ERRNO'],
	keyctl: ['UINT64', 'CHARBUF'],
};

function renderDynamic(event: EventContext, param: EventParam, at: number, length: number, base64: boolean): void {
	const type = DYNAMIC[EVENT_TYPES[event.cursor.type].name]?.[event.cursor.bytes[at]];
	if (type === undefined) rendered.text = 'INVALID DYNAMIC PARAMETER';
	else renderBytes({event, param, type, at: at + 1, length: length - 1, index: -1, base64});
}

interface ParamBytes {
	readonly event: EventContext;
	readonly param: EventParam;
	readonly type: ParamType;
	readonly at: number;
	readonly length: number;
	/** -1 inside a DYN parameter. */
	readonly index: number;
	readonly base64: boolean;
}

function renderBytes(bytes: ParamBytes): void {
	const {event, type, at, length, index, base64} = bytes;
	const {cursor} = event;
	switch (type) {
		case 'CHARBUF':
			rendered.text = index >= 0 ? stringParam(cursor, index) : upToNul(rawAt(bytes));
			return;
		case 'FSPATH':
		case 'FSRELPATH':
			renderPath(event, bytes.param, index);
			return;
		case 'BYTEBUF':
			rendered.text = base64 ? bytesToBase64(rawAt(bytes)) : bytesToDots(rawAt(bytes));
			return;
		case 'SOCKADDR':
			rendered.text = addressText(rawAt(bytes));
			return;
		case 'SOCKTUPLE':
			rendered.text = socketTupleText(rawAt(bytes));
			return;
		case 'FDLIST':
			rendered.text = fdListText(event, at, length);
			return;
		case 'CHARBUFARRAY':
			rendered.text = rawAt(bytes).replace(/\0$/, '').replaceAll('\0', '.');
			return;
		case 'IPV4ADDR':
		case 'IPV6ADDR':
		case 'IPADDR':
			rendered.text = formatIp(rawAt(bytes));
			return;
		default: {
			const value = numberAt(cursor, at, length, type);
			if (value === undefined) rendered.text = '(n.a.)';
			else renderNumber(bytes, value);
		}
	}
}

function renderNumber({event, param, type}: ParamBytes, value: number | bigint): void {
	switch (type) {
		case 'FD':
		case 'FD32':
			renderFd(event, Number(value));
			return;
		case 'PID':
			rendered.text = String(value);
			rendered.resolved = event.system.threads.get(Number(value))?.comm ?? '';
			return;
		case 'ERRNO':
			rendered.text = String(value);
			rendered.resolved = value < 0 ? errnoName(Number(value)) : '';
			return;
		case 'UID':
		case 'GID':
			renderId(event, type, Number(value));
			return;
		case 'SIGTYPE':
			rendered.text = String(value);
			rendered.resolved = signalName(Number(value));
			return;
		case 'SIGSET':
			rendered.text = signalNames(Number(value));
			return;
		case 'SYSCALLID':
			rendered.text = String(value);
			rendered.resolved = syscallName(Number(value), event.cursor.paramLength(1) < 2 ? 0 : event.cursor.u16(1));
			return;
		case 'RELTIME':
			renderRelativeTime(BigInt(value));
			return;
		case 'ABSTIME':
			rendered.text = localDate(BigInt(value));
			return;
		case 'MODE':
			rendered.text = numberText(value, param.fmt);
			rendered.resolved = flagNames(param, Number(value));
			return;
		default:
			if (!type.includes('FLAGS')) {
				rendered.text = numberText(asSigned(value, type), param.fmt);
				return;
			}
			rendered.text = String(value);
			rendered.resolved = flagNames(param, Number(value));
	}
}

function renderFd(event: EventContext, fd: number): void {
	rendered.text = String(fd);
	const {thread} = event;
	if (thread === undefined) return;
	if (fd >= 0) {
		const entry = thread.fds.get(fd);
		if (entry === undefined) return;
		rendered.resolved = `<${fdTypeChar(entry.type)}${L4_CHARS[shownProtocol(entry)]}>${sanitize(entry.name)}`;
	} else rendered.resolved = fd === AT_FDCWD ? 'AT_FDCWD' : errnoName(fd);
}

function renderId(event: EventContext, type: 'UID' | 'GID', id: number): void {
	if (id === NONE) {
		rendered.text = '-1';
		rendered.resolved = '<NONE>';
		return;
	}
	rendered.text = String(id | 0);
	const {thread, system} = event;
	const entry = thread && (type === 'UID' ? system.user(id, thread.containerId) : system.group(id, thread.containerId));
	rendered.resolved = entry === undefined || entry.name === '' ? NO_TEXT : sanitize(entry.name);
}

function renderRelativeTime(nanos: bigint): void {
	if (nanos === 0xffff_ffff_ffff_ffffn) {
		rendered.text = 'none';
		return;
	}
	rendered.text = String(nanos);
	rendered.resolved = `${secondsText(nanos)}s`;
}

function renderPath(event: EventContext, param: EventParam, index: number): void {
	const path = stringParam(event.cursor, index);
	rendered.text = sanitize(path);
	if (event.thread === undefined || path === NO_TEXT || path === '' || path.startsWith('/')) return;
	rendered.resolved = sanitize(resolvePath(directoryOfParam(event, param), path));
}

/** The directory a relative path parameter counts from: that of its dirfd, else the thread's cwd. */
function directoryOfParam(event: EventContext, param: EventParam): string {
	const {cursor, thread} = event;
	if (thread === undefined) return '';
	if (param.type !== 'FSRELPATH' || param.dirfd_param === undefined || cursor.paramLength(param.dirfd_param) < 8) return thread.cwd;
	return directoryOfFd(event, cursor.i64(param.dirfd_param));
}

function rawAt({event, at, length}: ParamBytes): string {
	return event.cursor.bytes.latin1Slice(at, at + length);
}

function upToNul(bytes: string): string {
	const nul = bytes.indexOf('\0');
	return nul < 0 ? bytes : bytes.slice(0, nul);
}
