import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {ExceptionSummary, SilencedAlert} from '../../../src/engine/rule-facts.ts';
import {listKey} from '../../../src/rules/exception-keys.ts';
import {DEFINITIONS, makeAlert, makeTick, RULES} from '../fixtures/feed.ts';
import {many, start, temporaryFolder} from '../fixtures/sessions.ts';

/** Counts stand at the right of their column: the line above the table is none of them. */
const SILENCED_ROW = /^[▸ ]~ {3,}\d/m;
const HOOK = 'user_known_read_sensitive_files_activities';
const RULE = 'Read sensitive file untrusted';
const TEXT = `- macro: ${HOOK}\n  condition: (proc.name = rsync) or (proc.name = idle)\n  override:\n    condition: replace\n- list: known_readers\n  items: [nightly]\n  override: {items: append}\n`;

function open(columns: number, rows: number) {
	const path = join(temporaryFolder(), 'falco_rules.local.yaml');
	writeFileSync(path, TEXT);
	const session = start(columns, rows, {localRulesPath: path, rulesFiles: [{name: path, text: TEXT}]});
	const macro = (condition: string): ExceptionSummary => ({
		key: `macro\0${HOOK}\0${condition}`,
		kind: 'macro',
		name: HOOK,
		rules: [RULE],
		condition,
		file: path,
		line: 1,
	});
	const exceptions: ExceptionSummary[] = [
		macro('proc.name = rsync'),
		macro('proc.name = idle'),
		{
			key: listKey('known_readers', 'nightly'),
			kind: 'list',
			name: 'known_readers',
			rules: [RULE],
			condition: 'proc.name = nightly',
			file: path,
			line: 5,
		},
	];
	session.engine.say({kind: 'rules', id: 1, rules: RULES, definitions: DEFINITIONS, exceptions, problems: []});
	const count = (hits: readonly (number | null)[], shown = 0): void => {
		const total = hits.reduce<number>((sum, one) => sum + (one ?? 0), 0);
		const silenced = {total, shown, unattributed: 0, hits, lastMs: hits.map((one) => (one ? Date.now() - 5000 : 0))};
		session.engine.say({kind: 'tick', tick: {...makeTick({atMs: 1000, events: 10}), silenced}});
	};
	const silence = (proc: string, times: number, by: ExceptionSummary): void => {
		const alerts: SilencedAlert[] = Array.from({length: times}, (_, at) => ({
			alert: makeAlert({proc, file: `/etc/${proc}`, pid: 7000 + at}),
			by: [by.key],
		}));
		session.engine.say({kind: 'silenced', alerts});
	};
	return {session, exceptions, count, silence};
}

describe.each([
	[80, 24],
	[120, 36],
	[160, 50],
])('silenced alerts on %i×%i', (columns, rows) => {
	test('are counted, and s shows their groups, dimmed and with the name of the exception', async () => {
		const {session, exceptions, count, silence} = open(columns, rows);
		const {engine, terminal} = session;
		engine.say({kind: 'alerts', alerts: many(2, {proc: 'cat'})});
		silence('rsync', 12, exceptions[0]);
		silence('nightly', 3, exceptions[2]);
		count([112, 0, 3], 15);
		await terminal.waitFor('~ 115 silenced by exceptions  s shows them');
		expect(terminal.text).not.toMatch(SILENCED_ROW);
		terminal.type('s');
		await terminal.waitFor(/^[▸ ]~ +12 /m);
		expect(terminal.text).toMatch(/^[▸ ]~ +3 /m);
		expect(terminal.text).toMatch(/^▸ {2} +2 /m);
		await terminal.waitFor('100 of them only counted');
		// Rows may have been sorted anew meanwhile: by its name, not by its place.
		terminal.type('/rsync\r');
		await terminal.waitFor(new RegExp(`silenced by +${HOOK.slice(0, 20)}`));
		const colourOf = (row: RegExp) => {
			const at = terminal.lines.findIndex((line) => row.test(line));
			return terminal.cell(at, terminal.lines[at].indexOf('Read')).fg;
		};
		// Both rows are not selected; the whole row of what is silenced is dimmed.
		expect(colourOf(/^ ~ +3 /)).not.toBe(colourOf(/^ {3} +2 /));
		terminal.type('s');
		await terminal.waitFor('s shows them');
		expect(terminal.text).not.toMatch(SILENCED_ROW);
	});

	test('are counted for each exception, and Enter on one shows them; Esc goes back to it', async () => {
		const {session, exceptions, count, silence} = open(columns, rows);
		const {terminal} = session;
		silence('rsync', 4, exceptions[0]);
		silence('nightly', 2, exceptions[2]);
		count([1204, 0, 2], 6);
		terminal.type('6');
		await terminal.waitFor(/saved( +0)? +1,204 +[5-9]s .*proc\.name = rsync/);
		expect(terminal.text).toMatch(/saved( +0)? +0 +– .*proc\.name = idle/);
		expect(terminal.text).toMatch(/saved( +0)? +2 +[5-9]s .*proc\.name = nightly/);
		terminal.type('jj');
		await terminal.waitFor(/^▸ .*nightly/m);
		terminal.type('\r');
		await terminal.waitFor('Silenced by list known_readers  proc.name = nightly');
		expect(terminal.text).toContain('2 hits, 2 of this run kept');
		expect(terminal.text).toMatch(/^▸~ .*Read sensitive/m);
		terminal.type('\r');
		await terminal.waitFor(/silenced by +list known_readers: proc\.name = nightly/);
		terminal.type('G');
		if (rows >= 36) await terminal.waitFor('WHY IT DID NOT FIRE');
		terminal.type('\x1b');
		await terminal.waitFor('2 hits, 2 of this run kept');
		terminal.type('\x1b');
		await terminal.waitFor(/^▸ .*nightly/m);
		expect(terminal.text).toMatch(/saved( +0)? +1,204/);
	});
});

test('hits that nobody can know are a dash, not zero', async () => {
	const {session, count} = open(120, 36);
	count([null, 3, null]);
	session.terminal.type('6');
	await session.terminal.waitFor(/saved +3 +[56]s .*idle/);
	expect(session.terminal.text).toMatch(/saved +– +– .*rsync/);
});
