import Fuse from 'fuse.js';
import type {InputEvent} from '../terminal/input-decoder.ts';
import {Line} from '../terminal/line.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import {type Box, fillLines} from '../widgets/box.ts';
import {arrayKeys, ListControl} from '../widgets/list-control.ts';
import {TextInput} from '../widgets/text-input.ts';
import type {Pane, Step} from './view.ts';

export interface MenuItem {
	readonly id: string;
	readonly label: string;
	/** Beside the label. */
	readonly note?: string;
	readonly style?: StyleName;
	/** A switch that is on or off. */
	readonly on?: boolean;
}

export interface MenuOptions {
	readonly title: string;
	/** Made anew after each choice that leaves the menu open. */
	readonly items: () => readonly MenuItem[];
	readonly choose: (id: string) => void;
	/** Chosen to begin with. */
	readonly selected?: string;
}

const MOST_LABEL_CELLS = 60;

/** Things to choose from: typing searches, Enter takes. */
export class MenuPane implements Pane {
	readonly mode = 'menu';
	private readonly input = new TextInput();
	private readonly list = new ListControl();
	private shown: readonly MenuItem[];

	constructor(private readonly options: MenuOptions) {
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

	click(row: number): void {
		if (row >= 2) this.list.moveTo(this.list.offset + row - 2);
	}

	paint(box: Box, theme: Theme): string[] {
		this.list.resize(box.height - 2);
		const heading = new Line(theme, box.width).skip(1).put(this.options.title, 'title').put('  type to search, ↵ takes  ', 'muted');
		heading.put(this.input.beforeCursor, 'strong').put(this.input.atCursor, 'selection').put(this.input.afterCursor, 'strong');
		const labelCells = Math.min(MOST_LABEL_CELLS, Math.max(0, ...this.shown.map(({label}) => label.length)) + 2);
		const rows = this.shown
			.slice(this.list.offset, this.list.offset + this.list.height)
			.map((item, at) => paintItem(item, {isSelected: this.list.offset + at === this.list.index, labelCells, width: box.width}, theme));
		return fillLines([heading.end(), '', ...rows], box.height);
	}

	private find(): void {
		const items = this.options.items();
		const query = this.input.value.trim();
		if (query === '') this.shown = items;
		else this.shown = new Fuse(items, {keys: ['label', 'note'], threshold: 0.4, ignoreLocation: true}).search(query).map(({item}) => item);
	}

	private setRows(): void {
		this.list.setRows(arrayKeys(this.shown, (item) => item.id));
	}
}

interface ItemPlace {
	readonly isSelected: boolean;
	readonly labelCells: number;
	readonly width: number;
}

function paintItem({label, note, style, on}: MenuItem, {isSelected, labelCells, width}: ItemPlace, theme: Theme): string {
	const line = new Line(theme, width, isSelected ? 'selection' : 'text').put(isSelected ? ' ▸ ' : '   ', 'focus');
	if (on !== undefined) line.put(on ? '[x] ' : '[ ] ', on ? 'accent' : 'faint');
	return line
		.cell(label, labelCells, style)
		.put(note ?? '', 'muted')
		.end();
}
