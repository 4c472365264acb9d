import {existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {tellReload} from '../../../src/ui/keys/reload-actions.ts';
import type {ReloadNews, SavingOptions} from '../../../src/ui/options.ts';
import {makeAlert} from '../fixtures/feed.ts';
import {start, temporaryFolder, tryException} from '../fixtures/sessions.ts';
import {busyStage} from '../screens/machine.ts';

const FRESH = '# mine\n';
const CONFIG_MAP = {name: 'rules', namespace: 'security', key: 'local.yaml', isTold: false, volume: 'rules-volume'};

/** A session on a local file of its own, its folder given back. */
function open(columns: number, rows: number, saving: Partial<SavingOptions> = {}) {
	const folder = temporaryFolder();
	const path = join(folder, 'falco_rules.local.yaml');
	writeFileSync(path, FRESH);
	const printed: string[] = [];
	const session = start(columns, rows, {
		localRulesPath: path,
		rulesFiles: [{name: path, text: FRESH}],
		workFolder: folder,
		printAtExit: (text) => printed.push(text),
		saving: {
			author: 'alice',
			configMapOf: () => CONFIG_MAP,
			...saving,
		},
	});
	const sent = (name: string): string | undefined => session.engine.rulesSent.at(-1)?.find((file) => file.name === name)?.text;
	return {...session, folder, path, printed, sent};
}

describe.each([
	[80, 24],
	[160, 50],
])('saving on %i×%i', (columns, rows) => {
	test('who, when and why are written anew; the change moves to another file with them, and is undone after the save', async () => {
		const session = open(columns, rows);
		const {terminal, folder, path, sent} = session;
		await tryException(session);
		terminal.type('S');
		await terminal.waitFor('alice Falconer: exception for');
		terminal.type('#');
		await terminal.waitFor('comment ');
		terminal.type('\x15alice: backups, ticket 4711\r');
		await terminal.waitFor('+ # alice: backups, ticket 4711');
		terminal.type('o');
		await terminal.waitFor('Save to');
		terminal.type('new\r');
		await terminal.waitFor(`rules file ${join(folder, 'rules.d/falconer.yaml')}`.slice(0, columns - 4));
		terminal.type('\r');
		await terminal.waitFor('1 change moved');
		const moved = join(folder, 'rules.d/falconer.yaml');
		expect(sent(path)).toBe(FRESH);
		expect(sent(moved)).toContain('# alice: backups, ticket 4711\n- macro: ');
		terminal.type('\r');
		await terminal.waitFor('saved /');
		expect(readFileSync(path, 'utf8')).toBe(FRESH);
		expect(readFileSync(moved, 'utf8')).toBe(sent(moved));
		terminal.type('z');
		await terminal.waitFor('undone');
		expect(sent(moved)).toBe('');
	});

	test('a file mounted from a ConfigMap is told at once, with every other way', async () => {
		const {terminal, engine, folder, path, printed, ended} = open(columns, rows);
		mkdirSync(join(folder, '..2026'));
		symlinkSync('..2026', join(folder, '..data'));
		await tryException({terminal, engine});
		terminal.type('S');
		await terminal.waitFor('mounted from a ConfigMap');
		const text = terminal.text.replace(/\s+/g, ' ');
		expect(text).toContain('ConfigMap security/rules, key local.yaml (volume rules-volume of the pod)');
		terminal.type('P');
		await terminal.waitFor('Write the change as');
		terminal.type('kubectl\r');
		await terminal.waitFor('file ');
		terminal.type('\r');
		await terminal.waitFor('wrote ');
		const command = readFileSync(join(folder, 'patch-configmap.sh'), 'utf8');
		expect(command).toMatch(/^kubectl patch configmap rules --namespace security --type merge --patch '/);
		terminal.type('p');
		await terminal.waitFor('Print when the dashboard ends');
		terminal.type('helm\r');
		await terminal.waitFor('the change (helm) is printed');
		terminal.type('\x1b');
		await terminal.waitFor('COUNT');
		terminal.type('q');
		await terminal.waitFor('quit and print them (helm)');
		terminal.type('p');
		expect(await ended).toBe(0);
		expect(printed.join()).toMatch(/^customRules:\n {2}local\.yaml: \|\n {4}# mine\n/);
		expect(readFileSync(path, 'utf8')).toBe(FRESH);
	});
});

test('a change that concerns the file itself stays with it: nothing moves', async () => {
	const {terminal, engine, folder, sent, path} = open(120, 36);
	await tryException({terminal, engine});
	terminal.type('S');
	await terminal.waitFor('lines added');
	terminal.type('\r');
	await terminal.waitFor('saved /');
	terminal.type('6');
	await terminal.waitFor(/saved/);
	terminal.type('x');
	await terminal.waitFor('removed');
	terminal.type('S');
	await terminal.waitFor('removed');
	terminal.type('o');
	await terminal.waitFor('Save to');
	terminal.type('new\r\r');
	await terminal.waitFor('a change is of');
	expect(existsSync(join(folder, 'rules.d'))).toBe(false);
	expect(sent(path)).not.toContain('- macro');
});

test('a name that Falco would not load is not taken', async () => {
	const {terminal, engine} = open(120, 36);
	await tryException({terminal, engine});
	terminal.type('S');
	await terminal.waitFor('lines added');
	terminal.type('o');
	await terminal.waitFor('Save to');
	terminal.type('another\r\x15/tmp/rules.txt\r');
	await terminal.waitFor('Falco loads files that end in .yaml or .yml');
});

test('for Falco before 0.38 the diff has append: true instead of override', async () => {
	const session = open(120, 36, {falcoVersion: '0.37.1'});
	session.engine.definitions = {
		...session.engine.definitions,
		macros: session.engine.definitions.macros.map((macro) => ({...macro, canMatch: true})),
	};
	session.engine.say({kind: 'rules', id: 1, rules: session.engine.rules, definitions: session.engine.definitions, problems: []});
	await tryException(session);
	session.terminal.type('S');
	await session.terminal.waitFor('append: true');
	expect(session.terminal.text).not.toContain('override');
});

describe('a running Falco after a save', () => {
	const FALCO = {pid: 812, name: 'falco'};

	async function saveWith(news: readonly Omit<ReloadNews, 'pid' | 'name'>[]) {
		const signals: number[] = [];
		const waiting = [...news];
		const falcos = {
			watch: async () => ({
				processes: [FALCO],
				follow: async (hash: string, tell: (news: ReloadNews) => void) => {
					expect(hash).toMatch(/^[0-9a-f]{64}$/);
					tell({...FALCO, ...waiting.shift()!});
				},
			}),
			reload: (pid: number) => signals.push(pid) > 0,
		};
		const session = open(120, 36, {falcos});
		await tryException(session);
		session.terminal.type('S');
		await session.terminal.waitFor('lines added');
		session.terminal.type('\r');
		return {...session, signals};
	}

	test('is told of when it has loaded the rules', async () => {
		const {terminal} = await saveWith([{outcome: 'reloaded', evidence: 'its metrics name the new file', canSignal: false}]);
		await terminal.waitFor('saved, and falco (812) has loaded the rules: its metrics name the new file');
	});

	test('that does not watch its files stands above the list, and gets SIGHUP when that is asked for', async () => {
		const {terminal, signals} = await saveWith([
			{outcome: 'not-watching', evidence: 'watch_config_files is false', hint: 'kill -HUP 812', canSignal: true},
			{outcome: 'reloaded', evidence: 'its log says so', canSignal: false},
		]);
		await terminal.waitFor('NOT LOADED  falco (812) does not watch its rules files: L says what can be done');
		terminal.type('L');
		await terminal.waitFor('send SIGHUP to 812 now');
		expect(terminal.text).toContain('kill -HUP 812');
		expect(signals).toEqual([]);
		terminal.type('H');
		await terminal.waitFor('falco (812) has loaded the rules: its log says so');
		expect(signals).toEqual([812]);
		expect(terminal.text).not.toContain('NOT LOADED');
	});

	test.each([
		['the list', [], ['Enter', 'Escape', 'H', 'x', 'Escape']],
		['a filter that is being typed', ['\\', 'proc.name = '], ['H', 'x', 'L', 'Enter']],
		['a search', ['/'], ['H', 'L', 'x', 'Enter']],
		['the exception form', ['w'], ['H', 'Escape']],
		['another question', ['Ctrl-S'], ['H', 'Escape']],
	] as const)('keys that were meant for %s answer nothing by accident', async (_place, before, behind) => {
		const signals: number[] = [];
		const falcos = {watch: async () => ({processes: [], follow: async () => {}}), reload: (pid: number) => signals.push(pid) > 0};
		const stage = busyStage({columns: 120, rows: 36, changes: {saving: {author: 'alice', configMapOf: () => CONFIG_MAP, falcos}}});
		onTestFinished(() => stage.close());
		await stage.go(['1', ...before], 'Read sensitive');
		const {mode} = stage.dashboard;
		tellReload(stage.dashboard, {...FALCO, outcome: 'not-watching', evidence: 'watch_config_files is false', canSignal: true});
		expect(stage.dashboard.mode).toBe(mode);
		stage.press(...behind);
		expect((await stage.frame()).text).toContain('NOT LOADED  falco (812) does not watch its rules files');
		expect(signals).toEqual([]);
	});

	test('stays above the list while that is put off, and goes with the decision to leave it', async () => {
		const {terminal, signals} = await saveWith([
			{outcome: 'silent', evidence: 'nothing in its log after 10 s', hint: 'look at its log', canSignal: true},
		]);
		await terminal.waitFor('NOT LOADED');
		terminal.type('L');
		await terminal.waitFor('send SIGHUP');
		terminal.type('\r\x1b');
		await terminal.waitFor(({text}) => !text.includes('send SIGHUP') && text.includes('NOT LOADED'));
		terminal.type('L');
		await terminal.waitFor('send SIGHUP');
		terminal.type('x');
		await terminal.waitFor(({text}) => !text.includes('NOT LOADED'));
		terminal.type('L');
		await terminal.waitFor('no running Falco waits to be told');
		expect(signals).toEqual([]);
	});

	test.each([
		['refused', 'rule x: unknown field', 'z undoes the change, S saves that', false],
		['silent', 'nothing in its log after 10 s', 'look at its log, or kill -HUP 812', true],
	] as const)('that %s them stands in the log with what to do', async (outcome, evidence, hint, canSignal) => {
		const {terminal} = await saveWith([{outcome, evidence, hint, canSignal}]);
		await terminal.waitFor(evidence);
		await terminal.waitFor(/w Whitelist/);
		expect(terminal.text.includes('NOT LOADED')).toBe(canSignal);
		terminal.type('@');
		await terminal.waitFor('Log of what was done');
		expect(terminal.text.replace(/\s+/g, ' ')).toContain(`${evidence} (${hint})`);
	});
});

test('a log of alerts that lacks fields has them added to the output of the rule', async () => {
	const {terminal, engine, sent, path} = open(80, 24);
	engine.say({kind: 'started', source: {kind: 'log', label: 'tail falco.json', hostname: 'node-1'}});
	const {message: _, ...alert} = makeAlert({});
	const snapshot = {'proc.name': 'backup-agent', 'fd.name': '/etc/shadow'};
	engine.say({kind: 'alerts', alerts: [{...alert, message: 'x', snapshot, fields: snapshot, ancestry: [], containerId: 'unknown'}]});
	await terminal.waitFor('backup-agent');
	terminal.type('w');
	await terminal.waitFor('this log does not tell proc.exepath');
	terminal.type('i');
	await terminal.waitFor('added to the output');
	expect(sent(path)).toMatch(/output: "?proc_exepath=%proc.exepath proc_pname=%proc.pname/);
	expect(sent(path)).toContain('override: {output: append}');
});
