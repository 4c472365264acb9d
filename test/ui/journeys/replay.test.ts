import {readdirSync, readFileSync} from 'node:fs';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {User} from '../../terminal/user.ts';
import {World} from './world.ts';

// Views that need events, on the recording that comes with the program, held in its middle. One program serves all journeys.

/** The time line where the journeys begin. */
const MIDDLE = /‖ .* 0:40 \/ 1:\d\d/;

let world: World;
let user: User;

async function begin(): Promise<void> {
	world = new World();
	user = world.replay();
	await user
		.sees('▶ ', 'backup-agent')
		.press('p')
		.sees('‖ ')
		.press('T')
		.sees('go to')
		.press('0:40', 'Enter')
		.sees(MIDDLE, 'backup-agent → /etc/shadow');
}

beforeAll(begin);
afterAll(() => world.close());
beforeEach(async () => {
	await user.home().sees('COUNT');
});
afterEach(async ({task}) => {
	if (task.result?.state !== 'fail') return;
	await world.close();
	await begin();
});

test('containers are listed with their rates, and can be sorted, searched and exported', async () => {
	await user
		.press('3')
		.sees('CONTAINER', /▸ +host/)
		.press('>')
		.sees(/[▾▴]/)
		.press('Ctrl-S', 'c')
		.sees('exported ');
	const file = readdirSync(world.folder).find((name) => name.startsWith('falconer-containers-'))!;
	expect(readFileSync(world.at(file), 'utf8')).toMatch(/host/);
});

test.each(['t', 'F5'])('processes are a tree, with %s a list by their events, and a tree again', async (key) => {
	await user
		.press('4')
		.sees('PROCESS', /▸ +\d+ +root +node/)
		.press(key)
		.sees(/EV\/S▾/)
		.press(key)
		.seesNo(/EV\/S▾/);
});

test('processes are found by name, copied, and sorted by any column', async () => {
	await user
		.press('4')
		.sees('PROCESS')
		.press('/', 'runner', 'Enter')
		.sees('▸', /node .*runner/)
		.press('y')
		.sees('command line', 'process id')
		.press('2')
		.sees('OSC 52');
	await user.press('F6').sees('Sort by', 'PID').press('user', 'Enter').sees(/USER▾/).press('t').press('Escape');
});

describe('events', () => {
	test('pass a filter with macros, open with all their fields, and tell which rule they did not set off', async () => {
		await user
			.press('7')
			.sees('passed')
			.press('\\')
			.sees('events filter')
			.press('open_reed')
			.sees(/\^( |$)/m)
			.press('Ctrl-U', 'evt.type = openat and fd.name startswith /etc', 'Enter')
			.sees('filter evt.type = openat');
		await user.press('Escape').seesNo('filter evt.type');
	});
});

describe('the time line', () => {
	test('goes to a time, forward and back, faster and slower, and holds', async () => {
		await user
			.press('T')
			.sees('go to', '+30s')
			.press('nonsense')
			.sees('not a time of the recording')
			.press('Ctrl-U', '0:20', 'Enter')
			.sees(/‖ .* 0:20 \/ /);
		await user
			.press('.')
			.sees(/‖ .* 0:30 \/ /)
			.press(',')
			.sees(/‖ .* 0:20 \/ /)
			.press('{')
			.sees(/‖ .* 0:00 \/ /)
			.press('}')
			.sees(/‖ .* 1:00 \/ /);
		await user
			.press(']')
			.sees(/×10\b/)
			.press(']', ']')
			.sees('max')
			.press('[', '[', '[')
			.sees(/×1\b/)
			.press('T', '0:40', 'Enter')
			.sees(MIDDLE);
		await user.press('p').sees('▶ ').press('p').sees('‖ ').press('T', '0:40', 'Enter').sees(MIDDLE);
	});

	test('R saves the events around an alert as a capture', async () => {
		await user
			.sees(/▸/)
			.press('R')
			.sees(/saved [\d,]+ events|still to come/)
			// The seconds behind the alert come only when the replay goes on.
			.press('p')
			.sees(/saved [\d,]+ events/)
			.press('p')
			.sees('‖ ');
		expect(readdirSync(world.at('state/falconer')).filter((name) => name.endsWith('.scap'))).toHaveLength(1);
	});
});

test('the rules tell their hits and what they are made of', async () => {
	await user
		.press('5')
		.sees('HITS', /▸ +\d+ /)
		.press('Enter')
		.sees('CONDITION', 'WITH MACROS UNFOLDED')
		.press('G')
		.sees(/hits/)
		.press('Escape')
		.sees('HITS');
});

test('the system tells the source, drops and costs, and scrolls where it does not fit', async () => {
	await user.press('8').sees('SOURCE', 'DROPS').press('G').sees('FALCONER ITSELF').press('y').sees('all figures').press('1').sees('OSC 52');
});

test('a smaller and a larger window show the same row', async () => {
	const selected = (): string => user.terminal.lines.find((line) => line.startsWith('▸')) ?? '';
	await user.press('j', 'j').sees(/^▸/m);
	const count = /^▸\s+([\d,]+)/.exec(selected())![1];
	user.terminal.resize(60, 12);
	await user.sees((screen) => screen.split('\n')[11]?.includes('? Help') === true, new RegExp(`^▸ +${count} `, 'm'));
	user.terminal.resize(40, 8);
	await user.sees('needs 60×12');
	user.terminal.resize(118, 30);
	await user.sees((screen) => screen.split('\n')[29]?.includes('? Help') === true, new RegExp(`^▸ +${count} `, 'm'));
});
