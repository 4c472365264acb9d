import {EVENT_FLAGS, EVENT_TYPES, EventFlags} from '../events/event-types.ts';

/** Events that name two descriptors: the one Falco takes. */
const CHOSEN: Readonly<Record<string, string>> = {
	PPME_SYSCALL_SPLICE_X: 'fd_out',
	PPME_SYSCALL_SENDFILE_X: 'out_fd',
	PPME_SYSCALL_COPY_FILE_RANGE_X: 'fdout',
	PPME_SYSCALL_DUP_1_X: 'oldfd',
	PPME_SYSCALL_DUP2_X: 'oldfd',
	PPME_SYSCALL_DUP3_X: 'oldfd',
	PPME_SYSCALL_FCNTL_X: 'fd',
};

/** Which parameter holds the descriptor that an event uses, at the index of its code; -1 for none. */
export const FD_PARAM = Int8Array.from(EVENT_TYPES, ({code, ppme, params}) => {
	if ((EVENT_FLAGS[code] & EventFlags.USES_FD) === 0) return -1;
	const chosen = CHOSEN[ppme];
	return params.findIndex(({name, type}) => type === 'FD' && (chosen === undefined || name === chosen));
});
