import Fuse from 'fuse.js';
import type {KeyMap} from '../keys/key-map.ts';
import type {InputEvent} from '../terminal/input-decoder.ts';
import {Line} from '../terminal/line.ts';
import {cellWidth} from '../terminal/width.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import {type Box, fillLines} from '../widgets/box.ts';
import {arrayKeys, ListControl} from '../widgets/list-control.ts';
import {TextInput} from '../widgets/text-input.ts';
import type {Pane, Step} from './view.ts';

export interface MenuItem<Id extends string = string> {
	readonly id: Id;
	/** Before the label, in a column of its own: keys. */
	readonly lead?: string;
	readonly label: string;
	/** Beside the label. */
	readonly note?: string;
	readonly style?: StyleName;
	/** A switch that is on or off. */
	readonly on?: boolean;
	/** Why it cannot be chosen now. */
	readonly reason?: string;
}

export interface MenuOptions<Id extends string = string> {
	readonly title: string;
	readonly hint?: string;
	/** Made anew after each choice that leaves the menu open. */
	readonly items: () => readonly MenuItem<Id>[];
	readonly choose: (id: Id) => void;
	/** Puts an item before or behind its neighbour, where the order is the user's. */
	readonly shift?: (id: Id, step: 1 | -1) => void;
	/** Chosen to begin with. */
	readonly selected?: Id;
}

const MOST_LABEL_CELLS = 60;
const LEAD_CELLS = 17;
const HEAD_ROWS = 2;
/** For what is typed, beside the words that say so. */
const LEAST_INPUT_CELLS = 8;

/** Things to choose from: typing searches, Enter takes. */
export class MenuPane<Id extends string = string> implements Pane {
	readonly mode = 'menu';
	private readonly input = new TextInput();
	private readonly list = new ListControl();
	private shown: readonly MenuItem<Id>[];

	constructor(
		private readonly keys: KeyMap,
		private readonly options: MenuOptions<Id>,
	) {
		this.shown = options.items();
		this.setRows();
		if (options.selected !== undefined) this.list.select(options.selected);
	}

	choose(): void {
		const item = this.shown[this.list.index];
		if (item === undefined) return;
		this.options.choose(item.id);
		this.find();
		this.setRows();
	}

	/** Moves the item where the order is the user's, else the cursor of the search. */
	shift(step: 1 | -1): void {
		const item = this.shown[this.list.index];
		if (this.options.shift === undefined) this.input.moveTo(this.input.cursor + step);
		if (item === undefined || this.options.shift === undefined) return;
		this.options.shift(item.id, step);
		this.find();
		this.setRows();
		this.list.select(item.id);
	}

	handle(event: InputEvent): boolean {
		if (!this.input.handle(event)) return false;
		this.find();
		this.list.pin();
		this.setRows();
		return true;
	}

	navigate(step: Step): void {
		if (step === 'first') this.list.pin();
		else if (step === 'last') this.list.moveTo(this.shown.length - 1);
		else this.list.move({up: -1, down: 1, pageUp: -this.list.height, pageDown: this.list.height}[step]);
	}

	/** A click selects; one on what is selected takes it. */
	click(row: number): undefined {
		const at = this.list.offset + row - HEAD_ROWS;
		if (row < HEAD_ROWS || at >= this.shown.length) return;
		if (at === this.list.index) this.choose();
		else this.list.moveTo(at);
	}

	/** As many as without a search, so that nothing moves while one types. */
	sheetRows(): number {
		return HEAD_ROWS + this.options.items().length;
	}

	paint(box: Box, theme: Theme): string[] {
		this.list.resize(box.height - HEAD_ROWS);
		const {title, hint = `type to search, ${this.keys.hint('menu.choose')} takes`} = this.options;
		const heading = new Line(theme, box.width).skip(1).put(title, 'title');
		// What is typed stands behind it.
		if (heading.rest >= cellWidth(hint) + LEAST_INPUT_CELLS) heading.put(`  ${hint}`, 'muted');
		heading.skip(2);
		heading.put(this.input.beforeCursor, 'strong').put(this.input.atCursor, 'selection').put(this.input.afterCursor, 'strong');
		if (this.shown.length === 0) return fillLines([heading.end(), '', nothingFound(box.width, theme)], box.height);
		const room = {labelCells: this.labelCells(box.width), width: box.width};
		const rows = this.shown
			.slice(this.list.offset, this.list.offset + this.list.height)
			.map((item, at) => paintItem(item, {...room, isSelected: this.list.offset + at === this.list.index}, theme));
		return fillLines([heading.end(), '', ...rows], box.height);
	}

	private labelCells(width: number): number {
		const isLed = this.shown.some(({lead}) => lead !== undefined);
		const wanted = Math.max(0, ...this.shown.map(({label}) => cellWidth(label))) + 2;
		return isLed ? Math.max(wanted, width - LEAD_CELLS - 24) : Math.min(MOST_LABEL_CELLS, wanted);
	}

	private find(): void {
		const items = this.options.items();
		const query = this.input.value.trim();
		const fuse = () => new Fuse(items, {keys: ['label', 'note', 'lead'], threshold: 0.4, ignoreLocation: true});
		this.shown =
			query === ''
				? items
				: fuse()
						.search(query)
						.map(({item}) => item);
	}

	private setRows(): void {
		this.list.setRows(arrayKeys(this.shown, (item) => item.id));
	}
}

const nothingFound = (width: number, theme: Theme): string =>
	new Line(theme, width).skip(3).put('nothing fits what was typed', 'muted').end();

interface ItemPlace {
	readonly isSelected: boolean;
	readonly labelCells: number;
	readonly width: number;
}

function paintItem({lead, label, note, style, on, reason}: MenuItem, {isSelected, labelCells, width}: ItemPlace, theme: Theme): string {
	const isOff = reason !== undefined;
	const line = new Line(theme, width, isSelected ? 'selection' : 'text').put(isSelected ? ' ▸ ' : '   ', 'focus');
	if (on !== undefined) line.put(on ? '[x] ' : '[ ] ', on ? 'accent' : 'faint');
	if (lead !== undefined) line.cell(lead, LEAD_CELLS, isOff ? 'faint' : 'key');
	if (isOff) return line.put(label, 'faint').put(`  (${reason})`, 'faint').end();
	const rest = note === undefined || note === '' ? 0 : cellWidth(note) + 2;
	const isTight = lead !== undefined && cellWidth(label) + rest > line.rest;
	return isTight
		? line.put(label, style).end()
		: line
				.cell(label, Math.min(labelCells, line.rest - (lead === undefined ? 0 : rest)), style)
				.put(note ?? '', 'muted')
				.end();
}
