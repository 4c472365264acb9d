import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import type {Alert} from '../../src/alerts/alert.ts';
import {DEFINITIONS, fakeProblem, makeAlert, makeTick, RULES} from './fixtures/feed.ts';
import {openSession, type Session} from './fixtures/test-terminal.ts';

const open: Session[] = [];
const folders: string[] = [];

afterEach(async () => {
	for (const session of open.splice(0)) {
		session.terminal.type('\x03');
		await session.ended;
	}
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true});
});

function start(columns: number, rows: number, changes: Parameters<typeof openSession>[2] = {}): Session {
	const session = openSession(columns, rows, changes);
	open.push(session);
	session.engine.start();
	return session;
}

function folder(): string {
	const made = mkdtempSync(join(tmpdir(), 'falconer-ui-'));
	folders.push(made);
	return made;
}

const many = (count: number, seed: Parameters<typeof makeAlert>[0]): Alert[] => Array.from({length: count}, () => makeAlert(seed));
const rowOf = (session: Session, text: string): number => session.terminal.lines.findIndex((line) => line.includes(text));

describe.each([
	[80, 24, 'dark'],
	[80, 24, 'light'],
	[160, 50, 'dark'],
	[200, 50, 'light'],
])('the alerts on %i×%i, %s', (columns, rows, themeName) => {
	test('stand in groups with aligned columns, the header and the footer around them', async () => {
		const session = start(columns, rows, {themeName});
		session.engine.say({
			kind: 'alerts',
			alerts: [...many(1204, {}), ...many(12, {rule: 3, proc: 'sh', parent: 'nginx', containerId: 'aa11bb22cc33'})],
		});
		await session.terminal.waitFor('nginx → sh');
		const {lines} = session.terminal;
		expect(lines[0]).toMatch(/^ falconer {2}node-1 · live e.* drops +0/);
		expect(lines[1]).toMatch(/^ 1 Alerts {2}2 Noise {2}3 Cont/);
		const count = lines[2].indexOf('COUNT') + 'COUNT'.length;
		expect(lines[3].slice(0, count)).toMatch(/^▸ +1,204$/);
		expect(lines[4].slice(0, count)).toMatch(/^ +12$/);
		const rule = lines[2].indexOf('RULE');
		expect(lines[3].slice(rule)).toMatch(/^Read sensitive file/);
		expect(lines[4].slice(rule)).toMatch(/^Run shell untrusted/);
		expect(lines.at(-1)).toMatch(/^ \? Help {2}↵ Open {2}w Whitelist/);
		expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
	});

	test('show the selection on a background of the theme, and the priority by letter and colour', async () => {
		const session = start(columns, rows, {themeName});
		session.engine.say({kind: 'alerts', alerts: [makeAlert({rule: 2, proc: 'kworker'}), makeAlert()]});
		await session.terminal.waitFor(/ C {2}Drop and/);
		const critical = rowOf(session, ' C  Drop and');
		const warning = rowOf(session, ' W  Read sens');
		const selected = session.terminal.lines[critical].startsWith('▸') ? critical : warning;
		expect(session.terminal.cell(selected, 20).bg).toBe(themeName === 'dark' ? 0x252d3b : 0xdae5f2);
		const letter = session.terminal.lines[critical].indexOf(' C ') + 1;
		expect(session.terminal.cell(critical, letter).fg).toBe(themeName === 'dark' ? 0xff6b6b : 0xc21d1d);
	});
});

describe('the dashboard', () => {
	test('starts with an empty view that says how to get alerts', async () => {
		const session = start(80, 24, {demo: {start: () => undefined, stop: () => undefined, running: () => false}});
		await session.terminal.waitFor('No alerts. 5 rules are watching.');
		expect(session.terminal.text).toContain('D starts a demo');
	});

	test('D starts the demo', async () => {
		let running = false;
		const run = (wanted: boolean) => (): void => {
			running = wanted;
		};
		const session = start(80, 24, {demo: {start: run(true), stop: run(false), running: () => running}});
		await session.terminal.waitFor('D starts a demo');
		session.terminal.type('D');
		await session.terminal.waitFor('The demo is running');
		expect(running).toBe(true);
	});

	test('hostile names do nothing to the terminal and are shown escaped', async () => {
		const session = start(120, 30);
		session.terminal.watchTitle();
		session.engine.say({kind: 'alerts', alerts: [makeAlert({proc: '\x1b]0;pwned\x07\x1b[2J', file: '/tmp/\u202egpj.exe\n'})]});
		await session.terminal.waitFor('\\x1b]0;pwned\\x07\\x1b[2J');
		session.terminal.type('\r');
		await session.terminal.waitFor('ANCESTRY');
		expect(session.terminal.text).toContain('\\u202egpj.exe\\n');
		session.terminal.type('\x1bw');
		session.terminal.type('w');
		await session.terminal.waitFor('TERMS');
		expect(session.terminal.titles).toEqual([]);
	});

	test('the selection follows its row while rows move', async () => {
		const session = start(80, 24);
		session.engine.say({kind: 'alerts', alerts: [...many(5, {}), ...many(3, {proc: 'other'})]});
		await session.terminal.waitFor('other →');
		session.terminal.type('j');
		await session.terminal.waitFor(/▸ +3 .*other/);
		session.engine.say({kind: 'alerts', alerts: many(9, {proc: 'other'})});
		await session.terminal.waitFor(/▸ +12 .*other/);
	});

	test('p holds the screen, says how much came meanwhile, and goes on', async () => {
		const session = start(80, 24);
		session.engine.say({kind: 'alerts', alerts: many(5, {})});
		await session.terminal.waitFor(/▸ +5 /);
		session.terminal.type('p');
		await session.terminal.waitFor('PAUSED  capture goes on: 0 new alerts');
		session.engine.say({kind: 'alerts', alerts: many(1200, {})});
		await session.terminal.waitFor('1,200 new alerts');
		expect(session.terminal.text).toMatch(/▸ +5 /);
		session.terminal.type('p');
		await session.terminal.waitFor(/▸ +1,205 /);
	});

	test('/ finds fuzzily, n goes to the next match, Esc ends it', async () => {
		const session = start(80, 24);
		session.engine.say({kind: 'alerts', alerts: [...many(9, {proc: 'alpha'}), ...many(6, {proc: 'bravo'}), ...many(3, {proc: 'bravado'})]});
		await session.terminal.waitFor('bravado');
		session.terminal.type('/brav');
		await session.terminal.waitFor('2 matches');
		await session.terminal.waitFor(/▸.*bravo/);
		session.terminal.type('\rn');
		await session.terminal.waitFor(/▸.*bravado/);
	});

	test('\\ filters by a condition and points at faults as they are typed', async () => {
		const session = start(100, 24);
		session.engine.say({kind: 'alerts', alerts: [...many(2, {proc: 'alpha'}), ...many(3, {proc: 'bravo'})]});
		await session.terminal.waitFor('alpha');
		session.terminal.type('\\proc.nam = alpha');
		await session.terminal.waitFor(/\^( |$)/m);
		session.terminal.type('\x15proc.name = alpha\r');
		await session.terminal.waitFor('filter: proc.name = alpha');
		expect(session.terminal.text).not.toContain('bravo');
		session.terminal.type('\x1b');
		await session.terminal.waitFor('bravo');
	});

	test('r shows single alerts, the newest first', async () => {
		const session = start(100, 24);
		session.engine.say({kind: 'alerts', alerts: [makeAlert({proc: 'first'}), makeAlert({proc: 'second'})]});
		await session.terminal.waitFor('second');
		session.terminal.type('r');
		await session.terminal.waitFor('TIME');
		await session.terminal.waitFor(/proc\.name +second/);
		session.terminal.type('j');
		await session.terminal.waitFor(/proc\.name +first/);
	});

	test('every view opens by its number', async () => {
		const session = start(80, 24);
		const counts = (file: number): Parameters<typeof makeTick>[0]['containers'] => [
			{id: 'aa11bb22cc33', name: 'web-7f9c', counts: {exec: 1, file, net: 0, other: 0}, alerts: 7},
		];
		session.engine.say({kind: 'tick', tick: makeTick({atMs: Date.now(), events: 10, containers: counts(10), hits: {[RULES[1].name]: 42}})});
		session.terminal.type('2');
		await session.terminal.waitFor('No noise.');
		session.terminal.type('3');
		await session.terminal.waitFor(/web-7f9c .* 7$/m);
		session.terminal.type('4');
		await session.terminal.waitFor('└─ backup-agent --full');
		session.terminal.type('5');
		await session.terminal.waitFor(/▸ +42 {2}N {2}on/);
		session.terminal.type('6');
		await session.terminal.waitFor('No exceptions in the local rules.');
		session.terminal.type('7');
		await session.terminal.waitFor('No events yet.');
		session.terminal.type('8');
		await session.terminal.waitFor('STATE');
		session.terminal.type('1');
		await session.terminal.waitFor('No alerts.');
	});

	test('problems of the rules files are told with file, line and column, and the rules that load are listed', async () => {
		const session = start(100, 24);
		session.engine.say({
			kind: 'rules',
			id: 1,
			rules: RULES,
			definitions: DEFINITIONS,
			problems: [fakeProblem('/etc/falco/falco_rules.local.yaml', 'unknown field proc.nane')],
		});
		await session.terminal.waitFor('1 error in the rules files');
		session.terminal.type('5');
		await session.terminal.waitFor('/etc/falco/falco_rules.local.yaml:5:12  unknown field proc.nane');
		expect(session.terminal.text).toContain('Run shell untrusted');
		session.terminal.type('E');
		await session.terminal.waitFor('did you mean proc.name?');
	});

	test('help lists the keys of the view, searches them and runs one', async () => {
		const session = start(100, 30);
		await session.terminal.waitFor('No alerts.');
		session.terminal.type('?');
		await session.terminal.waitFor('type to search');
		session.terminal.type('processes\r');
		await session.terminal.waitFor('PROCESS');
	});

	test('where text is asked for, letters are text and Backspace deletes', async () => {
		const session = start(100, 30);
		await session.terminal.waitFor('No alerts.');
		session.terminal.type('?');
		await session.terminal.waitFor('type to search');
		session.terminal.type('jkq');
		await session.terminal.waitFor('↵ runs  jkq');
		session.terminal.type('\x1b[200~\x03gG\x1b[201~');
		await session.terminal.waitFor('jkq\\x03gG');
		session.terminal.type('\x1b');
		await session.terminal.waitFor('No alerts.');
		session.terminal.type('\\ab\x7f\x7fproc.name = x\x1b[D\x7fy');
		await session.terminal.waitFor('filter proc.name =yx');
		session.terminal.type('\x1b');
		await session.terminal.waitFor((terminal) => !terminal.text.includes('filter'));
	});

	test('y copies escaped text by OSC 52 where there is no clipboard', async () => {
		const session = start(80, 24);
		session.engine.say({kind: 'alerts', alerts: [makeAlert({proc: 'evil\x1b[31m'})]});
		await session.terminal.waitFor('evil');
		session.terminal.type('y');
		await session.terminal.waitFor('condition of the rule');
		session.terminal.type('1');
		await session.terminal.waitFor('OSC 52');
		const sequence = session.terminal.writes.find((text) => text.startsWith('\x1b]52;c;'))!;
		const copied = Buffer.from(sequence.slice(7, -1), 'base64').toString();
		expect(copied).toContain('process=evil\\x1b[31m');
	});

	test('a terminal that is too small says what it needs, and a larger one is used at once', async () => {
		const session = start(40, 8);
		await session.terminal.waitFor('needs 60×12 cells');
		session.terminal.resize(100, 30);
		await session.terminal.waitFor('No alerts.');
		session.terminal.resize(60, 12);
		await session.terminal.waitFor((terminal) => terminal.lines.length === 12 && terminal.text.includes('? Help'));
	});

	test('without colours the selection is inverse and no colour is written', async () => {
		const session = start(80, 24, {colour: 'auto', env: {TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1'}});
		session.engine.say({kind: 'alerts', alerts: many(2, {})});
		await session.terminal.waitFor(/▸ +2 /);
		expect(session.terminal.cell(rowOf(session, '▸'), 20).isInverse).toBe(true);
		expect(session.terminal.writes.join('')).not.toMatch(/\x1b\[[\d;]*[34]8;/);
	});

	test('after a storm of sizes, 0×0 among them, the picture is the one of the last size', async () => {
		const session = start(80, 24);
		session.engine.say({kind: 'alerts', alerts: many(7, {})});
		await session.terminal.waitFor(/▸ +7 /);
		for (let step = 0; step < 60; step++) {
			session.terminal.resize(20 + ((step * 37) % 180), 5 + ((step * 13) % 60));
			if (step % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
		}
		Object.assign(session.terminal.stdout, {columns: 0, rows: 0});
		session.terminal.stdout.emit('resize');
		session.terminal.resize(100, 20);
		await session.terminal.waitFor((terminal) => terminal.lines.length === 20 && terminal.lines[19].includes('? Help'));
		expect(session.terminal.lines.filter((line) => line.includes('falconer  node-1'))).toHaveLength(1);
		expect(session.terminal.lines.filter((line) => line.startsWith('▸'))).toHaveLength(1);
	});

	test('a slow terminal gets no frames queued; the newest is shown when it is ready', async () => {
		const session = start(80, 24);
		await session.terminal.waitFor('No alerts.');
		session.terminal.isSlow = true;
		session.engine.say({kind: 'alerts', alerts: many(1, {})});
		await session.terminal.waitFor('backup-agent');
		const before = session.terminal.writes.length;
		for (let step = 0; step < 50; step++) {
			session.engine.say({kind: 'alerts', alerts: many(10, {})});
			session.terminal.type('\x0c');
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(session.terminal.writes.length).toBe(before);
		session.terminal.drain();
		await session.terminal.waitFor(/▸ +501 /);
	});
});

describe('whitelisting', () => {
	test('a trial silences the group at once, saving writes it, undo takes it back', async () => {
		const path = join(folder(), 'falco_rules.local.yaml');
		writeFileSync(path, '# my own words\n');
		const session = start(120, 34, {localRulesPath: path, rulesFiles: [{name: path, text: '# my own words\n'}]});
		session.engine.sayAlerts([...many(20, {}), ...many(4, {proc: 'cat'})]);
		await session.terminal.waitFor(/▸ +20 /);
		session.terminal.type('w');
		await session.terminal.waitFor('silences 20 of 24 kept alerts of this rule, 0 of others');
		expect(session.terminal.text).toContain('hook macro user_known_read_sensitive_files_activities');
		expect(session.terminal.text).toContain(
			'condition: (proc.name = backup-agent and fd.name = /etc/shadow and proc.exepath = /opt/backup/backup-agent)',
		);
		session.terminal.type('\x1b[B \x1b[A');
		await session.terminal.waitFor('condition: (proc.name = backup-agent and proc.exepath = /opt/backup/backup-agent)');
		session.terminal.type('\r');
		await session.terminal.waitFor(/~ +20 .*trial/);
		expect(session.engine.rulesSent.at(-1)![0].text).toContain('(proc.name = backup-agent and proc.exepath = /opt/backup/backup-agent)');
		expect(readFileSync(path, 'utf8')).toBe('# my own words\n');

		session.engine.sayAlerts([...many(50, {}), ...many(1, {proc: 'cat'})]);
		await session.terminal.waitFor(/ 5 .*cat/);
		expect(session.terminal.text).toMatch(/~ +20 .*trial/);

		session.terminal.type('S');
		await session.terminal.waitFor('+ - macro: user_known_read_sensitive_files_activities');
		session.terminal.type('\r');
		await session.terminal.waitFor('saved /');
		const saved = readFileSync(path, 'utf8');
		expect(saved.startsWith('# my own words\n')).toBe(true);
		expect(saved).toContain('(proc.name = backup-agent and proc.exepath = /opt/backup/backup-agent)');

		session.terminal.type('z');
		await session.terminal.waitFor('undone:');
		await session.terminal.waitFor('1 unsaved');
		session.engine.sayAlerts(many(1, {}));
		await session.terminal.waitFor(/ 21 .*backup-agent/);
		session.terminal.type('Z');
		await session.terminal.waitFor('done again');
		expect(session.terminal.text).not.toContain('unsaved');
	});

	test('a value that nobody can write is refused with the reason', async () => {
		const session = start(120, 34);
		session.engine.say({kind: 'alerts', alerts: many(3, {proc: 'x', snapshot: {'proc.name': '\xff\xfe'}})});
		await session.terminal.waitFor(/▸ +3 /);
		session.terminal.type('w');
		await session.terminal.waitFor('cannot be written in a rules file');
		session.terminal.type('\r');
		await session.terminal.waitFor('TERMS');
		expect(session.engine.rulesSent).toEqual([]);
	});

	test('a file that somebody else changed is not overwritten', async () => {
		const path = join(folder(), 'falco_rules.local.yaml');
		writeFileSync(path, '# one\n');
		const session = start(120, 34, {localRulesPath: path, rulesFiles: [{name: path, text: '# one\n'}]});
		session.engine.sayAlerts(many(3, {}));
		await session.terminal.waitFor(/▸ +3 /);
		session.terminal.type('w');
		await session.terminal.waitFor('TERMS');
		session.terminal.type('\r');
		await session.terminal.waitFor('trial');
		writeFileSync(path, '# two\n');
		session.terminal.type('S');
		await session.terminal.waitFor('lines added');
		session.terminal.type('\r');
		await session.terminal.waitFor('was changed by somebody else');
		expect(readFileSync(path, 'utf8')).toBe('# two\n');
	});

	test('quitting with unsaved changes asks first', async () => {
		const session = start(120, 34);
		session.engine.sayAlerts(many(3, {}));
		await session.terminal.waitFor(/▸ +3 /);
		session.terminal.type('w');
		await session.terminal.waitFor('TERMS');
		session.terminal.type('\r');
		await session.terminal.waitFor('trial');
		session.terminal.type('q');
		await session.terminal.waitFor('1 change of the rules not saved');
		session.terminal.type('q');
		expect(await session.ended).toBe(0);
		await session.terminal.waitFor((terminal) => !terminal.isAlternate);
		expect(session.terminal.isRaw).toBe(false);
	});
});

describe('the mouse', () => {
	test('clicks on the footer, the tabs and rows do what stands there; the wheel moves', async () => {
		const session = start(80, 24);
		const click = (column: number, row: number): void => session.terminal.type(`\x1b[<0;${column + 1};${row + 1}M`);
		session.engine.say({kind: 'alerts', alerts: [...many(9, {proc: 'alpha'}), ...many(6, {proc: 'bravo'}), ...many(3, {proc: 'charly'})]});
		await session.terminal.waitFor('charly');
		click(10, 5);
		await session.terminal.waitFor(/▸ +3 .*charly/);
		session.terminal.type('\x1b[<64;10;5M');
		await session.terminal.waitFor(/▸ +9 .*alpha/);
		click(session.terminal.lines[1].indexOf('Rules'), 1);
		await session.terminal.waitFor(/HITS/);
		click(session.terminal.lines[23].indexOf('Pause'), 23);
		await session.terminal.waitFor('PAUSED');
	});
});
