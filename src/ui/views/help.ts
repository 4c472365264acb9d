import {COMMANDS, type CommandId, isIn, type Mode} from '../keys/commands.ts';
import type {KeyMap} from '../keys/key-map.ts';
import {MenuPane} from './menu.ts';

export interface HelpOptions {
	readonly mode: Mode;
	readonly view: string;
	readonly keys: KeyMap;
	readonly why: (id: CommandId) => string | undefined;
	readonly title: string;
	/** The help is left first: the command acts on what is below. */
	readonly run: (id: CommandId) => void;
	/** What cannot be done now stands behind what can. */
	readonly possibleFirst?: boolean;
}

/** Every command of the mode below, with its keys and the name that the configuration calls it by. */
export function createHelp({mode, view, keys, why, title, run, possibleFirst = false}: HelpOptions): MenuPane<CommandId> {
	const commands = COMMANDS.filter((command) => isIn(command, mode, view));
	return new MenuPane(keys, {
		title,
		hint: `type to search, ${keys.hint('menu.choose')} runs`,
		items: () => {
			const items = commands.map(({id, title: label}) => ({id, lead: keys.names(id), label, note: id, reason: why(id)}));
			const isImpossible = ({reason}: {readonly reason?: string}): number => (reason === undefined ? 0 : 1);
			return possibleFirst ? items.sort((a, b) => isImpossible(a) - isImpossible(b)) : items;
		},
		choose: run,
	});
}
