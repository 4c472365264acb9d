import {closest} from '../../config/closest.ts';
import {COMMANDS, type Command, type CommandId, isIn, type Mode} from './commands.ts';
import {isTyped, KEY_NAMES, keyName, parseKey} from './key-names.ts';

/** The keys a user gave a command, as the file has them. */
export interface KeyChoice {
	readonly command: string;
	readonly keys: readonly string[];
}

/** What is wrong with a choice: about the command's name where `key` is undefined, else about that of its keys. */
export interface KeyProblem {
	readonly choice: KeyChoice;
	readonly key?: number;
	readonly message: string;
	readonly hint?: string;
}

type Entry = (typeof COMMANDS)[number];

/** Modes in which characters are text: a command there needs a key that writes nothing. */
const TYPING: readonly Mode[] = ['prompt', 'menu'];

/** Which key means which command: the table's own keys, and what the user chose instead. */
export class KeyMap {
	readonly #keys = new Map<CommandId, readonly string[]>();
	readonly #byKey = new Map<string, Entry[]>();
	/** Commands that the user gave other keys. */
	readonly changed: ReadonlySet<CommandId>;

	constructor(chosen: ReadonlyMap<CommandId, readonly string[]> = new Map()) {
		this.changed = new Set(chosen.keys());
		// A key that the user chose is theirs: who had it by the table loses it where both would hold.
		const taken = COMMANDS.filter(({id}) => chosen.has(id));
		for (const command of COMMANDS) {
			const isTaken = (key: string): boolean => taken.some((other) => chosen.get(other.id)!.includes(key) && doMeet(other, command));
			this.#keys.set(command.id, chosen.get(command.id) ?? command.keys.filter((key) => !isTaken(key)));
		}
		for (const command of COMMANDS)
			for (const key of this.keysOf(command.id)) this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), command]);
	}

	keysOf(id: CommandId): readonly string[] {
		return this.#keys.get(id) ?? [];
	}

	/** The command a key means in this mode and view. */
	commandFor(key: string, mode: Mode, view: string): CommandId | undefined {
		return this.#byKey.get(key)?.find((command) => isIn(command, mode, view))?.id;
	}

	/** The first key of a command as a person reads it; how to reach it by name where it has none. */
	hint(id: CommandId): string {
		const [first] = this.keysOf(id);
		return first === undefined ? `:${id}` : keyName(first);
	}

	/** All keys of a command as a person reads them. */
	names(id: CommandId): string {
		return this.keysOf(id).map(keyName).join(' ');
	}
}

/** Whether there is a place where one key would mean both. */
function doMeet(a: Command, b: Command): boolean {
	if (a.id === b.id || !a.modes.some((mode) => b.modes.includes(mode))) return false;
	const {views} = a;
	const onlyViews = a.modes.filter((mode) => b.modes.includes(mode)).every((mode) => mode === 'view');
	return !onlyViews || views === undefined || b.views === undefined || views.some((view) => b.views?.includes(view));
}

/** The map of the user's choices; what is wrong among them is left out and told. */
export function createKeyMap(choices: readonly KeyChoice[]): {readonly map: KeyMap; readonly problems: readonly KeyProblem[]} {
	const problems: KeyProblem[] = [];
	const chosen = new Map<CommandId, readonly string[]>();
	for (const choice of choices) {
		const command = COMMANDS.find(({id}) => id === choice.command);
		if (command === undefined)
			problems.push({choice, message: `no command is called ${choice.command}`, hint: nearCommand(choice.command)});
		else if (command.id === 'interrupt') problems.push({choice, message: 'Ctrl-C always quits: the keys of interrupt cannot be changed'});
		else if (chosen.has(command.id)) problems.push({choice, message: `${command.id} has its keys already`});
		else chosen.set(command.id, goodKeys(command, choice, chosen, problems));
	}
	return {map: new KeyMap(chosen), problems};
}

function goodKeys(
	command: Entry,
	choice: KeyChoice,
	chosen: ReadonlyMap<CommandId, readonly string[]>,
	problems: KeyProblem[],
): readonly string[] {
	const keys: string[] = [];
	choice.keys.forEach((text, at) => {
		const key = parseKey(text);
		const fault = key === undefined ? unknownKey(text) : refuse(command, key, chosen);
		if (fault !== undefined) problems.push({choice, key: at, ...fault});
		else if (!keys.includes(key!)) keys.push(key!);
	});
	if (isNeeded(command) && keys.every(isTyped)) {
		// Without it a prompt or a dialog could not be left, nor could `:` be reached there to name it.
		const own: readonly string[] = command.keys;
		if (keys.length > 0 || choice.keys.length === 0)
			problems.push({choice, message: `${command.id} needs a key that writes no character`, hint: `it keeps ${keyName(own[0])}`});
		return keys.length === 0 ? own : [own[0], ...keys];
	}
	// Of a choice with nothing usable nothing is taken: the command keeps the keys it had.
	return keys.length === 0 && choice.keys.length > 0 ? command.keys : keys;
}

/** What leaves, or takes, where characters are text: no other command stands in for it. */
const isNeeded = ({id}: Command): boolean => id === 'back' || id === 'prompt.accept' || id === 'menu.choose';

type Fault = Pick<KeyProblem, 'message' | 'hint'>;

function unknownKey(text: string): Fault {
	const near = closest(text, KEY_NAMES);
	return {
		message: `'${text}' is no key`,
		hint: near === undefined ? 'a character, or a name such as enter, pgup, F5, ctrl-l, alt-x' : `did you mean ${near}?`,
	};
}

function refuse(command: Entry, key: string, chosen: ReadonlyMap<CommandId, readonly string[]>): Fault | undefined {
	if (key === 'ctrl-c') return {message: 'Ctrl-C always quits'};
	if (key === 'escape' && command.id === 'quit') return {message: 'Esc never quits'};
	if (isTyped(key) && command.modes.every((mode) => TYPING.includes(mode)))
		return {message: `${keyName(key)} writes a character where ${command.id} holds`, hint: 'choose a function key, or one with Ctrl'};
	const other = COMMANDS.find(({id, ...rest}) => chosen.get(id)?.includes(key) && doMeet({id, ...rest}, command));
	return other && {message: `${keyName(key)} is already given to ${other.id}`, hint: 'the first one keeps it'};
}

function nearCommand(name: string): string | undefined {
	const near = closest(
		name,
		COMMANDS.map(({id}) => id),
	);
	return near === undefined ? 'the help (?) and docs/dashboard.md list all commands' : `did you mean ${near}?`;
}
