import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openCapture} from '../../src/capture/reader.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {EVENT_TYPES} from '../../src/events/event-types.ts';
import {AgentProcess, PROJECT, type PrintedAlert} from './agent-process.ts';
import {liveObstacle, SHARED, stockRulesObstacle} from './requirements.ts';

const obstacle = liveObstacle() ?? stockRulesObstacle();
const sysdigObstacle = obstacle ?? (spawnSync('sysdig', ['--version']).error ? 'sysdig is not installed' : undefined);
const folder = mkdtempSync(path.join(tmpdir(), 'falconer-record-'));
const shm = mkdtempSync('/dev/shm/falconer-record-');
const capture = path.join(folder, 'run.scap');
const STOCK = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'].map((name) =>
	path.join(SHARED, 'rules', name),
);
const RULES = STOCK.filter((file) => existsSync(file)).flatMap((file) => ['-r', file]);
/** The session tells the alerts of the run from those of whatever else happens on the machine. */
const WITH_SESSION = ['-o', 'append_output[]={"extra_fields": ["proc.sid"]}', '-o', 'rule_matching=all'];

let live: PrintedAlert[] = [];
let session = 0;
let recorded = '';

/** Resolves when the child has said so on stderr; all it says comes back in the end. */
async function said(child: ChildProcess, text: string): Promise<void> {
	recorded = '';
	await new Promise<void>((resolve, reject) => {
		child.stderr?.on('data', (chunk: Buffer) => {
			recorded += chunk.toString();
			if (recorded.includes(text)) resolve();
		});
		child.once('exit', () => reject(new Error(`falconer record ended: ${recorded}`)));
	});
}

const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve));
const ofSession = (alerts: readonly PrintedAlert[]): PrintedAlert[] =>
	alerts.filter((alert) => alert.output_fields['proc.sid'] === session);

beforeAll(async () => {
	if (obstacle) return;
	const agent = new AgentProcess([...RULES, ...WITH_SESSION]);
	await agent.ready();
	const recorder = spawn('bin/falconer', ['record', '--old-readers', '-w', capture], {cwd: PROJECT, stdio: ['ignore', 'ignore', 'pipe']});
	await said(recorder, 'recording');
	const run = spawn(path.join(import.meta.dirname, 'actions.sh'), [folder, shm], {stdio: 'ignore', detached: true});
	session = run.pid ?? 0;
	await ended(run);
	await agent.waitFor((alert) => alert.output_fields['proc.name'] === 'the-end' && alert.output_fields['proc.sid'] === session, 5_000);
	recorder.kill('SIGINT');
	expect(await ended(recorder)).toBe(0);
	await agent.stop();
	live = ofSession(agent.alerts);
}, 90_000);

afterAll(() => {
	for (const used of [folder, shm]) rmSync(used, {recursive: true, force: true});
});

/** Everything an alert says but its time: two drivers read the clock one after the other. */
const essence = ({rule, priority, output_fields: {'evt.time': _, ...fields}}: PrintedAlert) => ({rule, priority, fields});

test('a recording of the event generator’s actions raises the same alerts as live, in the same order', ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const args = ['agent', ...RULES, ...WITH_SESSION, '-o', 'json_output=true', '-o', 'engine.kind=replay'];
	const replay = spawnSync('bin/falconer', [...args, '-o', `engine.replay.capture_file=${capture}`], {
		cwd: PROJECT,
		encoding: 'utf8',
		maxBuffer: 2 ** 28,
	});
	const lines = replay.stdout.split('\n').filter((line) => line.startsWith('{'));
	const replayed = ofSession(lines.map((line): PrintedAlert => JSON.parse(line)));
	expect(recorded).toContain('nothing dropped');
	expect(new Set(live.map(({rule}) => rule)).size).toBeGreaterThanOrEqual(9);
	expect(replayed.map(({rule}) => rule)).toEqual(live.map(({rule}) => rule));
	expect(replayed.map(essence)).toEqual(live.map(essence));
});

/** Where the event table of sysdig 0.29 ends: what came later it skips, as docs/captures.md says. */
const FIRST_UNKNOWN = 337;
const UNKNOWN_TO_SYSDIG = new Set(
	EVENT_TYPES.filter(({code, flags}) => code >= FIRST_UNKNOWN && !flags.includes('UNUSED')).map(({name}) => name),
);

/** What both print of an event: its type, its process, and the path, name or addresses that the event itself carries. */
const FORMAT = '%evt.type|%proc.name|%evt.arg.name|%evt.arg.oldpath|%evt.arg.tuple';
const SHOWN = [
	'openat',
	'execve',
	'clone',
	'procexit',
	'mkdir',
	'unlinkat',
	'renameat2',
	'symlinkat',
	'linkat',
	'connect',
	'recvfrom',
	'socket',
];

test('sysdig 0.29 prints the same events, processes, paths and addresses', ({skip}) => {
	skip(sysdigObstacle !== undefined, sysdigObstacle);
	const rules = path.join(folder, 'all.yaml');
	writeFileSync(rules, `- rule: all\n  desc: d\n  condition: evt.num >= 0\n  output: "${FORMAT}|"\n  priority: INFO\n`);
	// Only the run's own events are shown: what others did meanwhile may be of types that sysdig does not know.
	const own = path.join(folder, 'own.scap');
	const filtered = spawnSync('bin/falconer', ['record', '--old-readers', '-r', capture, '-w', own, `proc.sid = ${session}`], {
		cwd: PROJECT,
	});
	expect(filtered.status).toBe(0);
	const args = ['agent', '-r', rules, '-o', 'engine.kind=replay', '-o', `engine.replay.capture_file=${own}`];
	const ours = spawnSync('bin/falconer', args, {cwd: PROJECT, encoding: 'utf8', maxBuffer: 2 ** 28});
	const theirs = spawnSync('sysdig', ['-r', own, '-p', `*${FORMAT}|`], {encoding: 'utf8', maxBuffer: 2 ** 28});
	expect(theirs.stderr).toBe('');
	const expected = ours.stdout
		.split('\n')
		.map(columns)
		.filter((row) => row !== undefined);
	const printed = theirs.stdout
		.split('\n')
		.map(columns)
		.filter((row) => row !== undefined);
	const known = expected.filter(([type]) => !UNKNOWN_TO_SYSDIG.has(type));
	const differences = known.map((row, i) => [row.join('|'), printed[i]?.join('|')]).filter(([our, their]) => our !== their);
	expect(differences.slice(0, 20)).toEqual([]);
	expect(printed.length).toBe(known.length);
	const types = new Set(printed.map(([type]) => type));
	expect(SHOWN.filter((type) => !types.has(type))).toEqual([]);
});

const READS = 20;

test('frequent calls are recorded where they are asked for only', async ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	/** Types of events in a recording during which a file was read. */
	const typesOf = async (name: string, ...flags: readonly string[]): Promise<Set<string>> => {
		const file = path.join(folder, name);
		const recorder = spawn('bin/falconer', ['record', '-w', file, ...flags], {cwd: PROJECT, stdio: ['ignore', 'ignore', 'pipe']});
		await said(recorder, 'recording');
		// Where others flood the machine some of it is dropped, and counted.
		for (let round = 0; round < READS; round++) spawnSync('cat', ['/etc/hostname', '/etc/passwd']);
		recorder.kill('SIGINT');
		expect(await ended(recorder)).toBe(0);
		return eventTypesIn(file);
	};
	const usual = await typesOf('usual.scap');
	const all = await typesOf('all.scap', '-A');
	const FREQUENT = ['read', 'mmap', 'newfstatat'];
	expect([FREQUENT.filter((type) => usual.has(type)), FREQUENT.filter((type) => all.has(type))]).toEqual([[], FREQUENT]);
	for (const type of ['openat', 'execve', 'procexit']) expect([type, usual.has(type), all.has(type)], recorded).toEqual([type, true, true]);
});

async function eventTypesIn(file: string): Promise<Set<string>> {
	const capture = await openCapture(file);
	const cursor = new EventCursor();
	const types = new Set<string>();
	while (await capture.fill()) while (capture.next(cursor)) types.add(EVENT_TYPES[cursor.type].name);
	await capture.close();
	return types;
}

/** The columns of a line; what has no value is empty. */
function columns(line: string): readonly string[] | undefined {
	const parts = line
		.replace(/^.* Informational /, '')
		.split('|')
		.slice(0, 5);
	if (parts.length < 5) return undefined;
	// The addresses of a send were part of its enter event then.
	if (parts[0].startsWith('send')) parts[4] = '';
	return parts.map((part) => (part === '<NA>' || part === 'NULL' ? '' : part));
}

test.for(['', '-z', '-z -C 0.1'])(
	'a disk that fills up is named; what is in the file can be read, what is not is counted: %s',
	{timeout: 90_000},
	(flags, {skip}) => {
		skip(obstacle !== undefined, obstacle);
		const tiny = mkdtempSync(path.join(tmpdir(), 'falconer-tiny-'));
		expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', tiny]).status).toBe(0);
		try {
			// Ten times what the disk holds, of what compresses badly.
			const load = spawn('sh', ['-c', 'while :; do head -c 4000000 /dev/urandom | tr -d "\\\\n" | xxd -p > /dev/null; done'], {
				stdio: 'ignore',
				detached: true,
			});
			const args = [
				'record',
				'-A',
				'-s',
				'4000',
				...flags.split(' ').filter((flag) => flag !== ''),
				'-w',
				path.join(tiny, 'full.scap'),
				'-M',
				'60',
			];
			const done = spawnSync('bin/falconer', args, {cwd: PROJECT, encoding: 'utf8'});
			if (load.pid !== undefined) process.kill(-load.pid, 'SIGKILL');
			expect([done.status, done.stderr]).toEqual([1, expect.stringContaining('the disk is full')]);
			expect(done.stderr).toMatch(/dropped: .*not_written [\d,]+/);
			expect(done.stderr).toMatch(/can be read up to there|it was removed/);
		} finally {
			spawnSync('umount', [tiny]);
			rmSync(tiny, {recursive: true, force: true});
		}
	},
);
