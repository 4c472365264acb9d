import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {many, start, temporaryFolder} from '../fixtures/sessions.ts';

const NOISE = [
	...many(20, {}),
	...many(9, {proc: 'rsync'}),
	...many(5, {file: '/etc/sudoers'}),
	...many(3, {rule: 3, proc: 'sh', parent: 'nginx'}),
];

describe.each([
	[80, 24],
	[160, 50],
])('tagging on %i×%i', (columns, rows) => {
	test('Space tags, w on the tagged set writes their smallest common exception', async () => {
		const session = start(columns, rows);
		session.engine.sayAlerts(NOISE);
		await session.terminal.waitFor(/▸ +20 /);
		session.terminal.type(' ');
		await session.terminal.waitFor(/● +20 /);
		session.terminal.type(' ');
		await session.terminal.waitFor(/● +9 /);
		session.terminal.type('w');
		await session.terminal.waitFor('[x] proc.name');
		expect(session.terminal.text).toMatch(/\[x\] proc\.name +in +(backup-agent, rsync|rsync, backup-agent)/);
		expect(session.terminal.text).toMatch(/\[x\] fd\.name +=/);
		expect(session.terminal.text).toContain('Whitelist · Read sensitive file untrusted · 2 tagged rows');
		await session.terminal.waitFor('silences 29 of 34');
		session.terminal.type('\x1b');
		await session.terminal.waitFor('COUNT');
		session.terminal.type('U');
		await session.terminal.waitFor((terminal) => !terminal.text.includes('●'));
	});
});

test('c tags what is similar; of a set of several rules one exception is tried in the place of each, saved and undone as one', async () => {
	const path = join(temporaryFolder(), 'falco_rules.local.yaml');
	const session = start(120, 40, {localRulesPath: path});
	session.engine.sayAlerts(NOISE);
	await session.terminal.waitFor(/▸ +20 /);
	session.terminal.type('c');
	await session.terminal.waitFor('2 rows tagged');
	expect(session.terminal.lines.filter((line) => line.includes('●') && line.includes('backup-agent'))).toHaveLength(2);
	session.terminal.type('G ');
	await session.terminal.waitFor(/● +3 /);
	session.terminal.type('w');
	await session.terminal.waitFor('2 rules: Read sensitive file untrusted, Run shell untrusted');
	await session.terminal.waitFor('silences 28 of 37 kept alerts of these rules, 0 of others');
	expect(session.terminal.text).toContain('- macro: user_known_read_sensitive_files_activities');
	expect(session.terminal.text).toContain('- macro: user_shell_container_exclusions');
	session.terminal.type('\t');
	await session.terminal.waitFor('(•) new macro user_known_read_sensitive_file_untrusted_and_1_more');
	session.terminal.type('\r');
	await session.terminal.waitFor('z undoes): user_known_read_sensitive_file_untrusted_and_1_more');
	session.terminal.type('S');
	await session.terminal.waitFor('lines added');
	session.terminal.type('\r');
	await session.terminal.waitFor('saved /');
	const saved = readFileSync(path, 'utf8');
	expect(saved.match(/- macro: /g)).toHaveLength(1);
	for (const rule of ['Read sensitive file untrusted', 'Run shell untrusted'])
		expect(saved).toContain(`- rule: ${rule}\n  condition: and not user_known_read_sensitive_file_untrusted_and_1_more`);
	session.terminal.type('z');
	await session.terminal.waitFor('undone');
	expect(session.engine.rulesSent.at(-1)?.find(({name}) => name === path)?.text).toBe('');
});

test('+ and - take the cell under the cursor; the filter says which', async () => {
	const session = start(160, 30);
	session.engine.sayAlerts(NOISE);
	await session.terminal.waitFor(/▸ +20 /);
	session.terminal.type('lllll-');
	await session.terminal.waitFor('filter: not (alert.rule = "Read sensitive file untrusted")');
	await session.terminal.waitFor((terminal) => !terminal.text.includes('backup-agent →'));
	expect(session.terminal.text).toContain('nginx → sh');
});

test('F6 chooses the column to sort by, again the other way round; C hides a column', async () => {
	const session = start(170, 30);
	session.engine.sayAlerts(NOISE);
	await session.terminal.waitFor(/▸ +20 .*▁/);
	session.terminal.type('\x1b[17~');
	await session.terminal.waitFor('Sort by');
	session.terminal.type('rule\r');
	await session.terminal.waitFor(/RULE▾/);
	session.terminal.type('C');
	await session.terminal.waitFor('↵ shows or hides');
	session.terminal.type('trend\r');
	await session.terminal.waitFor('[ ] TREND');
	session.terminal.type('\x1b');
	await session.terminal.waitFor((terminal) => terminal.text.includes('COUNT') && !terminal.text.includes('TREND'));
});

test('what tagging said is not on the screen any more once all is untagged', async () => {
	const session = start(120, 30);
	session.engine.sayAlerts(NOISE);
	await session.terminal.waitFor(/▸ +20 /);
	session.terminal.type('c');
	await session.terminal.waitFor(/\d rows? tagged: /);
	session.terminal.type('U');
	await session.terminal.waitFor(/\d rows? untagged/);
	expect(session.terminal.text).not.toMatch(/tagged: /);
});

test('F2 chooses a view by name', async () => {
	const session = start(80, 24);
	await session.terminal.waitFor('No alerts.');
	session.terminal.type('\x1bOQ');
	await session.terminal.waitFor('Views');
	session.terminal.type('proc\r');
	await session.terminal.waitFor('PROCESS');
});

test('F holds on to the first row while others overtake it', async () => {
	const session = start(100, 24);
	session.engine.sayAlerts(many(5, {}));
	await session.terminal.waitFor(/▸ +5 /);
	session.terminal.type('F');
	await session.terminal.waitFor('follows its row');
	session.engine.sayAlerts(many(9, {proc: 'rsync'}));
	await session.terminal.waitFor(/^ +9 .*\n▸ +5 /m);
});
