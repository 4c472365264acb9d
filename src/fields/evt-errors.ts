import {eventCode} from '../events/event-types.ts';
import type {EventContext} from '../system/context.ts';
import {isMemoryEvent} from './event-category.ts';
import {hasResult, resultOf} from './event-result.ts';
import {isFileFd, isInetFd} from './fd-type.ts';
import {isFileOpen} from './open-event.ts';
import {type FieldRow, rowsOf} from './row.ts';

const row = rowsOf('evt');
const SOCKET_CALLS: readonly number[] = ['SOCKET_ACCEPT_5_X', 'SOCKET_ACCEPT4_6_X', 'SOCKET_CONNECT_X'].map(eventCode);

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

/** Counts of failed calls. */
export const ERROR_COUNT_ROWS: readonly FieldRow[] = [
	row('evt.count.error', 'UINT32', ['1 for a failed call, 0 for one that went well.', 'evt.count.error = 1'], {
		extract: failures,
		print: 'DEC',
	}),
	countError('file', 'on files'),
	countError('net', 'on sockets'),
	countError('memory', 'on memory'),
	countError('other', 'on anything else'),
];
