import {cellWidth} from '../terminal/width.ts';
import {COMMANDS, type CommandId, isIn, type Mode} from './commands.ts';
import type {KeyMap} from './key-map.ts';
import {keyName} from './key-names.ts';

export interface FooterItem {
	readonly id: CommandId;
	readonly key: string;
	readonly label: string;
	/** First cell, and cells. */
	readonly x: number;
	readonly width: number;
}

export interface FooterOptions {
	readonly keys: KeyMap;
	readonly mode: Mode;
	readonly view: string;
	readonly width: number;
	/** Instead of the table's labels; '' for none. */
	readonly labels: Readonly<Partial<Record<CommandId, string>>>;
	readonly isEnabled: (id: CommandId) => boolean;
}

const GAP = 2;

/** Ways out: they have their room before all others, and stand last. */
const ALWAYS: readonly CommandId[] = ['clear', 'back', 'quit'];

/** What must not be overlooked: it stands in its place, and others give it their room. */
const FIRST: readonly CommandId[] = ['save'];

/** The keys of the mode that fit into one line; a disabled command gives its room away. */
export function footerItems(options: FooterOptions): FooterItem[] {
	const all = COMMANDS.flatMap((command) => offer(command, options));
	const last = all.filter(({id}) => ALWAYS.includes(id));
	const reserved = last.reduce((sum, {width}) => sum + width + GAP, 0);
	const items: FooterItem[] = [];
	let x = 1;
	const place = (item: Offer, room: number): void => {
		if (x + item.width > room) return;
		items.push({...item, x});
		x += item.width + GAP;
	};
	let kept = all.filter(({id}) => FIRST.includes(id)).reduce((sum, {width}) => sum + width + GAP, 0);
	for (const item of all) {
		if (last.includes(item)) continue;
		if (FIRST.includes(item.id)) kept -= item.width + GAP;
		place(item, options.width - reserved - kept);
	}
	for (const item of last) place(item, options.width);
	return items;
}

type Offer = Omit<FooterItem, 'x'>;

function offer(command: (typeof COMMANDS)[number], {mode, view, keys, labels, isEnabled}: FooterOptions): Offer[] {
	const [first] = keys.keysOf(command.id);
	if (!('label' in command) || first === undefined || !isIn(command, mode, view) || !isEnabled(command.id)) return [];
	const label = labels[command.id] ?? command.label;
	if (label === '') return [];
	const key = keyName(first);
	return [{id: command.id, key, label, width: cellWidth(key) + 1 + cellWidth(label)}];
}
