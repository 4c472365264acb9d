import type {Mode} from '../../../src/ui/keys/commands.ts';
import {TableView} from '../../../src/ui/views/table-view.ts';
import type {Column} from '../../../src/ui/widgets/columns.ts';
import type {Grid} from './grid.ts';
import type {Look, LookOptions} from './look.ts';
import {busyStage} from './machine.ts';
import {enter, leave, SCENES, type SceneKind, SOLOS} from './scenes.ts';
import type {Stage, StageOptions} from './stage.ts';

/** What of a table is on a screen. */
export interface TableShot {
	readonly columns: readonly Column<unknown>[];
	/** Row of the screen its headings are in. */
	readonly headingRow: number;
	/** Its cells end before this column of the screen: what stands beside it follows. */
	readonly width: number;
	readonly visibleRows: number;
}

/** A screen, and what the dashboard says of itself meanwhile. */
export interface Shot {
	readonly name: string;
	readonly kind: SceneKind;
	readonly options: StageOptions;
	readonly grid: Grid;
	/** The same frame on an empty terminal. */
	readonly fresh: Grid;
	readonly composed: readonly string[];
	/** What was written to its terminal for it, and on the way to it. */
	readonly written: string;
	readonly mode: Mode;
	readonly viewId: string;
	readonly viewTitles: readonly (string | undefined)[];
	readonly hasDialog: boolean;
	/** A dialog or a prompt takes room from the list. */
	readonly isCovered: boolean;
	readonly table: TableShot | undefined;
}

/** Every screen there is, in one size: those of the busy machine one after the other on one terminal for each look. */
export async function shootAll(options: StageOptions): Promise<Shot[]> {
	const shots: Shot[] = [];
	const stage = busyStage(options);
	try {
		for (const scene of SCENES) {
			await enter(stage, scene);
			shots.push(...(await shoot(stage, scene.name, scene.kind)));
			await leave(stage, scene);
		}
	} finally {
		stage.close();
	}
	for (const solo of SOLOS) shots.push(...(await shootSolo(solo, options)));
	return shots;
}

async function shootSolo({name, kind, open, keys, shows}: (typeof SOLOS)[number], options: StageOptions): Promise<Shot[]> {
	const stage = open(options);
	try {
		stage.press(...(keys ?? []));
		await stage.until(shows);
		return await shoot(stage, name, kind);
	} finally {
		stage.close();
	}
}

/** The screen of this moment in every look of the stage. */
export async function shoot(stage: Stage, name: string, kind: SceneKind): Promise<Shot[]> {
	const shots: Shot[] = [];
	for (const look of stage.looks) shots.push(await shootLook(stage, look, name, kind));
	return shots;
}

async function shootLook(stage: Stage, look: Look, name: string, kind: SceneKind): Promise<Shot> {
	const grid = await stage.frame(look);
	const {dashboard} = stage;
	const {view} = dashboard;
	return {
		name,
		kind,
		options: {...stage.options, ...look.options},
		grid,
		fresh: await look.freshGrid(),
		composed: look.composed,
		written: look.news(),
		mode: dashboard.mode,
		viewId: view.id,
		viewTitles: [view.title, view.shortTitle],
		hasDialog: dashboard.dialog !== undefined,
		isCovered: dashboard.dialog !== undefined || dashboard.prompt !== undefined,
		// A dialog on a low screen leaves nothing of the list.
		table:
			kind === 'table' && view instanceof TableView && (dashboard.dialog === undefined || grid.rows >= 24)
				? tableShot(view as TableView<unknown>, grid)
				: undefined,
	};
}

function tableShot(view: TableView<unknown>, grid: Grid): TableShot {
	const columns = view.columns.filter(({title}) => title !== '');
	const kept = columns.filter(({drop}) => drop === undefined);
	const headingRow = grid.lines.findIndex((line, at) => at >= 2 && kept.every(({title}) => line.includes(title)));
	const side = grid.lines[headingRow]?.indexOf('│') ?? -1;
	return {
		columns,
		headingRow,
		width: side < 0 ? grid.columns : side,
		visibleRows: Math.min(view.rows.length - view.list.offset, view.list.height),
	};
}

/** `80×24 dark, 24 bit: alerts`. */
export const shotName = ({name, options}: Shot): string => `${options.columns}×${options.rows} ${lookName(options)}: ${name}`;

export const lookName = ({themeName = 'dark', depth = 24}: LookOptions): string =>
	`${themeName}, ${depth === 0 ? 'no colours' : depth === 24 ? '24 bit' : `${2 ** depth} colours`}`;
