import type {Alert} from '../../src/alerts/alert.ts';

/** An alert as the engine makes them, with what a test does not care about filled in. */
export function alertOf(parts: Partial<Alert> = {}): Alert {
	return {
		seq: 1,
		tsNs: 1_700_000_000_000_000_000n,
		rule: 'Read sensitive file untrusted',
		priority: 4,
		source: 'syscall',
		tags: [],
		hostname: 'node-1',
		message: 'Sensitive file opened',
		fields: {},
		snapshot: {
			'proc.name': 'backup-agent',
			'proc.exepath': '/opt/backup/backup-agent',
			'proc.pname': 'cron',
			'proc.cmdline': 'backup-agent --full',
			'fd.name': '/etc/shadow',
			'fd.directory': '/etc',
			'user.name': 'root',
			'container.id': 'host',
			'evt.type': 'openat',
		},
		ancestry: [
			{pid: 9, name: 'backup-agent', exepath: '/opt/backup/backup-agent', cmdline: 'backup-agent --full'},
			{pid: 8, name: 'cron', exepath: '/usr/sbin/cron', cmdline: 'cron -f'},
			{pid: 1, name: 'systemd', exepath: '/usr/lib/systemd/systemd', cmdline: 'init'},
		],
		evtNum: 1,
		evtType: 'openat',
		tid: 9,
		pid: 9,
		containerId: '',
		...parts,
	};
}

export function alertWith(snapshot: Alert['snapshot'], parts: Partial<Alert> = {}): Alert {
	const base = alertOf(parts);
	return {...base, snapshot: {...base.snapshot, ...snapshot}};
}
