import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {COMMANDS, isIn, type Mode} from '../../../../src/ui/keys/commands.ts';
import {isTyped} from '../../../../src/ui/keys/key-names.ts';
import {World} from '../world.ts';
import {DELETES, EFFECTS, WRITES} from './effects.ts';
import {Hand, MAKE_CHANGE} from './hand.ts';
import {PLACES, type Place, VIEWS} from './places.ts';

// Every key of every command, in every view and mode where the table says that it means something: pressed in a real
// terminal, and seen to do what it is for. The tests are made from the table: a command that nobody can see at work fails.
// That takes eight minutes, with `EVERY_KEY=all`; else each key is pressed in the first place of each mode only.

type Command = (typeof COMMANDS)[number];

const TYPING: readonly Mode[] = ['prompt', 'menu'];
const commandsAt = ({mode, view}: Place): Command[] =>
	COMMANDS.filter((command) => command.id !== 'interrupt' && isIn(command, mode, view));

const ONE_PER_MODE = PLACES.filter((place, at) => PLACES.findIndex(({mode}) => mode === place.mode) === at);
const isAll = process.env.EVERY_KEY === 'all';

function isChecked(place: Place, {id}: Command): boolean {
	return isAll || place === PLACES.find((one) => one.mode === place.mode && commandsAt(one).some((command) => command.id === id));
}

async function checkKey(hand: Hand, place: Place, command: Command, key: string | undefined): Promise<void> {
	const isText = key !== undefined && TYPING.includes(place.mode) && isTyped(key);
	const effect = isText ? (key === 'backspace' ? DELETES : WRITES) : EFFECTS[command.id](place);
	await hand.goTo(place);
	await hand.does(effect.before ?? []);
	if (key === undefined) await hand.does([':', command.id]);
	await hand.press(key ?? 'Enter', effect.sees);
	await hand.does(effect.after ?? []);
}

async function checkClick(hand: Hand, place: Place, command: Command): Promise<void> {
	const effect = EFFECTS[command.id](place);
	await hand.goTo(place);
	await hand.does(effect.before ?? []);
	const column = hand.offers(command.id, place);
	// What was done first may have left nothing to do.
	if (column !== undefined) await hand.click(column, hand.terminal.lines.length - 1, effect.sees);
	await hand.does(effect.after ?? []);
}

describe.each(['replay', 'tail'] as const)('on a %s', (source) => {
	let hand: Hand;
	beforeAll(async () => {
		hand = await Hand.start(source);
	});
	afterAll(() => hand.close());
	afterEach(async ({task}) => {
		if (task.result?.state !== 'fail') return;
		await hand.close();
		hand = await Hand.start(source);
	});

	for (const place of PLACES.filter((one) => one.source === source)) {
		const checked = commandsAt(place).filter((command) => isChecked(place, command));
		test(`the footer of ${place.name}, clicked`, async () => {
			await hand.goTo(place);
			const offered = commandsAt(place).filter((command) => hand.offers(command.id, place) !== undefined);
			expect(offered.length).toBeGreaterThan(0);
			for (const command of offered) await checkClick(hand, place, command);
		});

		test.each(checked.map((command) => [command.id, command] as const))(`in ${place.name}: %s`, async (_id, command) => {
			for (const key of command.keys.length === 0 ? [undefined] : command.keys) await checkKey(hand, place, command, key);
		});
	}
});

test.each(ONE_PER_MODE.map((place) => [place.name, place] as const))('Ctrl-C quits at once from %s', async (_name, place) => {
	const world = new World();
	const {terminal} = world.tail();
	const hand = new Hand(world, terminal);
	await hand.does([/▸ +12 /, /thief/, ...(place.mode === 'diff' ? MAKE_CHANGE : []), '1', ...place.keys, place.shows]);
	terminal.press('Ctrl-C');
	expect((await terminal.exit).exitCode).toBe(130);
	expect(terminal.isRestored).toBe(true);
	await world.close();
});

describe('there is a place', () => {
	test.each(COMMANDS.map(({id, modes}) => [id, modes] as const))('for every mode of %s', (_id, modes) => {
		for (const mode of modes) expect(PLACES.map((place) => place.mode)).toContain(mode);
	});

	test('for every view', () => {
		const views = PLACES.filter(({mode}) => mode === 'view').map(({view}) => view);
		for (const {id} of VIEWS) expect(views).toContain(id);
	});
});
