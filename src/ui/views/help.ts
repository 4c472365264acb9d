import Fuse from 'fuse.js';
import {COMMANDS, type CommandId, isIn, keyName, type Mode} from '../keys/commands.ts';
import type {InputEvent} from '../terminal/input-decoder.ts';
import {Line} from '../terminal/line.ts';
import type {Theme} from '../theme/theme.ts';
import {type Box, fillLines} from '../widgets/box.ts';
import {arrayKeys, ListControl} from '../widgets/list-control.ts';
import {TextInput} from '../widgets/text-input.ts';
import type {Pane, Step} from './view.ts';

interface Entry {
	readonly id: CommandId;
	readonly keys: string;
	readonly title: string;
	/** Why it cannot be used now. */
	readonly reason: string | undefined;
}

export interface HelpOptions {
	readonly mode: Mode;
	readonly view: string;
	readonly why: (id: CommandId) => string | undefined;
	readonly title: string;
}

const KEY_CELLS = 20;

/** Every command of the mode below; typing searches, Enter runs what is selected. */
export class HelpPane implements Pane {
	readonly mode = 'help';
	private readonly input = new TextInput();
	private readonly list = new ListControl();
	private readonly entries: readonly Entry[];
	private shown: readonly Entry[];

	constructor(private readonly options: HelpOptions) {
		this.entries = COMMANDS.filter((command) => isIn(command, options.mode, options.view)).map((command) => ({
			id: command.id,
			keys: command.keys.map(keyName).join(' '),
			title: command.title,
			reason: options.why(command.id),
		}));
		this.shown = this.entries;
		this.list.setRows(arrayKeys(this.shown, (entry) => entry.id));
	}

	get selected(): CommandId | undefined {
		return this.shown[this.list.index]?.id;
	}

	/** Everything that is typed searches; only keys that type nothing move. */
	handle(event: InputEvent): boolean {
		if (!this.input.handle(event)) return false;
		const query = this.input.value.trim();
		const fuse = new Fuse(this.entries, {keys: ['title', 'keys'], threshold: 0.4, ignoreLocation: true});
		this.shown = query === '' ? this.entries : fuse.search(query).map((found) => found.item);
		this.list.pin();
		this.list.setRows(arrayKeys(this.shown, (entry) => entry.id));
		return true;
	}

	navigate(step: Step): void {
		if (step === 'first') this.list.pin();
		else if (step === 'last') this.list.moveTo(this.shown.length - 1);
		else this.list.move({up: -1, down: 1, pageUp: -this.list.height, pageDown: this.list.height}[step]);
	}

	click(row: number): void {
		if (row >= 2) this.list.moveTo(this.list.offset + row - 2);
	}

	paint(box: Box, theme: Theme): string[] {
		this.list.resize(box.height - 2);
		const heading = new Line(theme, box.width).skip(1).put(this.options.title, 'title').put('  type to search, ↵ runs  ', 'muted');
		heading.put(this.input.beforeCursor, 'strong').put(this.input.atCursor, 'selection').put(this.input.afterCursor, 'strong');
		const end = this.list.offset + this.list.height;
		const rows = this.shown
			.slice(this.list.offset, end)
			.map((entry, at) => paintEntry(entry, this.list.offset + at === this.list.index, box.width, theme));
		return fillLines([heading.end(), '', ...rows], box.height);
	}
}

function paintEntry(entry: Entry, isSelected: boolean, width: number, theme: Theme): string {
	const line = new Line(theme, width, isSelected ? 'selection' : 'text').put(isSelected ? ' ▸ ' : '   ', 'focus');
	line
		.cell(entry.keys, KEY_CELLS, entry.reason === undefined ? 'key' : 'faint')
		.put(entry.title, entry.reason === undefined ? 'text' : 'faint');
	if (entry.reason !== undefined) line.put(`  (${entry.reason})`, 'faint');
	return line.end();
}
