import {existsSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {User} from '../../terminal/user.ts';
import {LOCAL, World} from './world.ts';

// Exceptions and changes of rules, from the alert to the file and back, on the log of another Falco. One program serves
// the journeys that take back what they change.

let world: World;
let user: User;

async function begin(): Promise<void> {
	world = new World();
	user = world.tail();
	await user.sees(/▸ +12 .*backup-agent → \/etc\/shadow/, 'thief');
}

const localText = (): string => readFileSync(world.at('local.yaml'), 'utf8');

describe('an exception', () => {
	beforeAll(begin);
	afterAll(() => world.close());
	beforeEach(async () => {
		await user.home().sees(/▸.?.? *1\d /);
	});
	afterEach(async ({task}) => {
		if (task.result?.state !== 'fail') return;
		await world.close();
		await begin();
	});

	test.each(['w', 'F7'])('is begun with %s on an alert: its terms, its place, what it would silence', async (key) => {
		await user
			.press(key)
			.sees('Whitelist · Credential read', /\[x\] proc\.name += +backup-agent/, /hook macro user_known_reads/, 'PREVIEW');
		await user
			.sees(/silences 12 of 2[24]/, /condition: \(proc\.name = backup-agent and fd\.name = \/etc\/shadow/)
			.press('q')
			.sees('COUNT');
	});

	test('grows and shrinks by its terms, and the preview follows', async () => {
		await user
			.press('w')
			.sees('PREVIEW')
			.press('Down', 'Space')
			.sees(/silences 15 of/, /condition: \(proc\.name = backup-agent(?! and fd)/);
		await user
			.press('Up', 'x')
			.seesNo(/condition: \(proc\.name/)
			.press('x')
			.sees(/silences 15 of/);
		await user
			.press('Right')
			.seesNo(/proc\.name += /)
			.press('Left')
			.sees(/proc\.name += /)
			.press('Escape');
	});

	test('takes another value for a term', async () => {
		await user
			.press('w', 'e')
			.sees(/proc\.name = *backup-agent/)
			.press('Ctrl-U', 'backup', 'Enter')
			.sees(/silences 0 of/, /\[x\] proc\.name += +backup\s/)
			.press('Escape');
	});

	test('goes to another place, and lasts as long as it shall', async () => {
		await user
			.press('w', 'Tab')
			.sees('new macro user_known_credential_read', '- macro: user_known_credential_read')
			.press('m')
			.seesNo('- macro: user_known_c');
		await user.press('t').sees('2 hours').press('t', 't', 't').sees('until restart').press('Escape');
	});

	test('is chosen among candidates, narrow to wide', async () => {
		await user
			.press('w', 'c')
			.sees('Candidates', 'narrow to wide', /▸ +12 /, 'still alerts')
			.press('G', 'Enter')
			.sees('TERMS', 'Try it now')
			.press('Escape');
	});

	test('is tried at once, silences what follows and nothing else; z and Z take it back and again', async () => {
		await user.press('w', 'Enter').sees('trial', /~ +12 /, '● 1');
		expect(localText()).toBe(LOCAL);
		world.logs({}, 5);
		world.logs({program: 'second-thief'});
		await user
			.sees('second-thief', /~ +12 /)
			.press('z')
			.sees('undone')
			.seesNo('● 1');
		world.logs({}, 2);
		await user
			.sees(/ 14 .*backup-agent/)
			.press('Z')
			.sees('done again', '● 1')
			.press('z')
			.sees('undone');
	});

	test('of tagged rows is the smallest they have in common', async () => {
		await user.press('/', 'backup gshadow', 'Enter', 'Escape').home();
		await user
			.press('Space')
			.press('/', 'gshadow', 'Enter', 'Space')
			.sees(/● .*gshadow/)
			.press('w')
			.sees(/\[x\] proc\.name += +backup-agent/, /\/etc\/(g?)shadow, \/etc\/(g?)shadow/);
		await user.press('Escape', 'Escape', 'U').seesNo('● ');
	});

	test('of tagged rows of several rules goes to a macro of each of them', async () => {
		await user
			.press('Space')
			.press('/', 'nginx', 'Enter', 'Space')
			.press('w')
			.sees('2 rules: Credential read, Shell below a server', 'of each of the 2 rules')
			.press('Escape', 'U')
			.seesNo(/^.● /m);
	});
});

/** What is on the screen until a save is through. Its notice makes room at once for what an agent that runs here does with it. */
const UNSAVED = ['● 1', 'Save · '];

describe('the file', () => {
	beforeEach(begin);
	afterEach(() => world.close());

	test('is written from a diff, comments kept; what was saved can be undone and saved again', async () => {
		await user
			.press('w', 'Enter')
			.sees('trial')
			.press('S')
			.sees('Save · ', '# Local rules of this site', /\+ - macro: user_known_reads/)
			.press('Enter')
			.seesNo(...UNSAVED);
		expect(localText().startsWith(LOCAL)).toBe(true);
		expect(localText()).toContain('(proc.name = backup-agent and fd.name = /etc/shadow');
		await user
			.press('z')
			.sees('undone', '● 1')
			.press('S')
			.sees(/- - macro: user_known_reads|- {3}condition/)
			.press('Enter')
			.seesNo(...UNSAVED);
		expect(localText()).toBe(LOCAL);
		await user
			.press('Z')
			.sees('done again')
			.press('6')
			.sees(/trial .*proc\.name = backup-agent/);
	});

	test('changed by somebody else is not overwritten, and is read again', async () => {
		await user
			.press('w', 'Enter')
			.sees('trial')
			.meanwhile(() => writeFileSync(world.at('local.yaml'), '# theirs\n'));
		await user.press('S').sees('Save · ').press('Enter').sees('was changed by somebody else');
		expect(localText()).toBe('# theirs\n');
		await user.press('R').sees('read again, with 1 unsaved change made in them');
		await user
			.press('S')
			.sees('Save · ')
			.press('Enter')
			.seesNo(...UNSAVED);
		expect(localText()).toMatch(/^# theirs\n[\s\S]*backup-agent/);
	});

	test('that is a mounted ConfigMap is left alone: the change goes elsewhere', async () => {
		writeFileSync(world.at('..data'), LOCAL);
		symlinkSync(world.at('..data'), world.at('mounted.yaml'));
		user.terminal.press('q');
		await user.terminal.exit;
		user = world.tail(['--local-rules', world.at('mounted.yaml')]);
		await user
			.sees(/▸ +12 /)
			.press('w', 'Enter')
			.sees('trial')
			.press('S')
			.sees('Save · ')
			.press('Enter')
			.sees(/ConfigMap/);
		await user.press('y').sees('kubectl patch', 'Helm values');
		expect(readFileSync(world.at('..data'), 'utf8')).toBe(LOCAL);
	});

	test('is asked for when somebody leaves without saving', async () => {
		await user
			.press('w', 'Enter')
			.sees('trial')
			.press('q')
			.sees('1 change of the rules not saved')
			.press('Escape')
			.seesNo('quit without saving');
		await user.press('q').sees('quit without saving').press('S').sees('Save · ').press('Escape').press('F10').sees('quit without saving');
		user.terminal.press('q');
		expect((await user.terminal.exit).exitCode).toBe(0);
		expect(localText()).toBe(LOCAL);
	});

	test('takes changes of rules: priority, output with a preview on the last alert, on and off; all in one diff', async () => {
		await user
			.press('5')
			.sees('HITS')
			.press('/', 'Credential', 'Enter')
			.sees(/▸.*Credential read/);
		await user
			.press('a')
			.sees('Disable the rule', 'Change the priority')
			.press('priority', 'Enter')
			.sees('Emergency')
			.press('Error', 'Enter')
			.sees('trial', /▸.* E .*Credential/);
		await user
			.press('F8', 'output', 'Enter')
			.sees(/preview .*backup-agent|preview .*thief/)
			.press('Ctrl-U', 'CKS %proc.na')
			.press('Tab')
			.press(' reads')
			.sees(/preview +CKS (thief|backup-agent) reads/)
			.press('Enter')
			.sees('another output');
		await user
			.press('/', 'Dropped', 'Enter', 'a', 'Enter')
			.sees(/off .*Dropped binary/)
			.press('S')
			.sees(/\+ {3}priority: ERROR/, /\+ {3}output: .*CKS/, /\+ {3}enabled: false/);
		await user.press('Enter').seesNo(/● \d/, 'Save · ');
		expect(localText()).toMatch(/priority: ERROR[\s\S]*CKS %proc\.name reads/);
	});

	test('loses an exception by x in the exceptions view, and gets it back by z', async () => {
		await user
			.press('w', 'Enter')
			.sees('trial')
			.press('S')
			.sees('Save · ')
			.press('Enter')
			.seesNo(...UNSAVED)
			.press('6')
			.sees(/saved .*proc\.name = backup-agent/, ' 12 ');
		await user
			.press('x')
			.sees(/removed|not saved/)
			.press('z')
			.sees('undone', /saved .*proc\.name = backup-agent/);
	});

	test('goes to a patch file where it may not be written', async () => {
		await user
			.press('w', 'Enter')
			.sees('trial')
			.press('S')
			.sees('Save · ')
			.press('?')
			.sees('Help')
			.press('patch')
			.sees(/▸.*[Pp]atch/)
			.press('Enter')
			.sees(/patch/i);
		expect(existsSync(world.at('local.yaml'))).toBe(true);
	});
});
