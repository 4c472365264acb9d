import {chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {SERVICES} from './scene.ts';

/** Programs of the host's scenes that are copies: of everyday tools, or of the actor. */
const COPIES: Readonly<Record<string, 'head' | 'cp' | 'true' | 'actor' | 'bash' | 'busybox'>> = {
	'/opt/backup/bin/backup-agent': 'head',
	'/opt/puppet/bin/puppet-agent': 'head',
	'/opt/www/bin/render': 'head',
	'/opt/ci/deploy-agent': 'head',
	'/var/tmp/.cache/backup-agent': 'head',
	'/var/tmp/.cache/helper': 'true',
	'/opt/sync/dotfiles-sync': 'cp',
	'/opt/upd/updater': 'cp',
	'/opt/render/worker': 'true',
	'/opt/sec/dns-guard': 'true',
	'/opt/agent/module': 'true',
	'/opt/ci/step': 'true',
	'/opt/agent/profiler': 'actor',
	'/opt/agent/crash-handler': 'actor',
	'/opt/agent/jit-launcher': 'actor',
	'/opt/agent/statsd': 'actor',
	'/opt/mail/filter': 'actor',
	'/var/tmp/.cache/profiler': 'actor',
	'/opt/stage/peer': 'actor',
};

const SCRIPTS: Readonly<Record<string, string>> = {
	'/opt/inventory/collect.py': '# -*- python -*-\nprint(len(open("/etc/shadow").read()), len(open("/etc/passwd").read()))',
	'/opt/audit/audit-run': '#!/bin/sh\ngrep -c "$1" /etc/sudoers\nexit 0',
	'/usr/share/nginx/probe': '#!/bin/sh\nexit 0',
	'/opt/backup/bin/wal-push': '#!/bin/sh\nexit 0',
	'/opt/sec/key-audit': '#!/bin/sh\nfind "$1" -maxdepth 2 -name id_rsa\nexit 0',
	'/opt/ci/secret-scan': '#!/bin/sh\ngrep -rl "BEGIN RSA PRIVATE" "$1"\nexit 0',
	'/opt/ci/credential-scan': '#!/bin/sh\ngrep -rl aws_secret_access_key "$1"\nexit 0',
	'/opt/log/log-shipper': '#!/bin/sh\n: > "/var/log/$1"',
	'/opt/jobs/cleanup-job': '#!/bin/sh\necho session > "/var/tmp/sess-$1"\nshred -u "/var/tmp/sess-$1"\nexit 0',
	'/opt/backup/bin/snapshot': '#!/bin/sh\nln -s /etc "/var/lib/snapshots/snap-$1"\nrm -f "/var/lib/snapshots/snap-$1"',
	'/opt/backup/bin/hard-copy': '#!/bin/sh\nln /etc/shadow "/var/backups/daily/shadow-$1"\nexit 0',
	'/opt/ci/run-step':
		'#!/bin/sh\nmkdir -p "/dev/shm/ci-$1"\ncp /opt/ci/step "/dev/shm/ci-$1/step"\n"/dev/shm/ci-$1/step"\nrm -rf "/dev/shm/ci-$1"',
	'/opt/git/mirror-pull':
		'#!/bin/sh\nssh -p 443 -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=2 git@203.0.113.66 "git-upload-pack $1"\nexit 0',
	'/opt/sync/bashrc': '# synced',
	'/opt/certs/certbot-agent':
		'#!/bin/sh\necho "# renew" > "/etc/cron.d/certbot-$1"\n[ $# = 1 ] || echo "# job" > "/etc/cron.d/$2"\nrm -f "/etc/cron.d/certbot-$1"',
	'/opt/iam/user-sync': '#!/bin/sh\nusermod -c "sync $1" deploy\nexit 0',
	'/opt/agent/port-probe': '#!/bin/sh\nnc -z -w 1 10.77.0.1 "$1"\nexit 0',
	'/opt/jobs/session-cleaner': '#!/bin/sh\necho x > "$1/.bash_history"\nrm -f "$1/.bash_history"',
	'/opt/pkg/postinst':
		'#!/bin/sh\nmkdir -p "/opt/pkg/build-$1"\ncp /bin/true "/opt/pkg/build-$1/helper"\nchmod 4755 "/opt/pkg/build-$1/helper"\nrm -rf "/opt/pkg/build-$1"',
	'/opt/iam/cloud-keys': '#!/bin/sh\necho "ssh-ed25519 AAAA $1" > "/home/$1/.ssh/authorized_keys"',
	'/opt/upd/tool': '#!/bin/sh\nexit 0',
	'/opt/upd/rotate-links':
		'#!/bin/sh\n: > /opt/upd/link\ncp /opt/upd/link /usr/local/tool.new\nmv -f /usr/local/tool.new /usr/bin/tool-current',
	'/opt/upd/plugin-setup': '#!/bin/sh\nmkdir "/usr/bin/plugins-$1"\nrmdir "/usr/bin/plugins-$1"',
	'/opt/conf/conf-sync': '#!/bin/sh\necho x > "/etc/app/conf.d/.tmp-$1"\nmv "/etc/app/conf.d/.tmp-$1" /etc/app/conf.d/app.conf',
	'/opt/jobs/state-keeper': '#!/bin/sh\nmkdir -p /root/state\necho "{}" > "/root/state/run-$1.json"\nrm -f "/root/state/run-$1.json"',
	'/opt/upd/repository-sync':
		'#!/bin/sh\necho "# mirror" > "/etc/apt/sources.list.d/vendor-$1.list"\nrm -f "/etc/apt/sources.list.d/vendor-$1.list"',
};

const TOOLS = {head: '/usr/bin/head', cp: '/usr/bin/cp', true: '/usr/bin/true', bash: '/usr/bin/bash', busybox: '/usr/bin/busybox'};

/** Writes the programs of the host's scenes below a folder, each where it stands on the stage. */
export function writeScenery(folder: string, actor: string): void {
	const place = (name: string): string => {
		const file = path.join(folder, name);
		mkdirSync(path.dirname(file), {recursive: true});
		return file;
	};
	const copy = (from: string, name: string): void => {
		copyFileSync(from, place(name));
		chmodSync(place(name), 0o755);
	};
	for (const [name, of] of Object.entries(COPIES)) copy(of === 'actor' ? actor : TOOLS[of], name);
	for (const [service, name] of Object.entries(SERVICES)) if (service !== 'bash') copy(TOOLS.bash, name);
	for (const [name, text] of Object.entries(SCRIPTS)) writeFileSync(place(name), `${text}\n`, {mode: 0o755});
	if (existsSync(TOOLS.busybox)) copy(TOOLS.busybox, '/usr/bin/nc');
}

/** Programs inside the containers; all else there is busybox. */
const CONTAINER_SCRIPTS: Readonly<Record<string, string>> = {
	'/app/healthcheck': '/bin/nc -z -w 1 127.0.0.1 "$1"\nexit 0',
	'/app/fetch': '/bin/wget -q -T 1 -O /tmp/artifact "http://127.0.0.1:9/$1"\nexit 0',
	'/app/plugin-runner':
		'mkdir -p /app/plugins\ncp /bin/busybox "/app/plugins/plugin-$1"\n"/app/plugins/plugin-$1" true\nrm -f "/app/plugins/plugin-$1"\nexit 0',
	'/sbin/apk': 'exit 0',
	'/app/env-audit': '/bin/cat "/proc/$$/environ" > /dev/null',
	'/app/decode-config': 'echo "$1" | /bin/base64 -d > /dev/null\nexit 0',
	'/app/account-sync': '/bin/cat /etc/shadow > /dev/null',
	'/app/exporter': '/bin/cat "/host/proc/$1" > /dev/null\nexit 0',
	'/usr/bin/rsync': 'exit 0',
};
const CONTAINER_ACTORS = ['/app/operator', '/app/arp-probe', '/app/inetd'];
const HOST_FILES = ['os-release', 'hostname', 'meminfo', 'loadavg', 'stat', 'mounts', 'uptime', 'version', 'diskstats', 'vmstat'];

/** A root file system for the containers: busybox, the scripts, the actor under three names. */
export function writeContainerRoot(folder: string, actor: string): void {
	const place = (name: string): string => {
		const file = path.join(folder, name);
		mkdirSync(path.dirname(file), {recursive: true});
		return file;
	};
	for (const name of ['/proc', '/sys', '/dev', '/tmp', '/host', '/data']) mkdirSync(path.join(folder, name), {recursive: true});
	copyFileSync(TOOLS.busybox, place('/bin/busybox'));
	chmodSync(place('/bin/busybox'), 0o755);
	for (const name of CONTAINER_ACTORS) {
		copyFileSync(actor, place(name));
		chmodSync(place(name), 0o755);
	}
	for (const [name, text] of Object.entries(CONTAINER_SCRIPTS)) writeFileSync(place(name), `#!/bin/sh\n${text}\n`, {mode: 0o755});
	writeFileSync(place('/etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
	writeFileSync(place('/etc/shadow'), 'root:!:19000:0:99999:7:::\n');
}

/** What the containers see of the host, below /host. */
export function writeHostView(folder: string): void {
	mkdirSync(path.join(folder, 'proc'), {recursive: true});
	for (const name of HOST_FILES) writeFileSync(path.join(folder, 'proc', name), 'x\n');
}
