import {eventCode} from '../events/event-types.ts';
import type {EventContext} from '../system/context.ts';
import type {Fd} from '../system/fd-table.ts';
import {isConnectionFd, isServerFd} from './fd-type.ts';
import type {Extractor} from './field.ts';
import {formatIp} from './ip.ts';
import {type FieldClass, rowsOf} from './row.ts';

const row = rowsOf('fdlist');
const POLLS: readonly number[] = ['POLL_X', 'PPOLL_X'].map(eventCode);
const FDS = 1;
const ENTRY_BYTES = 10;

/** What each descriptor of a poll says, joined by commas; `<NA>` for one that says nothing. */
function list(pick: (fd: Fd | undefined, number: number) => string | undefined): Extractor {
	return ({cursor, thread}: EventContext) => {
		if (thread === undefined || !POLLS.includes(cursor.type)) return undefined;
		const length = cursor.paramLength(FDS);
		if (length < 2) return undefined;
		const at = cursor.paramOffset(FDS);
		const count = Math.min(cursor.bytes.readUInt16LE(at), Math.floor((length - 2) / ENTRY_BYTES));
		const parts: string[] = [];
		for (let i = 0; i < count; i++) {
			const number = Number(cursor.bytes.readBigInt64LE(at + 2 + i * ENTRY_BYTES));
			parts.push(pick(thread.fds.get(number), number) ?? '<NA>');
		}
		return parts.join(',');
	};
}

const address = (bytes: string): string => formatIp(bytes);

/** What polls wait for. */
export const FDLIST: FieldClass = {
	name: 'fdlist',
	description: 'The descriptors that poll and ppoll wait for.',
	sources: ['syscall'],
	rows: [
		row(
			'fdlist.nums',
			'CHARBUF',
			['Numbers of the descriptors, joined by commas.', '3,5,7'],
			list((_, number) => String(number)),
		),
		row(
			'fdlist.names',
			'CHARBUF',
			['Names of the descriptors, joined by commas.', 'fdlist.names contains /dev/'],
			list((fd) => (fd?.name === '' ? undefined : fd?.name)),
		),
		row(
			'fdlist.cips',
			'CHARBUF',
			['Client addresses, joined by commas.', '10.0.0.1,10.0.0.2'],
			list((fd) => (fd && isConnectionFd(fd.type) ? address(fd.sip) : undefined)),
		),
		row(
			'fdlist.sips',
			'CHARBUF',
			['Server addresses, joined by commas.', '10.0.0.7'],
			list((fd) => (fd && isConnectionFd(fd.type) ? address(fd.dip) : fd && isServerFd(fd.type) ? address(fd.sip) : undefined)),
		),
		row(
			'fdlist.cports',
			'CHARBUF',
			['Client ports, joined by commas.', '50112,50114'],
			list((fd) => (fd && isConnectionFd(fd.type) ? String(fd.sport) : undefined)),
		),
		row(
			'fdlist.sports',
			'CHARBUF',
			['Server ports, joined by commas.', '443'],
			list((fd) => (fd && isConnectionFd(fd.type) ? String(fd.dport) : fd && isServerFd(fd.type) ? String(fd.sport) : undefined)),
		),
	],
};
