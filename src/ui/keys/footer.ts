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
	readonly labels: Readonly<Partial<Record<CommandId, string>>>;
	readonly isEnabled: (id: CommandId) => boolean;
}

const GAP = 2;

/** The keys of the mode that fit into one line; a disabled command gives its room away. */
export function footerItems(options: FooterOptions): FooterItem[] {
	const items: FooterItem[] = [];
	let x = 1;
	for (const command of COMMANDS) {
		if (!('label' in command) || !isIn(command, options.mode, options.view) || !options.isEnabled(command.id)) continue;
		const label = options.labels[command.id] ?? command.label;
		const [first] = options.keys.keysOf(command.id);
		if (first === undefined) continue;
		const key = keyName(first);
		const width = cellWidth(key) + 1 + cellWidth(label);
		if (x + width > options.width) continue;
		items.push({id: command.id, key, label, x, width});
		x += width + GAP;
	}
	return items;
}
