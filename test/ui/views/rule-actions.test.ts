import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {previewOutput} from '../../../src/ui/store/output-preview.ts';
import {listsOfCondition} from '../../../src/ui/store/rule-lists.ts';
import {makeAlert, RULES} from '../fixtures/feed.ts';
import {many, start, temporaryFolder} from '../fixtures/sessions.ts';

const LOCAL = '# my own words\n';
const definitions = {
	macros: [{name: 'log_files', condition: 'fd.name in (log_names)', canMatch: true}],
	lists: [{name: 'log_names', items: ['/var/log/syslog', '/var/log/auth.log']}],
	exceptions: [],
};

function open(columns: number, rows: number) {
	const path = join(temporaryFolder(), 'falco_rules.local.yaml');
	writeFileSync(path, LOCAL);
	const session = start(columns, rows, {localRulesPath: path, rulesFiles: [{name: path, text: LOCAL}]});
	session.engine.definitions = definitions;
	session.engine.say({kind: 'rules', id: 1, rules: RULES, definitions, problems: []});
	const sent = (): string => session.engine.rulesSent.at(-1)?.find((file) => file.name === path)?.text ?? '';
	return {session, path, sent};
}

describe.each([
	[80, 24],
	[160, 50],
])('actions on a rule on %i×%i', (columns, rows) => {
	test('the output is edited with completion and a preview on the last alert, tried, saved and undone', async () => {
		const {session, path, sent} = open(columns, rows);
		session.engine.say({kind: 'alerts', alerts: many(2, {})});
		session.terminal.type('5');
		await session.terminal.waitFor('HITS');
		session.terminal.type('/read sens\r');
		await session.terminal.waitFor(/▸.*Read sensitive/);
		session.terminal.type('a');
		await session.terminal.waitFor('Edit the output');
		session.terminal.type('output\r');
		await session.terminal.waitFor('preview');
		session.terminal.type('\x15Read by %proc.pna');
		await session.terminal.waitFor('Tab: proc.pname');
		session.terminal.type('\t of %proc.exep');
		await session.terminal.waitFor('Read by cron of');
		session.terminal.type('\t');
		await session.terminal.waitFor('preview  Read by cron of /opt/backup/backup-agent');
		session.terminal.type('\r');
		await session.terminal.waitFor('another output');
		expect(sent()).toContain('output: Read by %proc.pname of %proc.exepath');
		session.terminal.type('S');
		await session.terminal.waitFor('+ - rule: Read sensitive file untrusted');
		session.terminal.type('\r');
		await session.terminal.waitFor('saved /');
		expect(readFileSync(path, 'utf8')).toContain(LOCAL);
		expect(readFileSync(path, 'utf8')).toContain('%proc.exepath');
		session.terminal.type('z');
		await session.terminal.waitFor('undone');
		expect(sent()).toBe(LOCAL);
	});
});

test('an output with a fault is not accepted', async () => {
	const {session} = open(120, 30);
	session.terminal.type('5');
	await session.terminal.waitFor('HITS');
	session.terminal.type('aoutput\r');
	await session.terminal.waitFor('preview');
	session.terminal.type('\x15by %proc.nane\r');
	await session.terminal.waitFor(/\^( |$)/m);
	expect(session.engine.rulesSent).toEqual([]);
});

test('a rule is disabled, its priority changed, its list extended and shortened', async () => {
	const {session, sent} = open(120, 30);
	session.terminal.type('5');
	await session.terminal.waitFor('HITS');
	session.terminal.type('/clear log\r');
	await session.terminal.waitFor(/▸.*Clear Log/);
	session.terminal.type('adisable\r');
	await session.terminal.waitFor('z undoes): disable Clear Log Activities');
	expect(sent()).toMatch(/- rule: Clear Log Activities\n {2}enabled: false/);
	session.terminal.type('apriority\r');
	await session.terminal.waitFor('Priority · Clear Log');
	session.terminal.type('critical\r');
	await session.terminal.waitFor('z undoes): Clear Log Activities: priority Critical');
	session.terminal.type('aadd\r');
	await session.terminal.waitFor('add to log_names');
	session.terminal.type('/var/log/mine, "a b"\r');
	await session.terminal.waitFor(/z undoes\): log_names: \+/);
	expect(sent()).toContain('- list: log_names');
	expect(sent()).toContain('/var/log/mine');
	session.terminal.type('aremove\r');
	await session.terminal.waitFor('Remove from list log_names');
	session.terminal.type('auth\r');
	await session.terminal.waitFor(/log_names: -\/var\/log\/auth\.log\. ! the list 'log_names' is written\s+out as a whole/);
	expect(session.terminal.text).toContain('● 4');
});

test('an output is previewed as it would be printed; what the alert did not keep stays as it is written', () => {
	const alert = makeAlert({snapshot: {'fd.sip': '\x0a\x00\x00\x07', 'fd.sport': 443}});
	expect(previewOutput('%proc.name to %fd.sip:%fd.sp or %user.name 100%', alert)).toBe(
		'backup-agent to 10.0.0.7:%fd.sp or %user.name 100%',
	);
	expect(previewOutput('%', alert)).toBe('%');
	expect(previewOutput('%proc.name to %fd.sip:%fd.sport by %user.loginuid', alert)).toBe('backup-agent to 10.0.0.7:443 by %user.loginuid');
});

test('times are previewed as outputs have them, and a field that is known to have no value as <NA>', () => {
	const alert = {...makeAlert({snapshot: {'evt.time': 1_795_380_072_789_000_000}}), tsNs: 1_795_380_072_789_000_000n};
	const fields = {...alert.fields, 'container.name': null};
	expect(previewOutput('%evt.time.iso8601 %container.name', {...alert, fields})).toBe('2026-11-22T20:41:12.789000000+0000 <NA>');
	expect(previewOutput('[%evt.time]', alert)).toMatch(/^\[\d\d:41:12\.789000000\]$/);
});

test('the lists of a rule are those of its condition and of its macros', () => {
	expect(listsOfCondition('open_write and log_files', definitions)).toEqual(['log_names']);
	expect(listsOfCondition('open_write', definitions)).toEqual([]);
});

test('the rule of an alert is changed from the alert, without looking for it among the rules', async () => {
	const {session, sent} = open(80, 24);
	session.engine.say({kind: 'alerts', alerts: many(2, {})});
	await session.terminal.waitFor(/▸ +2 /);
	session.terminal.type('achange the rule\r');
	await session.terminal.waitFor('Rule · Read sensitive file untrusted');
	session.terminal.type('priority\r');
	await session.terminal.waitFor('Priority · Read sensitive');
	session.terminal.type('alert\r');
	await session.terminal.waitFor('z undoes): Read sensitive file untrusted: priority Alert');
	expect(sent()).toContain('priority: ALERT');
});
