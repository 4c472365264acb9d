import {describe, expect, test} from 'vitest';
import {many, start} from '../fixtures/sessions.ts';

describe.each([
	[80, 24],
	[160, 50],
])('candidates on %i×%i', (columns, rows) => {
	test('stand narrow to wide with what each silences, and set the terms of the form', async () => {
		const session = start(columns, rows);
		session.engine.sayAlerts([
			...many(20, {}),
			...many(5, {file: '/etc/sudoers'}),
			...many(3, {proc: 'cat'}),
			...many(2, {rule: 4, file: '/var/log/syslog'}),
		]);
		await session.terminal.waitFor(/▸ +20 /);
		session.terminal.type('w');
		await session.terminal.waitFor('TERMS');
		session.terminal.type('c');
		await session.terminal.waitFor('RESTS ON');
		const countsOf = (lines: readonly string[]): number[] => lines.flatMap((line) => /^ [▸ ] +(\d+) +–/.exec(line)?.[1] ?? []).map(Number);
		// They are put in order once all are counted, those below the edge too.
		await session.terminal.waitFor(
			({text, lines}) => !/^ [▸ ] +… /m.test(text) && countsOf(lines).every((count, at, all) => count >= (all[at - 1] ?? 0)),
		);
		const counts = countsOf(session.terminal.lines);
		expect(counts.length).toBeGreaterThan(2);
		expect(counts[0]).toBe(20);
		expect(session.terminal.text).toMatch(/silences +20 of 28 kept alerts of this rule/);
		expect(session.terminal.text).toContain('still alerts');
		session.terminal.type('G');
		await session.terminal.waitFor(/exception +proc\.[\w[\]]+ = \S+$/m);
		const chosen = /exception +(proc\.[\w[\]]+) = (\S+)$/m.exec(session.terminal.text)!;
		session.terminal.type('\r');
		await session.terminal.waitFor(`condition: (${chosen[1]} = ${chosen[2]})`);
		session.terminal.type('\x1b');
		await session.terminal.waitFor('COUNT');
	});
});
