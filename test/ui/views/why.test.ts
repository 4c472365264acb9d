import {describe, expect, test} from 'vitest';
import type {FieldValue} from '../../../src/fields/field.ts';
import {createCheckVerdict} from '../../../src/ui/store/snapshot-fields.ts';
import {explainCondition, pathToCause, type WhyNode} from '../../../src/ui/store/why-it-fired.ts';
import {alertSubject} from '../../../src/ui/views/why.ts';
import {makeAlert, RULES} from '../fixtures/feed.ts';
import {start} from '../fixtures/sessions.ts';

const verdictOf = createCheckVerdict();
const definitions = {
	macros: [
		{name: 'spawned_process', condition: 'evt.type in (execve, execveat)', canMatch: true},
		{name: 'shell_procs', condition: 'proc.name in (shell_binaries)', canMatch: true},
		{name: 'open_read', condition: 'evt.type in (open, openat, openat2) and fd.name startswith /etc', canMatch: true},
		{name: 'sensitive_files', condition: 'fd.name = /etc/shadow or fd.name in (more_files, "/etc/sudoers")', canMatch: true},
		{name: 'user_known_read_sensitive_files_activities', condition: '(proc.name = cp and proc.pname exists)', canMatch: true},
		{name: 'loop', condition: 'proc.name = a or loop', canMatch: true},
	],
	lists: [
		{name: 'shell_binaries', items: ['bash', 'sh', 'other_shells']},
		{name: 'other_shells', items: ['"odd shell"', 'zsh']},
		{name: 'more_files', items: ['/etc/gshadow']},
	],
};

function explain(condition: string, fields: Readonly<Record<string, FieldValue>>, known = true): WhyNode {
	const knows = (field: string): boolean => known || field in fields;
	return explainCondition({condition, definitions, read: (field) => fields[field], knows, verdictOf})!;
}

const byText = (root: WhyNode, text: string): WhyNode => {
	const all = (node: WhyNode): WhyNode[] => [node, ...node.children.flatMap(all)];
	return all(root).find((node) => node.text === text)!;
};

describe('why a rule fired', () => {
	test('each check is true or false with the value it saw, lists and macros looked into', () => {
		const root = explain('spawned_process and shell_procs and not proc.pname in (cron, "a b")', {
			'evt.type': 'execve',
			'proc.name': 'odd shell',
			'proc.pname': 'nginx',
		});
		expect(root.verdict).toBe('true');
		expect(byText(root, 'shell_procs').verdict).toBe('true');
		const check = byText(root, 'proc.name in (shell_binaries)');
		expect([check.verdict, check.seen]).toEqual(['true', [{field: 'proc.name', value: 'odd shell'}]]);
		const negated = root.children[2];
		expect([negated.negated, negated.verdict, negated.seen[0].value]).toEqual([true, 'true', 'nginx']);
	});

	test('a missing value makes its check false where the event is known to have none, unknown where nobody kept it', () => {
		expect(explain('proc.name = cat or fd.name exists', {'proc.name': 'x'}).verdict).toBe('false');
		const root = explain('proc.name = cat or fd.name exists', {'proc.name': 'x'}, false);
		expect(root.children.map(({verdict}) => verdict)).toEqual(['false', 'unknown']);
		expect(root.verdict).toBe('unknown');
		expect(explain('proc.name = x or fd.name exists', {'proc.name': 'x'}, false).verdict).toBe('true');
	});

	test('numbers, addresses, modifiers and transformers are compared as the engine compares them', () => {
		const fields = {'fd.sport': 443, 'fd.sip': '\x0a\x00\x00\x07', 'proc.name': 'CaT', 'evt.rawres': -2};
		expect(explain('fd.sport > 80 and fd.sip = 10.0.0.7 and tolower(proc.name) = cat and evt.rawres < 0', fields).verdict).toBe('true');
		expect(explain('fd.sip = 10.0.0.8', fields).verdict).toBe('false');
	});

	test('a macro that nobody defines or that names itself is unknown, never a crash', () => {
		expect(explain('no_such_macro and proc.name = x', {'proc.name': 'x'}).verdict).toBe('unknown');
		expect(explain('loop', {'proc.name': 'b'}).verdict).toBe('unknown');
		expect(explain('loop', {'proc.name': 'a'}).verdict).toBe('true');
		expect(explainCondition({condition: 'proc.name =', definitions, read: () => undefined, knows: () => true, verdictOf})).toBeUndefined();
	});
});

describe.each([
	[80, 24],
	[160, 50],
])('why it fired on %i×%i', (columns, rows) => {
	test('f opens the tree; parts fold and unfold; the values it saw are escaped', async () => {
		const session = start(columns, rows);
		const exceptions: never[] = [];
		session.engine.say({kind: 'rules', id: 1, rules: RULES, definitions: {...definitions, exceptions}, problems: []});
		session.engine.say({kind: 'alerts', alerts: [makeAlert({snapshot: {'evt.type': 'openat', 'proc.name': 'evil\x1b[2J'}})]});
		await session.terminal.waitFor(/▸ +1 /);
		session.terminal.type('f');
		await session.terminal.waitFor(/Why it fired · Read sensitive file untrusted\n fires/);
		expect(session.terminal.text).toMatch(/▸ +▾ ✓ open_read/);
		expect(session.terminal.text).toMatch(/✓ fd\.name startswith \/etc {2}← \/etc\/shadow/);
		expect(session.terminal.text).toMatch(/▾ ✓ not user_known_read_sensitive_files_activities/);
		expect(session.terminal.text).toMatch(/✗ proc\.name = cp {2}← evil\\x1b\[2J/);
		session.terminal.type(' ');
		await session.terminal.waitFor(/▸ +▸ ✓ open_read {2}2 checks/);
		expect(session.terminal.text).not.toContain('fd.name startswith');
		session.terminal.type('\x1b');
		await session.terminal.waitFor('COUNT');
	});
});

test('the detail of an alert shows the tree, and f opens it to fold', async () => {
	const session = start(120, 60);
	session.engine.say({kind: 'rules', id: 1, rules: RULES, definitions: {...definitions, exceptions: []}, problems: []});
	session.engine.say({kind: 'alerts', alerts: [makeAlert({snapshot: {'evt.type': 'openat'}})]});
	await session.terminal.waitFor(/▸ +1 /);
	session.terminal.type('\r');
	await session.terminal.waitFor('✓ fd.name = /etc/shadow  ← /etc/shadow');
	session.terminal.type('f');
	await session.terminal.waitFor('Why it fired');
});

test('n goes to the first check that keeps the rule from firing', async () => {
	const session = start(120, 40);
	session.engine.say({kind: 'rules', id: 1, rules: RULES, definitions: {...definitions, exceptions: []}, problems: []});
	session.engine.say({kind: 'alerts', alerts: [makeAlert({proc: 'cp', snapshot: {'evt.type': 'openat'}})]});
	await session.terminal.waitFor(/▸ +1 /);
	session.terminal.type('f');
	await session.terminal.waitFor('does not fire with the rules as they are now');
	session.terminal.type('n');
	await session.terminal.waitFor(/^▸ .*✗ not user_known_read_sensitive_files_activities/m);
});

describe('what an alert answers for', () => {
	test('is what its rule asked for when it fired; a condition changed since then may ask for what nobody kept', () => {
		const {knows, read} = alertSubject({...makeAlert({snapshot: {'proc.name': 'x', 'fd.name': undefined}}), evtNum: 7});
		expect(['proc.name', 'fd.name', 'evt.num', 'proc.vpid'].map(knows)).toEqual([true, true, true, false]);
		expect(read('evt.num')).toBe(7);
	});
});

describe('the way to what kept a rule from firing', () => {
	const wayTo = (condition: string, fields: Readonly<Record<string, FieldValue>>): string[] =>
		pathToCause(explain(condition, fields)).map(({text}) => text);

	test('goes through a `not` to the check that holds', () => {
		const fields = {'evt.type': 'openat', 'fd.name': '/etc/sudoers'};
		expect(wayTo('evt.type = openat and not sensitive_files', fields).slice(1)).toEqual([
			'sensitive_files',
			'fd.name in (more_files, "/etc/sudoers")',
		]);
	});

	test('ends at a group of which every part has to hold', () => {
		const fields = {'proc.name': 'cp', 'proc.pname': 'passwd'};
		expect(wayTo('not user_known_read_sensitive_files_activities', fields)).toEqual(['user_known_read_sensitive_files_activities']);
	});

	test('leads to the first check that nobody can answer where none failed', () => {
		const root = explain('proc.name = cp and proc.vpid = 1', {'proc.name': 'cp'}, false);
		expect(pathToCause(root).at(-1)?.text).toBe('proc.vpid = 1');
	});
});

test('the tree says how the parts of a macro are joined, and shows a check whole that is cut', async () => {
	const session = start(80, 24);
	const names = Array.from({length: 12}, (_, at) => `/etc/file-${at}`).join(', ');
	const macros = [
		...definitions.macros.filter(({name}) => name !== 'sensitive_files'),
		{name: 'sensitive_files', condition: `fd.name in (${names}, /etc/shadow) or fd.name = x`, canMatch: true},
	];
	session.engine.say({kind: 'rules', id: 1, rules: RULES, definitions: {...definitions, macros, exceptions: []}, problems: []});
	session.engine.say({kind: 'alerts', alerts: [makeAlert({snapshot: {'evt.type': 'openat'}})]});
	await session.terminal.waitFor(/▸ +1 /);
	session.terminal.type('f');
	await session.terminal.waitFor(/▾ ✓ open_read {2}all of/);
	expect(session.terminal.text).toMatch(/▾ ✓ sensitive_files {2}one of/);
	session.terminal.type('jjjj');
	await session.terminal.waitFor(/▸ +✓ fd\.name in \(\/etc\/file-0.*…/);
	expect(session.terminal.text.replace(/\n /g, ' ')).toContain('/etc/file-11, /etc/shadow)  ← /etc/shadow');
});
