import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {TableView} from '../../../src/ui/views/table-view.ts';
import {makeAlert} from '../fixtures/feed.ts';
import {busyStage, EVENTS, growNumbers} from '../screens/machine.ts';
import type {Stage} from '../screens/stage.ts';

/** A way down from a row of a view, step by step, each with what shows that one is there. */
interface Drill {
	readonly name: string;
	/** To the view, to a row below the first, in an order and with a filter of one's own. */
	readonly from: readonly string[];
	readonly shows: string | RegExp;
	/** `moves`: to another row of the list before. */
	readonly down: readonly (readonly [keys: string, shows: string | RegExp, moves?: string])[];
	/** What is undone before the next one. */
	readonly undo?: readonly string[];
}

const FILTER = ['\\', 'proc.name != nobody', 'Enter'];
const DOWN = ['Down', 'Down', 'Down'];

const DRILLS: readonly Drill[] = [
	{
		name: 'an alert to its detail, and why it fired',
		from: ['1', ...FILTER, '>', 'I', 'Space', ...DOWN, 'Right'],
		shows: 'filter: proc.name',
		down: [
			['Enter', 'ANCESTRY'],
			['f', 'Why it fired'],
		],
		undo: ['U', 'Escape', '<', 'Left', 'Left'],
	},
	{
		name: 'an alert to its exception and the candidates',
		from: ['1', 'G', 'Up', 'Space', 'Up'],
		shows: '▸',
		down: [
			['w', 'PLACE'],
			['c', /RESTS ON(?![\s\S]*\n.{3} {8}…)/],
		],
		undo: ['U'],
	},
	{
		name: 'a single alert to its detail',
		from: ['1', 'r', 'Down', 'Down', 'PageDown', 'Up', 'Space', 'I'],
		shows: 'TIME',
		down: [['Enter', 'ANCESTRY']],
		undo: ['U', 'I', 'r'],
	},
	{
		name: 'noise to its exception and the candidates',
		from: ['2', 'v', ...DOWN, 'Space', 'F6', 'Down', 'Enter'],
		shows: 'SILENCES',
		down: [
			['Enter', 'PLACE'],
			['c', /RESTS ON(?![\s\S]*\n.{3} {8}…)/],
		],
		undo: ['U', 'v', 'v', 'v'],
	},
	{
		name: 'a container to its processes and one of them',
		from: ['3', 'I', 'Down', 'Down'],
		shows: '▸',
		down: [
			['Enter', /Processes of[\s\S]*▸/],
			['Enter', 'executable'],
		],
		undo: ['I'],
	},
	{name: 'a container to its heat map', from: ['3', 'Down'], shows: '▸', down: [['m', 'Heat map']]},
	{
		name: 'a process to its detail and its heat map',
		from: ['4', 't', 'G', 'Up', 'Up', 'I'],
		shows: 'EV/S',
		down: [
			['Enter', 'executable'],
			['m', 'Heat map'],
		],
		undo: ['t'],
	},
	{name: 'a process of the tree to its detail', from: ['4', 'G', 'Up', 'PageUp'], shows: '▸', down: [['Enter', 'executable']]},
	{name: 'a rule to its detail', from: ['5', '>', 'Down', 'Down', 'Right', 'Right'], shows: '▸', down: [['Enter', 'CONDITION']]},
	{name: 'a rule to what can be done with it', from: ['5', 'G'], shows: '▸', down: [['a', 'Edit the output']]},
	{
		name: 'an event to its detail',
		from: ['7', 'p', 'Down', 'Down', 'PageDown', 'Up'],
		shows: 'PAUSED',
		down: [['Enter', 'number']],
		undo: ['p'],
	},
	{
		name: 'an event to a rule that did not fire for it',
		from: ['7', 'p', 'Down'],
		shows: 'PAUSED',
		// Which rule is a question on the way, no place to come back to.
		down: [['f Enter', 'Why it did not fire']],
		undo: ['p'],
	},
	{
		name: 'noise to the alerts that the exception would silence, and one of them',
		from: ['2', 'v', ...DOWN, 'Space', 'F6', 'Down', 'Enter'],
		shows: 'SILENCES',
		down: [
			['A', /Alerts of .*that this would silence/],
			['Enter', 'ANCESTRY', 'Down'],
		],
		undo: ['U', 'v', 'v', 'v'],
	},
	{
		name: 'a rule to its alerts, one of them and its process',
		from: ['5', '>', 'Down', 'Right'],
		shows: '▸',
		down: [
			['A', /Alerts of [A-Z][\s\S]*alerts? kept/],
			['Enter', 'ANCESTRY', 'Down'],
			['P', 'Processes · '],
		],
	},
	{
		name: 'the detail of a rule to its alerts',
		from: ['5', 'Down', 'Down', 'Enter'],
		shows: 'CONDITION',
		down: [['A', /Alerts of [A-Z][\s\S]*alerts? kept/]],
		undo: ['Escape'],
	},
	{
		name: 'an alert to its process in the tree and its detail',
		from: ['1', ...FILTER, '>', 'I', 'Space', ...DOWN],
		shows: 'filter: proc.name',
		down: [
			['P', /Processes · .*[\s\S]*▸!? +\d/],
			['Enter', 'executable'],
		],
		undo: ['U', 'Escape', '<', 'I'],
	},
	{
		name: 'a single alert to its process, and that one’s alerts',
		from: ['1', 'r', 'G', 'Up', 'Space', 'I'],
		shows: 'TIME',
		down: [
			['P', /Processes · .*[\s\S]*▸!? +\d/],
			['A', /Alerts of process \d+/],
		],
		undo: ['U', 'I', 'r'],
	},
	{
		name: 'a container to its alerts under a filter of their own, and one of them',
		from: ['3', 'I', 'Down'],
		shows: '▸',
		down: [
			['A', /Alerts of (the host|container)/],
			['Enter', 'ANCESTRY', '\\ evt.type Space = Space execve Enter Down > I Space'],
		],
		undo: ['I'],
	},
	{name: 'a container to its events', from: ['3', 'Down', 'Right'], shows: '▸', down: [['e', 'filter container.id = ']]},
	{
		name: 'a process to its events',
		from: ['4', 't', 'G', 'Up', 'I'],
		shows: 'EV/S',
		down: [
			['Enter', 'executable'],
			['e', 'filter proc.pid = '],
		],
		undo: ['t'],
	},
	{
		name: 'an event to its process',
		from: ['7', 'p', 'Down'],
		shows: 'PAUSED',
		down: [['P', 'Processes · ']],
		undo: ['p'],
	},
];

/** Everything that has to be as it was, but what the rows tell. */
function placeOf({dashboard}: Stage) {
	const {view, filter, tail, stack} = dashboard;
	if (!(view instanceof TableView)) throw new Error(`${view.id} is no table`);
	const {list, order, tags, shown, isSearching} = view;
	return {
		view: view.id,
		depth: stack.length,
		selected: list.selectedKey,
		rowOfTheScreen: list.index - list.offset,
		by: order.by,
		reversed: order.reversed,
		tags: [...tags].sort(),
		cursor: shown.cursor?.id,
		columns: shown.ids,
		isSearching,
		filter: filter?.text,
		tail: tail.filter,
	};
}

/** Where the rows changed places, a short list cannot keep the selected one at its height. */
const withoutRow = (stage: Stage) => ({...placeOf(stage), rowOfTheScreen: undefined});

describe.each([
	[80, 24],
	[200, 50],
])('on %i×%i Esc leads back to where one was', (columns, rows) => {
	let stage: Stage;
	beforeAll(async () => {
		stage = busyStage({columns, rows});
		await stage.paint();
		stage.engine.say({kind: 'events', lines: EVENTS, dropped: 0});
	});
	afterAll(() => stage.close());

	test.each(DRILLS.map((drill) => [drill.name, drill] as const))('%s', async (_name, {from, shows, down, undo = []}) => {
		await stage.go(from, shows);
		stage.dashboard.store.log.dismiss();
		const {text} = await stage.frame();
		const places = [placeOf(stage)];
		const screens = [text];
		for (const [keys, wanted, moves] of down) {
			if (moves !== undefined) {
				stage.press(...moves.split(' '));
				screens[screens.length - 1] = (await stage.frame()).text;
				places[places.length - 1] = placeOf(stage);
			}
			await stage.go(keys.split(' '), wanted);
			screens.push((await stage.frame()).text);
			places.push(placeOf(stage));
		}
		for (const screen of screens.toReversed().slice(1)) {
			// A filter of the list is what Esc leaves first.
			while (stage.dashboard.pane.mode === 'view' && stage.dashboard.view.alertFilter?.present !== undefined) stage.press('Escape');
			stage.press('Escape');
			places.pop();
			expect((await stage.frame()).text).toBe(screen);
			expect(placeOf(stage)).toEqual(places.at(-1));
		}
		await stage.go([...undo, 'g', '1', 'g'], '▸');
	});
});

test.each(DRILLS.filter(({from}) => !from.includes('p')).map((drill) => [drill.name, drill] as const))(
	'and so it does where everything changed meanwhile: %s',
	async (_name, {from, shows, down}) => {
		const stage = busyStage({columns: 120, rows: 30});
		try {
			await stage.go(from, shows);
			const before = withoutRow(stage);
			for (const [keys, wanted, moves = ''] of down) await stage.go([...moves.split(' ').filter(Boolean), ...keys.split(' ')], wanted);
			growNumbers(stage);
			stage.nowMs += 10_000;
			await stage.paint();
			await stage.paint();
			while (stage.dashboard.stack.length > before.depth) stage.press('Escape');
			await stage.paint();
			expect(withoutRow(stage)).toEqual(before);
		} finally {
			stage.close();
		}
	},
);

test.each([
	['Enter', 'ANCESTRY'],
	['f', 'Why it fired'],
	['m', 'Heat map'],
])('%s on the first row, where nobody has moved, leads back to that row and not to another that became the first', async (key, shows) => {
	const stage = busyStage({columns: 80, rows: 24});
	try {
		await stage.go(['1'], /▸ +1,204/);
		await stage.go([key], shows);
		const alerts = Array.from({length: 3000}, () => makeAlert({proc: 'newcomer', atMs: stage.nowMs}));
		stage.engine.say({kind: 'alerts', alerts});
		stage.nowMs += 10_000;
		await stage.paint();
		stage.press('Escape');
		expect((await stage.frame()).lines.find((line) => line.startsWith('▸'))).toMatch(/^▸ +1,204/);
		await stage.go(['k'], /▸ +3,000 +W/);
	} finally {
		stage.close();
	}
});
