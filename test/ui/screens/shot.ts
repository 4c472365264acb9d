import type {Mode} from '../../../src/ui/keys/commands.ts';
import {TableView} from '../../../src/ui/views/table-view.ts';
import type {Column} from '../../../src/ui/widgets/columns.ts';
import type {Grid} from './grid.ts';
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
	/** What was written for it. */
	readonly written: string;
	readonly mode: Mode;
	readonly viewId: string;
	readonly viewTitles: readonly (string | undefined)[];
	readonly hasDialog: boolean;
	/** A dialog or a prompt takes room from the list. */
	readonly isCovered: boolean;
	readonly table: TableShot | undefined;
}

/** Every screen there is, in one size and theme: those of the busy machine one after the other on one terminal. */
export async function shootAll(options: StageOptions): Promise<Shot[]> {
	const shots: Shot[] = [];
	const stage = busyStage(options);
	try {
		for (const scene of SCENES) {
			const from = stage.written.length;
			await enter(stage, scene);
			shots.push(await shoot(stage, scene.name, scene.kind, from));
			await leave(stage, scene);
		}
	} finally {
		stage.close();
	}
	for (const solo of SOLOS) shots.push(await shootSolo(solo, options));
	return shots;
}

async function shootSolo({name, kind, open, keys, shows}: (typeof SOLOS)[number], options: StageOptions): Promise<Shot> {
	const stage = open(options);
	try {
		stage.press(...(keys ?? []));
		await stage.until(shows);
		return await shoot(stage, name, kind, 0);
	} finally {
		stage.close();
	}
}

export async function shoot(stage: Stage, name: string, kind: SceneKind, from: number): Promise<Shot> {
	const grid = await stage.frame();
	const {dashboard} = stage;
	const {view} = dashboard;
	return {
		name,
		kind,
		options: stage.options,
		grid,
		fresh: await stage.freshGrid(),
		composed: stage.composed,
		written: stage.written.slice(from),
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
export const shotName = ({name, options}: Shot): string => `${optionsName(options)}: ${name}`;

export const optionsName = ({columns, rows, themeName = 'dark', depth = 24}: StageOptions): string =>
	`${columns}×${rows} ${themeName}, ${depth === 0 ? 'no colours' : depth === 24 ? '24 bit' : `${2 ** depth} colours`}`;
