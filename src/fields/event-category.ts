import {EVENT_TYPES} from '../events/event-types.ts';
import type {FdType} from '../events/machine.ts';

/** The bits of an event's category below those of its source. */
const KIND = 0x1ff;
const IO_READ = 32;
const IO_WRITE = 33;
const IO_OTHER = 34;
const MEMORY = 5;

const NAMES: Readonly<Record<number, string>> = {
	0: 'unknown',
	1: 'other',
	2: 'file',
	3: 'net',
	4: 'IPC',
	5: 'memory',
	6: 'process',
	7: 'sleep',
	8: 'system',
	9: 'signal',
	10: 'user',
	11: 'time',
	12: 'processing',
	64: 'wait',
	128: 'scheduler',
	256: 'internal',
};

const KINDS = Uint16Array.from(EVENT_TYPES, ({category}) => category & KIND);

export const isMemoryEvent = (code: number): boolean => KINDS[code] === MEMORY;
export const isReadEvent = (code: number): boolean => KINDS[code] === IO_READ;
export const isWriteEvent = (code: number): boolean => KINDS[code] === IO_WRITE;
/** Input, output and the like (`lseek`), waiting not included. */
export const isIoEvent = (code: number): boolean => (KINDS[code] & IO_READ) !== 0;

/** What `evt.category` shows. Of input and output the descriptor decides. */
export function categoryName(code: number, fd: FdType | undefined): string {
	const kind = KINDS[code];
	if (kind !== IO_READ && kind !== IO_WRITE && kind !== IO_OTHER) return NAMES[kind] ?? 'unknown';
	return fd === undefined ? 'unknown' : ioCategory(fd);
}

function ioCategory(fd: FdType): string {
	switch (fd) {
		case 'file':
		case 'file_v2':
		case 'directory':
			return 'file';
		case 'ipv4':
		case 'ipv6':
		case 'ipv4server':
		case 'ipv6server':
			return 'net';
		case 'fifo':
		case 'unix':
		case 'event':
		case 'signalfd':
		case 'inotify':
		case 'userfaultfd':
			return 'ipc';
		default:
			return 'unknown';
	}
}
