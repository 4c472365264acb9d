import type {Alert} from '../../src/alerts/alert.ts';

/** An alert with the given parts; the rest is ordinary. */
export const anAlert = (parts: Partial<Alert> = {}): Alert => ({
	seq: 1,
	tsNs: 1_795_347_872_731_814_251n,
	rule: 'Some rule',
	priority: 4,
	source: 'syscall',
	tags: ['host', 'container'],
	hostname: 'golden',
	message: 'file=/etc/shadow',
	fields: {'evt.type': 'symlink', 'user.uid': 0},
	snapshot: {},
	ancestry: [],
	evtNum: 1,
	evtType: 'symlink',
	tid: 1,
	pid: 1,
	containerId: '',
	...parts,
});
