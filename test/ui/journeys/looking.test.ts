import {readdirSync, readFileSync} from 'node:fs';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {User} from '../../terminal/user.ts';
import {World} from './world.ts';

// Keys that look and change nothing, on the log of another Falco. One program serves all journeys; each begins at home.

let world: World;
let user: User;

async function begin(): Promise<void> {
	world = new World();
	user = world.tail();
	// Rows hold still while somebody moves: they are in order before that.
	await user.sees(/▸ +12 .*backup-agent → \/etc\/shadow.*\n +6 .*\n +5 .*\n +3 /, 'thief');
}

beforeAll(begin);
afterAll(() => world.close());
beforeEach(async () => {
	await user.home().sees(/▸ +12 /);
});
afterEach(async ({task}) => {
	// What a journey that failed left behind must not fail the next.
	if (task.result?.state !== 'fail') return;
	await world.close();
	await begin();
});

describe('help', () => {
	test.each(['?', 'F1'])('%s shows the keys of the view, is searched by typing, and runs what it finds', async (key) => {
		await user.press(key).sees('Help · Alerts', 'Whitelist: write an exception');
		await user
			.press('views: choose')
			.sees(/▸ F2 +Views/)
			.press('Enter')
			.sees(/▸ Alerts/);
	});

	test('of an alert’s detail tells the keys of the detail', async () => {
		await user.press('Enter').sees('ANCESTRY').press('?').sees('Help', 'Back').seesNo('Tag the row').press('Escape').sees('ANCESTRY');
	});

	test('says why a command cannot be used now', async () => {
		await user.press('?', 'demo').sees(/Demo.*the demo needs/);
	});
});

describe('views', () => {
	test('are reached by their numbers, Tab and Shift-Tab, and a menu', async () => {
		await user
			.press('2')
			.sees('SILENCES')
			.press('3')
			.sees(/web-7f9c .* 7$/m, 'A log tells alerts only: events are not counted here.')
			.press('5')
			.sees('HITS')
			.press('6')
			.sees('No exceptions');
		await user
			.press('7')
			.sees('This source tells alerts only')
			.press('8')
			.sees('SOURCE')
			.press('Tab')
			.sees('COUNT')
			.press('Shift-Tab')
			.sees('SOURCE');
		await user.press('F2', 'noise', 'Enter').sees('SILENCES');
	});

	test('are reached by name from the command line, and : finds any other command', async () => {
		await user
			.press(':', 'view rules')
			.sees(/▸.*Rules/)
			.press('Enter')
			.sees('HITS');
		await user.press(':', 'log of what', 'Enter').sees('Log of what was done');
	});
});

test('what a log does not tell of an alert is not made up: no number 0, and why there is no ancestry', async () => {
	await user
		.press('Enter')
		.sees(/event +openat$/m, /ANCESTRY\n +a log does not hold it/)
		.seesNo(/process 0|number 0/)
		.press('Escape');
});

describe('moving', () => {
	test('arrows, letters, pages and ends move the selection, and it stays in sight', async () => {
		await user
			.press('j')
			.sees(/▸ +6 .*inventory/)
			.press('Down')
			.sees(/▸ +5 .*nginx/)
			.press('k', 'Up')
			.sees(/▸ +12 /);
		await user
			.press('Ctrl-N')
			.sees(/▸ +6 /)
			.press('Ctrl-P')
			.sees(/▸ +12 /)
			.press('G')
			.sees(/▸ +1 .*thief/)
			.press('g')
			.sees(/▸ +12 /);
		await user
			.press('End')
			.sees(/▸ +1 /)
			.press('Home')
			.sees(/▸ +12 /)
			.press('PageDown')
			.sees(/▸ +1 /)
			.press('PageUp')
			.sees(/▸ +12 /);
		await user
			.press('Ctrl-F')
			.sees(/▸ +1 /)
			.press('Ctrl-B')
			.sees(/▸ +12 /);
	});

	test('F holds on to the selected row while others pass it', async () => {
		await user.press('G', 'F').sees(/▸ +1 .*thief/, 'follows');
		world.logs({program: 'newcomer'}, 4);
		await user.sees(/ 4 .*newcomer/, /▸ +1 .*thief/);
	});

	test('Enter opens an alert and Esc comes back to exactly what was there', async () => {
		let before: readonly string[] = [];
		await user.press('j', 'j').looks((lines) => {
			before = lines.slice(2);
		});
		await user.press('Enter').sees('ANCESTRY', 'nginx').press('Esc').seesNo('ANCESTRY');
		await user.looks((lines) => expect(lines.slice(2, 20).map(withoutTimes)).toEqual(before.slice(0, 18).map(withoutTimes)));
		await user.press('Enter', 'Backspace').seesNo('ANCESTRY').sees(/▸ +5 /);
	});

	test('the detail scrolls by the same keys', async () => {
		await user
			.press('Enter')
			.sees(/lines 1–\d+ of/)
			.press('j')
			.sees(/lines 2–/)
			.press('k')
			.sees(/lines 1–/)
			.press('G')
			.seesNo(/lines 1–/)
			.press('g')
			.sees(/lines 1–/);
	});
});

/** Rates and times go on while somebody reads. */
const withoutTimes = (line: string): string => line.replace(/[\d.]+\/s|–|[▁-█]+|\b(now|\d+[smh])\b/g, '').replace(/ +/g, ' ');

describe('finding', () => {
	test('/ marks what fits while it is typed, n and N go round, Esc ends it', async () => {
		await user
			.press('/', 'backup')
			.sees('2 matches')
			.press('Enter', 'n')
			.sees(/▸ +3 .*gshadow/)
			.press('n')
			.sees(/▸ +12 /)
			.press('N')
			.sees(/▸ +3 /);
		await user
			.press('F3', 'thief')
			.sees('1 match', /▸ +1 .*thief/)
			.press('Escape');
	});

	test('\\ takes a condition, points at its faults, completes names, and is remembered', async () => {
		await user
			.press('\\', 'proc.nam = x')
			.sees(/\^( |$)/m, /proc\.name/)
			.press('Ctrl-U', 'proc.na')
			.sees('Tab:')
			.press('Tab')
			.sees(/filter .*proc\.name/);
		await user
			.press(' = kworker', 'Enter')
			.sees('filter: proc.name = kworker')
			.seesNo('inventory')
			.press('Escape')
			.sees('inventory')
			.seesNo('filter:');
		await user
			.press('F4')
			.press('Up')
			.sees(/filter +proc\.name = kworker/)
			.press('Escape');
	});

	test('a filter that hides everything says so, and how to get rid of it', async () => {
		await user
			.press('\\', 'proc.name = nobody', 'Enter')
			.sees('The filter hides all', 'Esc removes it')
			.press('Escape')
			.sees(/▸ +12 /);
	});

	test('+ and - take the row or the cell under the cursor into the filter', async () => {
		await user
			.press('-')
			.sees(/filter: not/)
			.seesNo(/12 .*backup-agent/)
			.press('Escape')
			.sees(/ 12 /);
		await user
			.press('g', '+')
			.sees(/filter: /)
			.seesNo('inventory')
			.press('Escape')
			.sees('inventory');
		await user
			.press('g', 'Right', 'Right', 'Right', 'Right', 'Right', '+')
			.sees('filter: alert.rule')
			.sees('inventory')
			.seesNo('nginx')
			.press('Escape');
		await user.press('Left', 'l', 'h', 'h', 'h', 'h', 'h', 'h');
	});
});

describe('order', () => {
	test('F6 chooses the column, < and > step through them, I turns round', async () => {
		await user
			.press('F6')
			.sees('Sort by', '▸ COUNT')
			.press('rule', 'Enter')
			.sees(/RULE▾/, /▸/)
			.press('I')
			.sees(/RULE▴/)
			.press('>')
			.sees(/KEY▾/)
			.press('<', '<')
			.sees(/P▾/);
		await user.press('F6', 'count', 'Enter').sees(/COUNT▾/);
	});

	test('C takes columns off and puts them back', async () => {
		await user.press('C').sees('[x] COUNT').press('key', 'Enter').sees('[ ] KEY').press('Escape').seesNo(/ KEY /);
		await user.press('C', 'key', 'Enter').sees('[x] KEY').press('Escape').sees(/ KEY /);
	});
});

test('Space tags, c tags what is similar, U untags all', async () => {
	await user
		.press('Space')
		.sees(/^ ● +12 /m)
		.press('g', 'c')
		.sees(/^▸?●? *● ?.* 3 .*gshadow|● +3 /m)
		.sees('rows tagged')
		.press('U')
		.seesNo('●  ')
		.press('g');
});

test('p holds the screen and says how much came meanwhile', async () => {
	await user.press('p').sees('PAUSED', '0 new alerts');
	world.logs({program: 'late-agent'}, 7);
	await user.sees('7 new alerts').seesNo('late-agent →').press('p').sees('late-agent → ').seesNo('PAUSED');
});

test('r shows single alerts, the newest first, and groups again', async () => {
	await user
		.press('r')
		.sees('TIME', /\d\d:\d\d:\d\d\.\d{3} {2}[WNC]/)
		.press('r')
		.sees('COUNT');
});

test('f tells why it fired, and the tree folds', async () => {
	await user
		.press('f')
		.sees('Why it fired', /^ fires/m, /✓ open_read/, /✓ fd\.name in \(sensitive_files\) +← \/etc\/shadow/, '✓ not user_known_reads');
	await user
		.press('Left')
		.seesNo('evt.type in')
		.press('Right')
		.sees(/✓ evt\.type in \(open, openat\) +← openat/)
		.press('x');
	await user.press('Space').press('*').sees('evt.type in').press('Escape').sees('COUNT');
});

test('the noise view ranks exceptions by program, rule, container and image', async () => {
	await user
		.press('2')
		.sees('one exception a program', /▸ +1[5-9] .*proc\.name = backup-agent/)
		.press('v')
		.sees('one exception a rule')
		.press('v')
		.sees('one exception a container')
		.press('v')
		.sees('one exception an image')
		.press('v')
		.sees('one exception a program');
});

describe('taking things out', () => {
	test('y copies what the screen shows, through the terminal where there is no clipboard', async () => {
		await user.press('y').sees('Copy', 'condition of the rule').press('2').sees('OSC 52');
		await user.looks((_lines, {raw}) =>
			expect(Buffer.from(/\x1b\]52;c;([^\x07]*)\x07/.exec(raw)![1], 'base64').toString()).toBe('Credential read'),
		);
		await user.press('y', 'Escape').seesNo('condition of the rule');
	});

	test.each([
		['j', 'json', /"rule": "Credential read"/],
		['c', 'csv', /^rule,priority,key,container,count/],
		['t', 'txt', /COUNT[\s\S]*backup-agent → \/etc\/shadow/],
	])('Ctrl-S %s writes the view to a file', async (key, form, holds) => {
		await user.press('Ctrl-S').sees('Export Alerts').press(key).sees('exported ');
		const file = readdirSync(world.folder).find((name) => name.startsWith('falconer-alerts-') && name.endsWith(form))!;
		expect(readFileSync(world.at(file), 'utf8')).toMatch(holds);
	});

	test('@ is the log of what was done', async () => {
		await user
			.press('@')
			.sees('Log of what was done', /exported|copied|tagged|follows/)
			.press('Escape')
			.sees('COUNT');
	});
});

test('what cannot be done now says why', async () => {
	await user.press('S').sees('there is nothing to save').press('z').sees('no change to undo').press('Z').sees('no change to redo');
	await user
		.press('D')
		.sees('the demo needs')
		.press('R')
		.sees('no events are kept here')
		.press(']')
		.sees('this is for replays')
		.press('E')
		.sees('no problems');
});

test('the mouse chooses tabs, rows and footer keys, and its wheel moves', async () => {
	await user
		.clicks('5 Rules')
		.sees('HITS')
		.clicks('1 Alerts')
		.sees('COUNT')
		.clicks('inventory →')
		.sees(/▸ +6 .*inventory/);
	await user
		.press('\x1b[<65;10;10M')
		.sees(/▸ +\d+ .*(?!inventory)/)
		.press('\x1b[<64;10;10M\x1b[<64;10;10M')
		.sees(/▸ +12 /)
		.clicks('? Help')
		.sees('Help · Alerts');
});

test('a click on a heading sorts by it, and turns round; one on the selected row opens it; the wheel scrolls what is open', async () => {
	await user
		.clicks('RULE  ')
		.sees(/RULE▾/)
		.clicks('RULE▾')
		.sees(/RULE▴/)
		.clicks('COUNT')
		.sees(/COUNT▾/);
	await user.clicks('inventory →').sees(/▸ +6 /).clicks('inventory →').sees('ANCESTRY', 'inventory');
	await user
		.press('\x1b[<65;10;10M')
		.sees(/lines 4–/)
		.press('\x1b[<64;10;10M')
		.sees(/lines 1–/);
	await user.clicks('Back').sees(/▸ +6 /).clicks('falconer').sees(/▸ +6 /);
});

test('a click leaves nothing that is being written or asked by the way', async () => {
	for (const [key, shows] of [
		['\\', ' a condition'],
		['Ctrl-S', 'Export Alerts'],
		['w', 'TERMS'],
	]) {
		await user.press(key).sees(shows).clicks('5 Rules').sees('Esc leaves this first', shows);
		if (key === '\\') await user.clicks('inventory →').seesNo('ANCESTRY').sees(' a condition');
		await user
			.press('Escape')
			.sees(/▸ +12 /)
			.seesNo(shows);
	}
});

test('Esc never quits, and q leaves the terminal as it was', async () => {
	await user
		.press('Esc')
		.press('Escape', 'Escape')
		.sees(/▸ +12 /);
	user.terminal.press('q');
	expect((await user.terminal.exit).exitCode).toBe(0);
	expect(user.terminal.isRestored).toBe(true);
	user = world.tail();
	await user.sees(/▸ +12 /);
});
