import type {FooterItem} from '../keys/footer.ts';
import type {Theme} from '../theme/theme.ts';

/** What Ink draws. Only our own words and what the user typed: Ink keeps every text it ever measured. */
export interface ChromeModel {
	readonly columns: number;
	readonly theme: Theme;
	readonly title: string;
	readonly subtitle: string;
	/** Cells at the right of the first line that are painted by ourselves. */
	readonly liveWidth: number;
	readonly tabs: readonly Tab[];
	readonly filter: string;
	readonly footer: readonly FooterItem[];
	readonly dialog: DialogModel | undefined;
}

export interface Tab {
	readonly number: string;
	readonly title: string;
	readonly isActive: boolean;
	readonly x: number;
	readonly width: number;
}

/** A question or a menu above the footer. */
export interface DialogModel {
	readonly title: string;
	readonly lines: readonly string[];
	readonly items: readonly {readonly key: string; readonly label: string}[];
}

/** The header and the tabs, above the panes. */
export const TOP_ROWS = 2;
export const FOOTER_ROWS = 1;

export const dialogHeight = (dialog: DialogModel | undefined): number =>
	dialog === undefined ? 0 : 2 + dialog.lines.length + dialog.items.length;

/** Rows of all that Ink draws: what stands above the panes, then what stands below them. */
export const chromeHeight = (model: ChromeModel): number => TOP_ROWS + dialogHeight(model.dialog) + FOOTER_ROWS;
