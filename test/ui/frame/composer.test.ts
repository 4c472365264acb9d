import {afterEach, describe, expect, test} from 'vitest';
import {busyStage} from '../screens/machine.ts';
import {Stage} from '../screens/stage.ts';

const stages: Stage[] = [];
afterEach(() => {
	for (const stage of stages.splice(0)) stage.close();
});

function open(columns: number, rows: number): Stage {
	const stage = busyStage({columns, rows});
	stages.push(stage);
	return stage;
}

const clickOn = (x: number, y: number): string => `\x1b[<0;${x};${y}M`;

describe('a click', () => {
	test('selects a row, a second one opens it', async () => {
		const stage = open(80, 24);
		await stage.paint();
		await stage.go([clickOn(20, 5)], /▸ +340/);
		stage.press(clickOn(20, 5));
		await stage.until('ANCESTRY');
	});

	test('on the first row opens nothing before somebody chose it', async () => {
		const stage = open(80, 24);
		await stage.paint();
		await stage.go([clickOn(20, 4)], /▸ +1,204/);
		expect(stage.dashboard.pane).toBe(stage.dashboard.view);
	});

	test('below the rows chooses none', async () => {
		const stage = open(80, 24);
		await stage.go(['6'], 'inventory');
		stage.press(clickOn(20, 12));
		stage.press(clickOn(20, 12));
		await stage.paint();
		expect(stage.dashboard.pane).toBe(stage.dashboard.view);
	});
});

describe('what is too long for a row', () => {
	test('is wrapped where it is a notice, and ends in … past three rows', async () => {
		const stage = open(80, 24);
		const words = Array.from({length: 24}, (_, at) => `word${at}`);
		stage.dashboard.store.log.add('info', words.join(' '));
		expect((await stage.frame()).text).toContain('word23');
		stage.dashboard.store.log.add('info', [...words, ...words, ...words].join(' '));
		expect((await stage.frame()).lines.at(-2)).toMatch(/…$/);
	});

	test('is the hint alone where it is the fault of a filter', async () => {
		const stage = open(80, 24);
		await stage.go(['1', '\\', 'proc.name = cat and fd.name startwith /etc'], /^ *\^ did you mean startswith\?$/m);
	});

	test('is no fault while a filter is unfinished; Enter says what is missing', async () => {
		const stage = open(80, 24);
		await stage.go(['1', '\\', 'proc.name = cat and proc.na'], 'Tab: proc.name');
		expect((await stage.frame()).text).not.toMatch(/\^|expected/);
		await stage.go(['Enter'], /\^/);
		await stage.go(['me'], 'an operator follows');
		await stage.go([' startsw', 'Tab'], 'startswith');
		expect((await stage.frame()).text).not.toContain('^');
	});

	test('the filter stands in the view it filters alone, and leaves the others their tabs', async () => {
		const stage = open(80, 24);
		await stage.go(['1', '\\', 'proc.name != scanner', 'Enter'], 'filter: proc.name != scanner');
		expect((await stage.frame()).lines[1]).toMatch(/^ 1 Alerts {2}2 {3}3 .*filter: /);
		await stage.go(['2'], '2 Noise  3 Cont.');
		expect((await stage.frame()).text).not.toContain('filter: ');
		await stage.go(['Escape'], 'nothing to leave');
		await stage.go(['1'], 'filter: proc.name != scanner');
	});

	test('leaves the filter whole beside the tabs, to the last cell', async () => {
		for (let columns = 100; columns < 130; columns++) {
			const stage = open(columns, 24);
			await stage.go(['1', '\\', 'proc.name != scanner', 'Enter'], 'filter: proc.name != scanner');
		}
	});
});

test('the choice of columns says which have no room at this width', async () => {
	const narrow = open(80, 24);
	await narrow.go(['2'], 'SILENCES');
	await narrow.go(['C', 'first'], '[x] FIRST');
	expect((await narrow.frame()).text).toMatch(/\[x\] FIRST +first: no room at 80 columns/);
	const wide = open(200, 24);
	await wide.go(['2'], 'SILENCES');
	await wide.go(['C', 'first'], '[x] FIRST');
	expect((await wide.frame()).text).not.toContain('no room');
});

test('the smallest form shows terms, place, what it silences and what is written', async () => {
	const stage = open(60, 12);
	await stage.go(['1', 'w'], 'PLACE');
	expect((await stage.frame()).text).toMatch(/\[x\] proc\.name[\s\S]*silences 1,204 of 1,241 of this rule, 0 of others[\s\S]*- macro: /);
});

test('the footer offers nothing on a list without rows that needs one', async () => {
	const busy = open(200, 24);
	await busy.go(['2'], /By .*␣ Tag/);
	const quiet = new Stage({columns: 200, rows: 24});
	stages.push(quiet);
	quiet.engine.start();
	await quiet.go(['2'], 'No noise.');
	expect((await quiet.frame()).lines.at(-1)).not.toMatch(/ (?:By|Tag) /);
	await quiet.go(['6'], 'No exceptions');
	expect((await quiet.frame()).lines.at(-1)).not.toMatch(/Remove/);
});
