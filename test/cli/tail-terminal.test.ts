import {appendFileSync, existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {PROJECT} from '../live/agent-process.ts';
import {logLine, World} from '../ui/journeys/world.ts';

describe('falconer tail in a terminal', () => {
	let world: World;
	let log: string;
	beforeEach(() => {
		world = new World();
		log = world.at('falco.json');
		writeFileSync(log, logLine({program: 'first-agent'}));
		rmSync(world.at('local.yaml'));
	});
	afterEach(() => world.close());

	test('shows what the file holds, and an exception tried there silences what follows', async () => {
		const user = world.tail();
		await user.sees('first-agent').press('w').sees('user_known_reads').press('Enter').sees('trial');
		appendFileSync(log, `${logLine({program: 'first-agent'})}{"broken\n${logLine({program: 'late-agent'})}`);
		await user.sees('late-agent', 'first-agent');
		// The second alert of the first agent came before that of the late one, and was silenced.
		expect(user.terminal.lines.find((row) => row.includes('first-agent'))).toMatch(/^\W*1\s/);
		expect(existsSync(world.at('local.yaml'))).toBe(false);
	});

	test('without that Falco’s configuration only its alerts tell what it appends to outputs: what they lack can be added', async () => {
		const user = world.tail();
		await user
			.sees('first-agent')
			.press('w')
			.sees(/this log does not tell .*container\.image\.repository/)
			.press('i')
			.sees(/added to the output .*container\.image\.repository/);
	});

	test('of a rule that is not loaded it says so, and which flag loads it', async () => {
		writeFileSync(log, logLine({rule: 'Of another Falco', program: 'first-agent'}));
		const user = world.tail();
		await user.sees('first-agent').press('w').sees('this rule is not loaded').press('i').sees('-r names the rules files it stands in');
	});

	test('waits for a log that is not there yet, and says so for as long', async () => {
		rmSync(log);
		const user = world.tail();
		await user.sees(/^ falconer .*waiting for falco\.json/, 'No alerts yet: waiting for falco.json');
		writeFileSync(log, logLine({program: 'first-agent'}));
		await user.sees(/^ falconer .*tail falco\.json/, 'first-agent');
	});

	test('takes alerts from standard input and keys from the terminal', async () => {
		const held = readFileSync(log, 'utf8');
		const falconer = `'${path.join(PROJECT, 'bin/falconer')}' tail - -r '${world.at('rules.yaml')}' --local-rules '${world.at('none.yaml')}'`;
		const {terminal} = world.start(['-c', `cat '${log}' | ${falconer}`], {command: 'sh'});
		await terminal.until('first-agent');
		terminal.press('q');
		expect((await terminal.exit).exitCode).toBe(0);
		expect(readFileSync(log, 'utf8')).toBe(held);
	});
});
