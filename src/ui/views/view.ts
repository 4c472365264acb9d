import type {Alert} from '../../alerts/alert.ts';
import type {Term} from '../../tuning/draft.ts';
import type {CommandId, Mode} from '../keys/commands.ts';
import type {AlertFilter} from '../store/alert-filter.ts';
import type {ExportForm} from '../store/export.ts';
import type {InputEvent} from '../terminal/input-decoder.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';

export type Step = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** Something that fills the body: a view, or what lies over it. */
export interface Pane {
	readonly mode: Mode;
	/** Rows it needs at most, where it lies over another pane that stays in sight; without it the body is its own. */
	sheetRows?(): number;
	/** Lines of the box; no more, no less. */
	paint(box: Box, theme: Theme): string[];
	navigate?(step: Step): void;
	/** Keys that no command of the mode takes, and pasted text. True where it was used. */
	handle?(event: InputEvent): boolean;
	/** The cell of the body that was clicked; gives the command that a click there means, such as opening what was selected. */
	click?(row: number, x: number): CommandId | undefined;
	/** Text as it may be copied, one entry for each offer of the copy menu. */
	copies?(): readonly CopyOffer[];
	/** Rows for an export. */
	exportRows?(form: ExportForm): unknown[];
	/** What lies over the view is gone. */
	close?(): void;
	/** The alert that whitelisting starts from. */
	alert?(): Alert | undefined;
	/** What an exception is made for, where that is not the group of `alert`; `terms`: what to begin with. */
	seed?(): ExceptionSeed | undefined;
}

/** Alerts of one rule that an exception is to silence. */
export interface ExceptionSeed {
	readonly alerts: readonly Alert[];
	readonly terms?: readonly Term[];
	/** Tagged rows that the alerts are of. */
	readonly taggedRows?: number;
}

export interface CopyOffer {
	readonly label: string;
	readonly text: string;
}

/** One of the numbered views. */
export interface View extends Pane {
	readonly id: string;
	readonly title: string;
	/** For tabs where there is little room. */
	readonly shortTitle?: string;
	/** What it lets through, where it is a list of alerts that was opened from elsewhere; all others share one. */
	readonly alertFilter?: AlertFilter;
	/** Takes the store's present state; not called while the screen is paused. */
	refresh(nowMs: number): void;
	search?(query: string): void;
	/** How many fit so far, and whether some are not asked yet. */
	readonly matches?: {readonly count: number; readonly isBusy: boolean};
	searchNext?(direction: 1 | -1): void;
	sortBy?(step: 1 | -1): void;
	reverse?(): void;
	/** Where rows are sorted: whether they wait while somebody moves. */
	readonly order?: {release(): void};
}

/** Whether what lies on the stack is a view of its own: a list that was opened from another. */
export const isView = (pane: Pane): pane is View => pane.mode === 'view';
