import type {ScreenFigures} from './views/system.ts';

/** What the dashboard needs of the terminal it runs in. */
export interface DashboardHost {
	readonly redraw: () => void;
	readonly invalidate: () => void;
	readonly suspend: () => void;
	readonly exit: (code: number) => void;
	/** Names of themes, the one in use, and the change to another; what is wrong in it comes back. */
	readonly themes: () => readonly string[];
	readonly themeName: () => string;
	readonly setTheme: (name: string) => readonly string[];
	readonly writeTerminal: (text: string) => void;
	readonly figures: () => ScreenFigures;
	readonly size: () => {readonly columns: number; readonly rows: number};
}
