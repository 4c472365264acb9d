import {dialogHeight, FOOTER_ROWS, type Tab, TOP_ROWS} from '../chrome/model.ts';
import type {Chrome} from '../chrome/mount.tsx';
import type {Dashboard} from '../dashboard.ts';
import {whyNot} from '../keys/actions.ts';
import type {CommandId} from '../keys/commands.ts';
import {runCommand} from '../keys/dispatch.ts';
import {whatEscLeaves} from '../keys/filter-actions.ts';
import {type FooterItem, footerItems} from '../keys/footer.ts';
import type {InputEvent} from '../terminal/input-decoder.ts';
import {Line} from '../terminal/line.ts';
import {showText} from '../terminal/sanitize.ts';
import {cellWidth, cutCells, paintedWidth} from '../terminal/width.ts';
import type {Theme} from '../theme/theme.ts';
import type {View} from '../views/view.ts';
import {fillLines} from '../widgets/box.ts';
import {liveWidth, paintBanners, paintLive, paintNotice} from './header.ts';
import {paintSheet, rowsAboveSheet} from './sheet.ts';

export interface Size {
	readonly columns: number;
	readonly rows: number;
}

const TITLE = 'falconer';
const MIN_COLUMNS = 60;
const MIN_ROWS = 12;
const WHEEL_ROWS = 3;
/** Most cells that the filter takes from the titles of the tabs. */
const FILTER_CELLS = 48;

/** Puts a frame together: Ink's chrome around the hot panes. Knows what stands where. */
export class Composer {
	private footer: readonly FooterItem[] = [];
	private tabs: readonly Tab[] = [];
	private bodyTop = TOP_ROWS;
	private rows = 0;

	constructor(
		private readonly dashboard: Dashboard,
		private readonly chrome: Chrome,
		public theme: Theme,
	) {}

	compose(size: Size): string[] {
		const {columns, rows} = size;
		this.rows = rows;
		if (columns < MIN_COLUMNS || rows < MIN_ROWS) return this.paintCard(size);
		this.dashboard.refresh();
		const live = liveWidth(columns);
		const chrome = this.drawChrome(size, live);
		const header = joinLine(chrome[0] ?? '', columns - live, paintLive(this.dashboard, columns, this.theme));
		const dialogRows = dialogHeight(this.dashboard.dialog?.model);
		const body = this.paintBody(columns, rows - TOP_ROWS - FOOTER_ROWS - dialogRows);
		return fillLines([header, chrome[1] ?? '', ...body, ...chrome.slice(TOP_ROWS)], rows);
	}

	mouse(event: Extract<InputEvent, {kind: 'mouse'}>): void {
		const {dashboard} = this;
		if (event.action === 'wheel-up' || event.action === 'wheel-down') {
			for (let row = 0; row < WHEEL_ROWS; row++) dashboard.pane.navigate?.(event.action === 'wheel-up' ? 'up' : 'down');
		} else if (event.action === 'press') this.press(event.x, event.y);
		dashboard.host.redraw();
	}

	private press(x: number, y: number): void {
		const {dashboard} = this;
		dashboard.store.log.tell(undefined);
		const isIn = (item: {readonly x: number; readonly width: number}): boolean => x >= item.x && x < item.x + item.width;
		if (y === this.rows - 1) {
			const item = this.footer.find(isIn);
			if (item !== undefined) runCommand(dashboard, item.id);
		} else if (y === 1) {
			const at = this.tabs.findIndex(isIn);
			if (at >= 0) this.pressTab(at);
		} else if (dashboard.dialog === undefined && dashboard.prompt === undefined) {
			const meant = dashboard.pane.click?.(y - this.bodyTop, x);
			if (meant !== undefined) runCommand(dashboard, meant);
		}
	}

	/** What is being written or asked is not left by the way. */
	private pressTab(at: number): void {
		const {dashboard} = this;
		const {mode, keys, store} = dashboard;
		const isBusy = mode === 'prompt' || mode === 'dialog' || dashboard.stack.some((pane) => pane.mode === 'whitelist');
		if (isBusy) store.log.tell(`${keys.hint('back')} leaves this first`);
		else dashboard.show(at);
	}

	private drawChrome({columns}: Size, live: number): readonly string[] {
		const {dashboard, theme} = this;
		const {source} = dashboard.store;
		this.tabs = placeTabs(dashboard, columns);
		this.footer = footerItems({
			keys: dashboard.keys,
			mode: dashboard.mode,
			view: dashboard.view.id,
			width: columns,
			labels: footerLabels(dashboard),
			isEnabled: (id) => whyNot(id, dashboard) === undefined,
		});
		const readOnly = dashboard.isReadOnly ? 'read-only · ' : '';
		const named = source === undefined ? 'starting' : `${readOnly}${showText(source.hostname)} · ${showText(source.label)}`;
		// Ink measures some characters narrower than terminals do: what it lays out fits by our measure, too.
		const subtitle = cutCells(named, Math.max(0, columns - live - cellWidth(` ${TITLE}  `)));
		return this.chrome.draw({
			columns,
			theme,
			title: TITLE,
			subtitle,
			liveWidth: live,
			tabs: this.tabs,
			filter: cutCells(showText(shownFilter(dashboard)), columns),
			footer: this.footer,
			dialog: dashboard.dialog?.model,
		});
	}

	private paintBody(width: number, height: number): string[] {
		const {dashboard, theme} = this;
		const banners = paintBanners(dashboard, width, theme);
		const prompt = dashboard.prompt?.paint(width, theme) ?? [];
		const notice = paintNotice(dashboard, width, theme);
		const below = [...prompt, ...notice];
		const box = {width, height: Math.max(1, height - banners.length - below.length)};
		const above = rowsAboveSheet(dashboard.pane, box.height);
		this.bodyTop = TOP_ROWS + banners.length + (above === 0 ? 0 : above + 1);
		const pane = paintSheet(dashboard.pane, dashboard.stack.at(-2) ?? dashboard.view, box, theme);
		return fillLines([...banners, ...pane, ...below], height);
	}

	/** Too small for anything that could be read. */
	private paintCard({columns, rows}: Size): string[] {
		// Nothing that can be clicked is in sight.
		this.footer = [];
		this.tabs = [];
		const {keys, dialog} = this.dashboard;
		const texts =
			dialog === undefined
				? ['falconer', `needs ${MIN_COLUMNS}×${MIN_ROWS} cells`, `this is ${columns}×${rows}`, `${keys.hint('quit')} quits`]
				: [dialog.model.title, ...dialog.model.items.map(({key, label}) => `${key} ${label}`)];
		const top = Math.max(0, Math.floor((rows - texts.length) / 2));
		const lines = texts.map((text, at) =>
			new Line(this.theme, columns)
				.skip(Math.max(0, Math.floor((columns - text.length) / 2)))
				.put(text, at === 0 ? 'title' : 'muted')
				.end(),
		);
		return fillLines([...new Array<string>(top).fill(''), ...lines], rows);
	}
}

/** Only where it hides something: the view of events shows its own, and no other view is filtered. */
const shownFilter = (dashboard: Dashboard): string => (dashboard.view.id === 'alerts' ? (dashboard.filter?.text ?? '') : '');

/** Where the tabs stand: one blank before the first, two between. Where there is no room titles get short, then only the present one stays. */
function placeTabs(dashboard: Dashboard, columns: number): Tab[] {
	const {views, viewIndex} = dashboard;
	const title = (view: View, at: number, tier: number): string => {
		if (tier === 0) return view.title;
		return tier === 1 || at === viewIndex ? (view.shortTitle ?? view.title) : '';
	};
	const place = (tier: number): Tab[] => {
		let x = 1;
		return views.map((view, at) => {
			const shown = title(view, at, tier);
			const width = cellWidth(`${at + 1} ${shown}`.trimEnd());
			const tab = {number: String(at + 1), title: shown, isActive: at === viewIndex, x, width};
			x += width + (shown === '' ? 3 : 2);
			return tab;
		});
	};
	// The filter stands at the right, two blanks after the tabs, one before the edge: what hides alerts must be legible.
	const filter = shownFilter(dashboard);
	const reserved = filter === '' ? 0 : Math.min(FILTER_CELLS, 'filter: '.length + 3 + cellWidth(filter));
	const fits = (tabs: readonly Tab[]): boolean => tabs[tabs.length - 1].x + tabs[tabs.length - 1].width + reserved <= columns;
	return [0, 1, 2].map(place).find(fits) ?? place(2);
}

function footerLabels(dashboard: Dashboard): Partial<Record<CommandId, string>> {
	const {unsaved} = dashboard.desk;
	return {
		...(unsaved > 0 && {save: `Save (${unsaved})`}),
		raw: dashboard.showsGroups ? 'Raw' : 'Groups',
		pause: dashboard.isPaused || dashboard.replay.isPaused ? 'Continue' : 'Pause',
		clear: whatEscLeaves(dashboard),
	};
}

/** Two painted parts in one line, the second beginning at a column. */
function joinLine(left: string, column: number, right: string): string {
	return `${left}\x1b[0m${' '.repeat(Math.max(0, column - paintedWidth(left)))}${right}`;
}
