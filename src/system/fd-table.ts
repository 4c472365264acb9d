import type {DescriptorEntry} from '../events/machine.ts';
import type {ByteString} from '../events/byte-string.ts';

/** A descriptor of a process. The properties of `DescriptorEntry` are those of captures; the rest is what events added. */
export interface Fd extends DescriptorEntry {
	/** The path as the program gave it, before it was resolved. */
	nameRaw: ByteString;
	/** `FdFlag` bits. */
	flags: number;
	mountId: number;
	/** pidfd: the process it stands for. */
	pid: number;
}

export const FdFlag = {
	/** The tuple was learnt from traffic in the direction of a server / client. */
	ROLE_CLIENT: 1,
	ROLE_SERVER: 2,
	SOCKET_CONNECTED: 4,
	CONNECT_PENDING: 8,
	CONNECT_FAILED: 16,
	NAME_CHANGED: 32,
	FROM_PROC: 64,
	OVERLAY_UPPER: 128,
	OVERLAY_LOWER: 256,
	IS_PIPE_WRITE: 512,
} as const;

/** Descriptors of a process (or of threads that share them) by number. */
export type FdTable = Map<number, Fd>;
