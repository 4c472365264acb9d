import {EVENT_FLAGS, EVENT_TYPES, EventFlags, eventCode} from '../events/event-types.ts';
import {syscallName} from '../events/syscall-name.ts';
import type {EventContext} from '../system/context.ts';
import {absolutePath} from './abspath.ts';
import {categoryName} from './event-category.ts';
import {exactResultOf, hasResult, isSyscall, resultOf} from './event-result.ts';
import {EVT_ARG_ROWS} from './evt-arg.ts';
import {bufferRow} from './evt-buflen.ts';
import {sincePrevious} from './evt-deltatime.ts';
import {ERROR_COUNT_ROWS} from './evt-errors.ts';
import {nanoseconds} from './exact.ts';
import type {Extractor} from './field.ts';
import {O_RDONLY, O_WRONLY, opensExecutable, opensFor, opensNew} from './open-event.ts';
import {paramText} from './param-text.ts';
import {type FieldClass, type FieldUse, rowsOf} from './row.ts';
import {clockText, nanosText} from './time-text.ts';

const row = rowsOf('evt');
const GENERIC = eventCode('GENERIC_X');
const ASYNC_EVENT = eventCode('ASYNCEVENT_E');
const PROCINFO = eventCode('PROCINFO_E');
const INFRA = eventCode('INFRASTRUCTURE_EVENT_E');
function eventName({cursor}: EventContext): string {
	if (cursor.type === GENERIC)
		return cursor.paramLength(0) < 2 ? 'unknown' : syscallName(cursor.u16(0), cursor.paramLength(1) < 2 ? 0 : cursor.u16(1));
	return cursor.type === ASYNC_EVENT ? cursor.text(1) : EVENT_TYPES[cursor.type].name;
}

const flagged =
	(flags: number): Extractor =>
	({cursor}) =>
		(EVENT_FLAGS[cursor.type] & flags) !== 0;

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
		row('evt.latency', 'RELTIME', ['Always 0: the start of a call is no longer recorded.', '0'], never),
		row('evt.latency.s', 'RELTIME', ['Always 0.', '0'], never),
		row('evt.latency.ns', 'RELTIME', ['Always 0.', '0'], {...never, print: '10_PADDED_DEC'}),
		row('evt.latency.quantized', 'UINT64', ['Always 0.', '0'], {...never, hidden: true}),
		row('evt.latency.human', 'CHARBUF', ['Always "0ns".', '0ns'], {extract: () => '0ns', deprecated: true}),
		row(
			'evt.deltatime',
			'RELTIME',
			['Nanoseconds since the event before, of those that this condition looked at.', 'evt.deltatime > 1000000'],
			{
				bind: sincePrevious(nanoseconds),
				remembers: true,
				print: 'DEC',
			},
		),
		row('evt.deltatime.s', 'RELTIME', ['Whole seconds of `evt.deltatime`.', '3'], {
			bind: sincePrevious((seconds) => seconds),
			remembers: true,
			print: 'DEC',
		}),
		row('evt.deltatime.ns', 'RELTIME', ['Nanoseconds of `evt.deltatime` within the second.', '004711000'], {
			bind: sincePrevious((_, nanos) => nanos),
			remembers: true,
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
		row('evt.is_io_read', 'BOOL', ['Whether the event reads data.', 'evt.is_io_read = true'], flagged(EventFlags.READS_FROM_FD)),
		row('evt.is_io_write', 'BOOL', ['Whether the event writes data.', 'evt.is_io_write = true'], flagged(EventFlags.WRITES_TO_FD)),
		row('evt.io_dir', 'CHARBUF', ['`read` or `write`, for events that move data.', 'evt.io_dir = write'], ({cursor}) => {
			if (EVENT_FLAGS[cursor.type] & EventFlags.WRITES_TO_FD) return 'write';
			return EVENT_FLAGS[cursor.type] & EventFlags.READS_FROM_FD ? 'read' : undefined;
		}),
		row(
			'evt.is_wait',
			'BOOL',
			['Whether the call makes the thread wait, such as poll or nanosleep.', 'evt.is_wait = true'],
			flagged(EventFlags.WAITS),
		),
		row('evt.wait_latency', 'RELTIME', ['Always 0.', '0'], never),
		row('evt.is_syslog', 'BOOL', ['Whether the event writes to /dev/log.', 'evt.is_syslog = true'], ({cursor, fd}) => {
			return (EVENT_FLAGS[cursor.type] & EventFlags.WRITES_TO_FD) !== 0 && fd !== undefined && fd.name.includes('/dev/log');
		}),
		row('evt.count', 'UINT32', ['Always 1; sums count events.', 'evt.count = 1'], {extract: () => 1, print: 'DEC'}),
		...ERROR_COUNT_ROWS,
		row('evt.count.exit', 'UINT32', ['1 for ends of calls.', 'evt.count.exit = 1'], {
			extract: ({cursor}) => (cursor.type % 2 === 1 ? 1 : undefined),
			print: 'DEC',
		}),
		row('evt.count.procinfo', 'UINT32', ['1 for procinfo events of main threads.', 'evt.count.procinfo = 1'], {
			extract: ({cursor, thread}) => (cursor.type === PROCINFO && thread !== undefined && thread.leader === thread ? 1 : 0),
			print: 'DEC',
			hidden: true,
		}),
		row('evt.count.threadinfo', 'UINT32', ['1 for procinfo events.', 'evt.count.threadinfo = 1'], {
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
		row('evt.infra.docker.name', 'CHARBUF', ['Name of an old Docker event.', 'start'], {extract: infra('Event'), hidden: true}),
		row('evt.infra.docker.container.id', 'CHARBUF', ['Container of an old Docker event.', '3ad7b26ded6d'], {
			extract: infra('ID'),
			hidden: true,
		}),
		row('evt.infra.docker.container.name', 'CHARBUF', ["Name of an old Docker event's container.", 'web'], {
			extract: infra('name'),
			hidden: true,
		}),
		row('evt.infra.docker.container.image', 'CHARBUF', ["Image of an old Docker event's container.", 'nginx:1.27'], {
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
