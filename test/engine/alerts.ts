import type {Alert} from '../../src/alerts/alert.ts';

/** An alert that differs from others by its number. */
export const alertNumber = (seq: number): Alert => ({
	seq,
	tsNs: BigInt(seq),
	rule: 'r',
	priority: 5,
	source: 'syscall',
	tags: [],
	hostname: 'h',
	message: `m${seq}`,
	fields: {},
	snapshot: {},
	ancestry: [],
	evtNum: seq,
	evtType: 'open',
	tid: 1,
	pid: 1,
	containerId: '',
});
