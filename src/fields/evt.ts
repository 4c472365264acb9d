import {EVENT_FLAGS, EVENT_TYPES, EventFlags, eventCode} from '../events/event-types.ts';
import {syscallName} from '../events/syscall-name.ts';
import type {EventContext} from '../system/context.ts';
import {absolutePath} from './abspath.ts';
import {categoryName, isIoEvent, isMemoryEvent, isReadEvent, isWriteEvent} from './event-category.ts';
import {exactResultOf, hasResult, isSyscall, resultOf} from './event-result.ts';
import {EVT_ARG_ROWS} from './evt-arg.ts';
import {nanoseconds} from './exact.ts';
import {isFileFd, isInetFd} from './fd-type.ts';
import type {Extractor, FieldValue} from './field.ts';
import {isFileOpen, O_RDONLY, O_WRONLY, opensExecutable, opensFor, opensNew} from './open-event.ts';
import {paramText} from './param-text.ts';
import {type FieldClass, type FieldRow, type FieldUse, rowsOf} from './row.ts';
import {clockText, nanosText} from './time-text.ts';

const row = rowsOf('evt');
const GENERIC = eventCode('GENERIC_X');
const ASYNC_EVENT = eventCode('ASYNCEVENT_E');
const PROCINFO = eventCode('PROCINFO_E');
const INFRA = eventCode('INFRASTRUCTURE_EVENT_E');
/** 2^64 nanoseconds. */
const SECONDS_OF_64_BITS = 18_446_744_073;
const NANOS_OF_64_BITS = 709_551_616;
const SOCKET_CALLS: readonly number[] = ['SOCKET_ACCEPT_5_X', 'SOCKET_ACCEPT4_6_X', 'SOCKET_CONNECT_X'].map(eventCode);

function eventName({cursor}: EventContext): string {
	if (cursor.type === GENERIC) return cursor.paramLength(0) >= 2 ? syscallName(cursor.u16(0)) : 'unknown';
	return cursor.type === ASYNC_EVENT ? cursor.text(1) : EVENT_TYPES[cursor.type].name;
}

const flagged =
	(flags: number): Extractor =>
	({cursor}) =>
		(EVENT_FLAGS[cursor.type] & flags) !== 0;

/** 1 for a failed call, 0 for one that went well; nothing without a result. */
function failures({cursor}: EventContext): number | undefined {
	return hasResult(cursor) ? Number(resultOf(cursor) < 0) : undefined;
}

type Kind = 'file' | 'net' | 'memory' | 'other';

/** What kind of failure a failure of this event would be, by its descriptor or, without one, by its type. */
function isKind({cursor, fd}: EventContext, kind: Kind): boolean {
	if (kind === 'memory') return isMemoryEvent(cursor.type);
	const isFile = fd ? isFileFd(fd.type) : isFileOpen(cursor.type);
	const isNet = fd ? isInetFd(fd.type) || fd.type === 'unix' : SOCKET_CALLS.includes(cursor.type);
	if (kind === 'other') return !isFile && !isNet && (fd !== undefined || !isMemoryEvent(cursor.type));
	return kind === 'file' ? isFile : isNet;
}

function countError(kind: Kind, what: string): FieldRow {
	return row(
		`evt.count.error.${kind}`,
		'UINT32',
		[`1 for a failed call ${what}, 0 for one that went well.`, `evt.count.error.${kind} = 1`],
		{
			extract: (event) => (isKind(event, kind) ? failures(event) : undefined),
			print: 'DEC',
		},
	);
}

type Direction = 'in' | 'out' | undefined;

function bufferLength(media: 'file' | 'net' | undefined, direction: Direction): Extractor {
	return ({cursor, fd}) => {
		if (fd === undefined || !hasResult(cursor)) return undefined;
		if (!(direction === 'in' ? isReadEvent(cursor.type) : direction === 'out' ? isWriteEvent(cursor.type) : isIoEvent(cursor.type)))
			return undefined;
		if (media === 'file' && fd.type !== 'file' && fd.type !== 'file_v2') return undefined;
		if (media === 'net' && !isInetFd(fd.type)) return undefined;
		const result = resultOf(cursor);
		return result >= 0 ? result : undefined;
	};
}

function bufferRow(media: 'file' | 'net' | undefined, direction: Direction): FieldRow {
	const name = ['evt.buflen', media, direction].filter((part) => part !== undefined).join('.');
	const what = `${direction === 'in' ? 'read' : direction === 'out' ? 'written' : 'moved'}${media ? ` on ${media === 'net' ? 'sockets' : 'files'}` : ''}`;
	return row(name, 'UINT64', [`Bytes ${what} by the event: the result of a successful call.`, `${name} > 1000`], {
		extract: bufferLength(media, direction),
		print: 'DEC',
		hidden: media !== undefined || direction !== undefined,
	});
}

/**
 * Time since the event this use of the field saw before, in 64 bits without sign: an event that is older than the one before
 * it, as CPUs deliver them, lies centuries ahead. In JSON always 0, as in Falco, which shows it in the text first.
 */
function sincePrevious(pick: (seconds: number, nanos: number) => FieldValue) {
	return (_use: FieldUse) => {
		let before = -1;
		let beforeNanos = 0;
		const extract = ({cursor}: EventContext): FieldValue => {
			const seconds = cursor.tsSeconds;
			const nanos = cursor.tsNanos;
			let passed = before < 0 ? 0 : seconds - before;
			let passedNanos = before < 0 ? 0 : nanos - beforeNanos;
			before = seconds;
			beforeNanos = nanos;
			if (passed < 0 || (passed === 0 && passedNanos < 0)) {
				passed += SECONDS_OF_64_BITS;
				passedNanos += NANOS_OF_64_BITS;
			}
			if (passedNanos >= 1e9) return pick(passed + 1, passedNanos - 1e9);
			return passedNanos < 0 ? pick(passed - 1, passedNanos + 1e9) : pick(passed, passedNanos);
		};
		return {extract, json: () => 0};
	};
}

/** `Key: value` lines of the old infrastructure events. */
const infra =
	(key: string): Extractor =>
	({cursor}) => {
		if (cursor.type !== INFRA) return undefined;
		const entry = cursor
			.text(2)
			.split(';')
			.map((part) => part.trim())
			.find((part) => part.startsWith(key));
		return entry?.split(':')[1]?.trim();
	};

const never = {extract: () => 0, print: 'DEC', deprecated: true} as const;

/** The `evt` fields of system calls. */
export const EVT: FieldClass = {
	name: 'evt',
	description: 'What system calls have: name, parameters, result, data. Parameters are reached by name: evt.arg.flags.',
	sources: ['syscall'],
	rows: [
		row('evt.latency', 'RELTIME', ['Always 0: the start of a call is no longer recorded.'], never),
		row('evt.latency.s', 'RELTIME', ['Always 0.'], never),
		row('evt.latency.ns', 'RELTIME', ['Always 0.'], {...never, print: '10_PADDED_DEC'}),
		row('evt.latency.quantized', 'UINT64', ['Always 0.'], {...never, hidden: true}),
		row('evt.latency.human', 'CHARBUF', ['Always "0ns".'], {extract: () => '0ns', deprecated: true}),
		row(
			'evt.deltatime',
			'RELTIME',
			['Nanoseconds since the event before, of those that this condition looked at.', 'evt.deltatime > 1000000'],
			{
				bind: sincePrevious(nanoseconds),
				print: 'DEC',
			},
		),
		row('evt.deltatime.s', 'RELTIME', ['Whole seconds of `evt.deltatime`.', '3'], {
			bind: sincePrevious((seconds) => seconds),
			print: 'DEC',
		}),
		row('evt.deltatime.ns', 'RELTIME', ['Nanoseconds of `evt.deltatime` within the second.', '004711000'], {
			bind: sincePrevious((_, nanos) => nanos),
			print: '10_PADDED_DEC',
		}),
		row('evt.outputtime', 'CHARBUF', ['The time as outputs show it: the local time of day.', '10:31:07.004711000'], {
			extract: ({cursor}) => `${clockText(cursor.tsSeconds)}.${nanosText(cursor.tsNanos)}`,
			json: ({cursor}) => cursor.tsNs,
			printOnly: true,
		}),
		row('evt.dir', 'CHARBUF', ['`>` for the start of a call, `<` for its end. Starts are no longer recorded: drop the check.', '<'], {
			extract: ({cursor}) => (cursor.type % 2 === 0 ? '>' : '<'),
			deprecated: true,
		}),
		row('evt.type', 'CHARBUF', ['Name of the event: of the system call, for most.', 'evt.type in (open, openat, openat2)'], eventName),
		row('evt.type.is', 'UINT32', ['1 for events of that name or code, else 0.', 'evt.type.is.openat = 1'], {
			bind: ({argument}: FieldUse) => {
				const code = /^\d+$/.test(argument ?? '') ? Number(argument) : EVENT_TYPES.findIndex(({name}) => name === argument);
				const twin = /^\d+$/.test(argument ?? '') ? -1 : code + 1;
				if (code < 0)
					return {
						kind: 'bad-argument',
						name: 'evt.type.is',
						argument: argument ?? '',
						expected: 'the name or code of an event',
						suggestions: [],
					};
				return {extract: ({cursor}) => (cursor.type === code || cursor.type === twin ? 1 : 0)};
			},
			argument: 'required',
			argumentOf: 'key',
			dotted: true,
		}),
		row('syscall.type', 'CHARBUF', ['Like `evt.type`, but only for system calls.', 'syscall.type = execve'], (event) => {
			return isSyscall(event.cursor.type) ? eventName(event) : undefined;
		}),
		row(
			'evt.category',
			'CHARBUF',
			['file, net, IPC, memory, process, signal, user, time, wait… Reads and writes count by their descriptor.', 'evt.category = net'],
			({cursor, fd}) => {
				return categoryName(cursor.type, fd?.type);
			},
		),
		row('evt.cpu', 'INT16', ['The CPU the event happened on.', '3'], {extract: ({cursor}) => cursor.cpu, print: 'ID'}),
		...EVT_ARG_ROWS,
		bufferRow(undefined, undefined),
		row('evt.res', 'CHARBUF', ['`SUCCESS`, or the name of the error.', 'evt.res = ENOENT'], (event) => {
			if (!hasResult(event.cursor)) return undefined;
			return resultOf(event.cursor) >= 0 ? 'SUCCESS' : paramText(event, 0, false);
		}),
		row('evt.rawres', 'INT64', ['The result as a number: a descriptor, a count, or the error negated.', 'evt.rawres >= 0'], {
			extract: ({cursor}) => (hasResult(cursor) ? exactResultOf(cursor) : undefined),
			print: 'DEC',
		}),
		row('evt.failed', 'BOOL', ['Whether the call failed.', 'evt.failed = true'], ({cursor}) => {
			return hasResult(cursor) ? resultOf(cursor) < 0 : undefined;
		}),
		row(
			'evt.is_io',
			'BOOL',
			['Whether the event reads or writes data.', 'evt.is_io = true'],
			flagged(EventFlags.READS_FROM_FD | EventFlags.WRITES_TO_FD),
		),
		row('evt.is_io_read', 'BOOL', ['Whether the event reads data.'], flagged(EventFlags.READS_FROM_FD)),
		row('evt.is_io_write', 'BOOL', ['Whether the event writes data.'], flagged(EventFlags.WRITES_TO_FD)),
		row('evt.io_dir', 'CHARBUF', ['`read` or `write`, for events that move data.', 'evt.io_dir = write'], ({cursor}) => {
			if (EVENT_FLAGS[cursor.type] & EventFlags.WRITES_TO_FD) return 'write';
			return EVENT_FLAGS[cursor.type] & EventFlags.READS_FROM_FD ? 'read' : undefined;
		}),
		row('evt.is_wait', 'BOOL', ['Whether the call makes the thread wait, such as poll or nanosleep.'], flagged(EventFlags.WAITS)),
		row('evt.wait_latency', 'RELTIME', ['Always 0.'], never),
		row('evt.is_syslog', 'BOOL', ['Whether the event writes to /dev/log.'], ({cursor, fd}) => {
			return (EVENT_FLAGS[cursor.type] & EventFlags.WRITES_TO_FD) !== 0 && fd !== undefined && fd.name.includes('/dev/log');
		}),
		row('evt.count', 'UINT32', ['Always 1; sums count events.'], {extract: () => 1, print: 'DEC'}),
		row('evt.count.error', 'UINT32', ['1 for a failed call, 0 for one that went well.', 'evt.count.error = 1'], {
			extract: failures,
			print: 'DEC',
		}),
		countError('file', 'on files'),
		countError('net', 'on sockets'),
		countError('memory', 'on memory'),
		countError('other', 'on anything else'),
		row('evt.count.exit', 'UINT32', ['1 for ends of calls.'], {
			extract: ({cursor}) => (cursor.type % 2 === 1 ? 1 : undefined),
			print: 'DEC',
		}),
		row('evt.count.procinfo', 'UINT32', ['1 for procinfo events of main threads.'], {
			extract: ({cursor, thread}) => (cursor.type === PROCINFO && thread !== undefined && thread.leader === thread ? 1 : 0),
			print: 'DEC',
			hidden: true,
		}),
		row('evt.count.threadinfo', 'UINT32', ['1 for procinfo events.'], {
			extract: ({cursor}) => (cursor.type === PROCINFO ? 1 : 0),
			print: 'DEC',
			hidden: true,
		}),
		row(
			'evt.around',
			'UINT64',
			[
				'How many milliseconds, begun ones counted, lie between the event and the time in brackets; `= N` means at most N.',
				'evt.around[1795347892226385358] = 1000',
			],
			{
				bind: ({argument}: FieldUse) => {
					if (!/^\d+$/.test(argument ?? '')) {
						return {
							kind: 'bad-argument',
							name: 'evt.around',
							argument: argument ?? '',
							expected: 'nanoseconds since the epoch',
							suggestions: [],
						};
					}
					const centre = BigInt(argument ?? 0);
					return {
						extract: ({cursor}) => {
							const away = cursor.tsNs > centre ? cursor.tsNs - centre : centre - cursor.tsNs;
							return Number((away + 999_999n) / 1_000_000n);
						},
					};
				},
				argument: 'required',
				argumentOf: 'index',
				filterOnly: true,
				usableAsRhs: false,
				transformersAllowed: false,
				print: 'DEC',
			},
		),
		row(
			'evt.abspath',
			'CHARBUF',
			[
				'The absolute path of calls that take a directory and a name; `.src` and `.dst` pick one of two.',
				'evt.abspath.dst startswith /etc',
			],
			{
				bind: ({argument}: FieldUse) => {
					if (argument !== undefined && argument !== 'src' && argument !== 'dst') {
						return {kind: 'bad-argument', name: 'evt.abspath', argument, expected: 'src or dst', suggestions: ['src', 'dst']};
					}
					return {extract: (event) => absolutePath(event, argument ?? 'src')};
				},
				argument: 'optional',
				argumentOf: 'key',
				dotted: true,
			},
		),
		bufferRow(undefined, 'in'),
		bufferRow(undefined, 'out'),
		bufferRow('file', undefined),
		bufferRow('file', 'in'),
		bufferRow('file', 'out'),
		bufferRow('net', undefined),
		bufferRow('net', 'in'),
		bufferRow('net', 'out'),
		row('evt.is_open_read', 'BOOL', ['Whether a path was opened for reading, or tried to.', 'evt.is_open_read = true'], opensFor(O_RDONLY)),
		row(
			'evt.is_open_write',
			'BOOL',
			['Whether a path was opened for writing, or tried to.', 'evt.is_open_write = true'],
			opensFor(O_WRONLY),
		),
		row('evt.infra.docker.name', 'CHARBUF', ['Name of an old Docker event.'], {extract: infra('Event'), hidden: true}),
		row('evt.infra.docker.container.id', 'CHARBUF', ['Container of an old Docker event.'], {extract: infra('ID'), hidden: true}),
		row('evt.infra.docker.container.name', 'CHARBUF', ["Name of an old Docker event's container."], {extract: infra('name'), hidden: true}),
		row('evt.infra.docker.container.image', 'CHARBUF', ["Image of an old Docker event's container."], {
			extract: infra('Image'),
			hidden: true,
		}),
		row(
			'evt.is_open_exec',
			'BOOL',
			['Whether a file was made with an execute bit, or tried to.', 'evt.is_open_exec = true'],
			opensExecutable,
		),
		row('evt.is_open_create', 'BOOL', ['Whether the call made the file.', 'evt.is_open_create = true'], opensNew),
	],
};
