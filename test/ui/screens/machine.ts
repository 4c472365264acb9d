import type {Alert, Priority} from '../../../src/alerts/alert.ts';
import type {EventLine} from '../../../src/engine/event-line.ts';
import type {RuleSummary} from '../../../src/engine/rule-facts.ts';
import {toByteString} from '../../../src/events/byte-string.ts';
import {type AlertSeed, DEFINITIONS, fakeProblem, makeAlert, makeTick, PROCESSES, RULES} from '../fixtures/feed.ts';
import {NOON_MS, Stage, type StageOptions} from './stage.ts';

// A busy, made-up machine: noise of every priority, long and wide names, hostile ones, containers, processes, events.

export const LOCAL_PATH = '/etc/falco/falco_rules.local.yaml';
export const LOCAL_TEXT = `# Local rules of this node. Owner: platform team.
- macro: user_known_read_sensitive_files_activities
  condition: (proc.name = inventory and fd.name = /etc/shadow)
  override: {condition: replace}
`;

export const HOSTILE = 'evil\x1b]0;x\x07\u202egpj';
export const LONG_PATH = `/var/lib/containerd/io.containerd.runtime.v2.task/k8s.io/${'0123456789abcdef'.repeat(4)}/rootfs/etc/shadow`;

const NAMES: Readonly<Record<string, string>> = {'': '', aa11bb22cc33: 'web-7f9c', dd44ee55ff66: 'fluent-bit'};

/** A rule of each priority beside those that every test has. */
const EXTRA: readonly RuleSummary[] = ([0, 1, 3, 6, 7] as const).map((priority) => ({
	...RULES[4],
	name: `Made up, ${['emergency', 'alert', '', 'error', '', '', 'informational', 'debug'][priority]}`,
	priority: priority as Priority,
	enabled: priority !== 7,
	tags: ['host', 'maturity_stable', 'mitre_persistence', 'T1546'],
}));

export const MACHINE_RULES: readonly RuleSummary[] = [...RULES, ...EXTRA];

/** What the rules' conditions name, so that every check of one can be shown with the value it saw. */
const MACROS = [
	{name: 'open_read', condition: "evt.type in (open, openat, openat2) and evt.is_open_read = true and fd.typechar = 'f'"},
	{name: 'open_write', condition: 'evt.type in (open, openat, openat2) and evt.is_open_write = true'},
	{name: 'sensitive_files', condition: 'fd.name in (sensitive_file_names) or fd.directory in (/etc/sudoers.d, /etc/pam.d)'},
	{name: 'log_files', condition: 'fd.name startswith /var/log/'},
	{name: 'spawned_process', condition: 'evt.type in (execve, execveat)'},
	{name: 'shell_procs', condition: 'proc.name in (shell_binaries)'},
	{name: 'container', condition: 'container.id != host'},
	{name: 'outbound', condition: 'evt.type = connect and fd.typechar = 4'},
].map((macro) => ({...macro, canMatch: true}));

const LISTS = [
	{name: 'sensitive_file_names', items: ['/etc/shadow', '/etc/gshadow', '/etc/sudoers']},
	{name: 'shell_binaries', items: ['ash', 'bash', 'sh', 'zsh']},
];

/** What an alert of the first rule keeps beside what every alert does. */
const OPENED = {'evt.type': 'openat', 'evt.is_open_read': true, 'fd.typechar': 'f', 'fd.directory': '/etc'};

const ofRule = (rule: RuleSummary, seed: AlertSeed): Alert => ({...makeAlert(seed), rule: rule.name, priority: rule.priority});

/** How often each thing happened, and what it was. */
const NOISE: readonly (readonly [count: number, alert: (atMs: number) => Alert])[] = [
	[1204, (atMs) => makeAlert({atMs, snapshot: OPENED})],
	[6, (atMs) => makeAlert({atMs, file: '/etc/gshadow'})],
	[312, (atMs) => makeAlert({rule: 1, proc: 'flb-pipeline', file: '10.0.0.7:4242->10.96.0.1:443', containerId: 'dd44ee55ff66', atMs})],
	[340, (atMs) => makeAlert({rule: 3, proc: 'sh', parent: 'nginx', containerId: 'aa11bb22cc33', pid: 1423, atMs})],
	[18, (atMs) => makeAlert({rule: 2, proc: 'kworker', parent: 'sh', file: '/tmp/kworker', containerId: 'aa11bb22cc33', pid: 1424, atMs})],
	[9, (atMs) => makeAlert({rule: 4, proc: 'logrotate', file: '/var/log/syslog', atMs})],
	[3, (atMs) => makeAlert({proc: HOSTILE, file: '/etc/shadow\n', atMs})],
	[2, (atMs) => makeAlert({proc: 'java', file: LONG_PATH, atMs})],
	[2, (atMs) => makeAlert({proc: '数据库备份工具', file: '/data/备份/🔑.txt', atMs})],
	...EXTRA.filter(({enabled}) => enabled).map((rule) => [4, (atMs: number) => ofRule(rule, {proc: 'auditd', atMs})] as const),
	...Array.from({length: 24}, (_, at) => [1, (atMs: number) => makeAlert({proc: `job-${at}`, file: `/etc/shadow-${at}`, atMs})] as const),
];

/** All alerts in the order of their time, the last of each group within the last minute. */
function makeAlerts(): Alert[] {
	const alerts = NOISE.flatMap(([count, alert], kind) =>
		Array.from({length: count}, (_, at) => alert(NOON_MS - 500 - kind * 1500 - at * 700)),
	);
	alerts.sort((a, b) => Number(a.tsNs - b.tsNs));
	return alerts.map((alert, at) => ({...alert, seq: at + 1, evtNum: (at + 1) * 17}));
}

export const ALERTS: readonly Alert[] = makeAlerts();

const eventLine = (num: number, process: string, type: string, info: string): EventLine => ({
	num,
	tsNs: BigInt(NOON_MS - 2000 + num) * 1_000_000n,
	type,
	tid: 9032,
	pid: 9032,
	process: toByteString(process),
	containerId: num % 3 === 0 ? 'aa11bb22cc33' : '',
	info: toByteString(info),
	fields: {
		'evt.num': num,
		'evt.type': type,
		'evt.dir': '<',
		'proc.name': toByteString(process),
		'proc.cmdline': toByteString(`${process} --full`),
		'fd.name': '/etc/shadow',
		'fd.sip': '\x0a\x60\x00\x01',
		'user.name': 'root',
		'container.id': 'host',
	},
});

export const EVENTS: readonly EventLine[] = [
	eventLine(101, 'backup-agent', 'openat', 'fd=3(<f>/etc/shadow) dirfd=-100(AT_FDCWD) name=/etc/shadow flags=1(O_RDONLY) mode=0'),
	eventLine(102, 'nginx', 'connect', 'res=0 tuple=10.0.0.7:4242->10.96.0.1:443 fd=9(<4t>10.0.0.7:4242->10.96.0.1:443)'),
	eventLine(103, HOSTILE, 'execve', `res=0 exe=/tmp/${HOSTILE} args= tid=9032(${HOSTILE}) pid=9032(${HOSTILE}) ptid=1(systemd) cwd=/`),
	...Array.from({length: 40}, (_, at) => eventLine(110 + at, 'backup-agent', 'close', `res=0 fd=${at}`)),
];

/** The totals after so many seconds of work; the rates follow from two of them. */
export function tickAfter(seconds: number, factor = 1): Parameters<typeof makeTick>[0] {
	const counts = (rate: number) => ({
		exec: 4 * seconds * factor,
		file: rate * seconds * factor,
		net: 31 * seconds * factor,
		other: 7 * seconds * factor,
	});
	const rates: Readonly<Record<string, number>> = {'': 8200, aa11bb22cc33: 1900, dd44ee55ff66: 410};
	const alerts: Readonly<Record<string, number>> = {'': 1256, aa11bb22cc33: 358, dd44ee55ff66: 312};
	return {
		atMs: NOON_MS - 10_000 + seconds * 1000,
		events: 11_800 * seconds * factor,
		alerts: ALERTS.length,
		hits: Object.fromEntries(MACHINE_RULES.map(({name}, at) => [name, at === 0 ? 1251 : at * at * 7])),
		containers: Object.entries(NAMES).map(([id, name]) => ({id, name, counts: counts(rates[id]), alerts: alerts[id]})),
	};
}

/** The dashboard on the busy machine, everything said. */
export function busyStage(options: StageOptions): Stage {
	const stage = new Stage({
		...options,
		changes: {rulesFiles: [{name: LOCAL_PATH, text: LOCAL_TEXT}], localRulesPath: LOCAL_PATH, ...options.changes},
	});
	const {engine} = stage;
	engine.rules = MACHINE_RULES;
	engine.definitions = {...DEFINITIONS, macros: [...DEFINITIONS.macros, ...MACROS], lists: LISTS};
	engine.processRows = [
		...PROCESSES,
		{...PROCESSES[3], pid: 9040, name: toByteString(HOSTILE), cmdline: toByteString(`${HOSTILE} --now`), alerts: 3},
		{...PROCESSES[3], pid: 9041, name: 'java', cmdline: `java -cp ${LONG_PATH} Main`, alerts: 0},
		...Array.from({length: 30}, (_, at) => ({
			...PROCESSES[1],
			pid: 10_000 + at,
			ppid: 9031,
			name: `job-${at}`,
			cmdline: `job-${at} --run`,
		})),
	];
	engine.start();
	for (let second = 0; second <= 10; second++) {
		stage.nowMs = NOON_MS - 10_000 + second * 1000;
		engine.say({kind: 'tick', tick: makeTick(tickAfter(second))});
	}
	stage.nowMs = NOON_MS;
	engine.say({kind: 'alerts', alerts: ALERTS});
	return stage;
}

/** The same machine a moment later, with a hundred times the numbers. */
export function growNumbers(stage: Stage): void {
	stage.nowMs += 4000;
	stage.engine.say({kind: 'tick', tick: makeTick({...tickAfter(14, 60), hits: {[RULES[0].name]: 9_999_999}})});
	const nowNs = BigInt(stage.nowMs) * 1_000_000n;
	stage.engine.say({kind: 'alerts', alerts: ALERTS.slice(-600).map((alert) => ({...alert, tsNs: nowNs}))});
	stage.engine.processRows = stage.engine.processRows.map((row) => ({...row, events: row.events * 100 + 50_000, alerts: row.alerts * 700}));
}

export const brokenRule = fakeProblem(LOCAL_PATH, 'unknown field proc.nane');
