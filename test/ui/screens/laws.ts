import {COMMANDS, isIn} from '../../../src/ui/keys/commands.ts';
import {keyName} from '../../../src/ui/keys/key-names.ts';
import {isSafeText} from '../../../src/ui/terminal/sanitize.ts';
import {cellWidth} from '../../../src/ui/terminal/width.ts';
import {contrast, GROUNDS, groundContrast} from './contrast.ts';
import type {Shot} from './shot.ts';

/** What is wrong with a screen; nothing where the law holds. */
export type Law = (shot: Shot) => readonly string[];

const SGR = /\x1b\[[\d;]*m/g;
const TOP_ROWS = 2;

const fitsTheScreen: Law = ({composed, grid}) => [
	...(composed.length === grid.rows ? [] : [`${composed.length} rows were composed for ${grid.rows}`]),
	...composed.flatMap((row, at) => {
		const width = cellWidth(row.replace(SGR, ''));
		return width <= grid.columns ? [] : [`row ${at} is ${width} cells wide: ${row.replace(SGR, '')}`];
	}),
];

const headerStands: Law = ({grid, viewTitles, options}) => {
	const [header, tabs] = grid.lines;
	const wrong: string[] = [];
	if (!header.startsWith(' falconer  ')) wrong.push(`the header begins: ${header}`);
	if (!/drops +\d/.test(header)) wrong.push(`the header tells no drops: ${header}`);
	for (let number = 1; number <= 8; number++) if (!new RegExp(`\\b${number}\\b`).test(tabs)) wrong.push(`no view ${number}: ${tabs}`);
	if (!viewTitles.some((title) => title !== undefined && tabs.includes(title))) wrong.push(`the view is not named: ${tabs}`);
	if (options.columns >= 80 && header.includes('…') && !header.includes('replay')) wrong.push(`the header is cut: ${header}`);
	return wrong;
};

/** Every key in the footer is a command's of this mode, whole, and there is one at least. */
const footerFits: Law = ({grid, mode, viewId}) => {
	const footer = grid.lines.at(-1)!.trim();
	if (footer === '') return ['the footer is empty'];
	return footer.split(/ {2,}/).flatMap((item) => {
		const [key, ...words] = item.split(' ');
		const label = words.join(' ');
		const command = COMMANDS.find((command) => isIn(command, mode, viewId) && command.keys.some((own) => keyName(own) === key));
		if (command === undefined) return [`${key} is no key of ${mode} in ${viewId}: ${footer}`];
		return label === '' || item.includes('…') ? [`the footer is cut: ${footer}`] : [];
	});
};

/** Where each heading stands. */
function headingPlaces({grid, table}: Shot): {title: string; from: number; to: number; isRight: boolean}[] {
	if (table === undefined || table.headingRow < 0) return [];
	const heading = grid.lines[table.headingRow].slice(0, table.width);
	let at = 0;
	return table.columns.flatMap(({title, align}) => {
		const place = new RegExp(`(?<![^ ])${title.replace(/[/]/g, '\\/')}(?![A-Za-z/])`).exec(heading.slice(at));
		if (place === null) return [];
		const from = at + place.index;
		at = from + title.length;
		return [{title, from, to: at, isRight: align === 'right'}];
	});
}

const columnsStandUnderTheirHeadings: Law = (shot) => {
	const {table, grid} = shot;
	if (table === undefined) return [];
	if (table.headingRow < 0) return ['the headings are not on the screen'];
	const places = headingPlaces(shot);
	const wrong: string[] = [];
	for (let row = table.headingRow + 1; row <= table.headingRow + table.visibleRows; row++) {
		const line = grid.lines[row].padEnd(grid.columns);
		places.forEach(({title, from, to, isRight}, at) => {
			const isBlank = (column: number): boolean => line[column] === ' ';
			if (isRight) {
				const before = places[at - 1]?.to ?? 3;
				const own = line.slice(before, to);
				if (!isBlank(to) || (own.trim() !== '' && isBlank(to - 1))) wrong.push(`${title} is not right-aligned: ${line.trimEnd()}`);
			} else if (from >= 2 && at > 0 && (!isBlank(from - 1) || !isBlank(from - 2)))
				wrong.push(`${title} runs into its gap: ${line.trimEnd()}`);
		});
	}
	return wrong;
};

const headingsAreWhole: Law = ({grid, table, kind, options}) => {
	if (table !== undefined) {
		const heading = grid.lines[table.headingRow]?.slice(0, table.width) ?? '';
		return heading.includes('…') ? [`a heading is cut: ${heading}`] : [];
	}
	// Of what lies over a view the first row is its heading; small screens may cut the rule it names.
	// A short menu stands below a line, under what it was opened from.
	const sheet = kind === 'choice' ? grid.lines.findIndex((line) => /^─+$/.test(line)) : -1;
	const heading = grid.lines[sheet < 0 ? TOP_ROWS : sheet + 1];
	return kind !== 'empty' && options.columns >= 80 && heading.includes('…') ? [`the heading is cut: ${heading}`] : [];
};

/** Words of our own, not of events: what an empty view tells, notices, banners, the heads above tables. */
const ownWordsAreWhole: Law = ({grid, kind, options, table, viewId}) => {
	if (options.columns < 80) return [];
	const end = kind === 'empty' || viewId === 'system' ? grid.rows : (table?.headingRow ?? TOP_ROWS);
	return grid.lines
		.slice(TOP_ROWS, end)
		.flatMap((line) => (line.includes('…') && !line.includes('Starting') ? [`our own words are cut: ${line}`] : []));
};

/** What will be written can be read whole before it is. */
const theChangeIsWhole: Law = ({grid, mode}) =>
	mode === 'diff' ? grid.lines.slice(TOP_ROWS + 1).filter((line) => line.includes('…')) : [];

const SELECTED = /^ ?▸ ?/;

const selectionIsMarked: Law = ({grid, kind, table, isCovered, options}) => {
	if (kind !== 'table' && kind !== 'choice' && kind !== 'form') return [];
	if (isCovered && options.rows < 24) return [];
	const from = table?.headingRow ?? TOP_ROWS;
	const marked = grid.lines.flatMap((line, row) => (row > from && SELECTED.test(line) ? [row] : []));
	if (marked.length !== 1) return [`${marked.length} rows are marked as selected`];
	const ground = GROUNDS[options.themeName === 'light' ? 'light' : 'dark'];
	const first = grid.lines[marked[0]].search(/[^▸ ]/);
	const cell = grid.cells[marked[0]][first];
	const isSeen = groundContrast(cell, ground) >= LEAST_SELECTION;
	return isSeen ? [] : [`the selected row looks like the others (${groundContrast(cell, ground).toFixed(2)}): ${grid.lines[marked[0]]}`];
};

/** A background that is darker or lighter than this is told from the screen's. */
const LEAST_SELECTION = 1.2;
/** Least contrast of any text: that of what is quiet on purpose. `themes.test.ts` asks more of the rest. */
const LEAST_CONTRAST = 3;

const textIsLegible: Law = ({grid, options}) => {
	const ground = GROUNDS[options.themeName === 'light' ? 'light' : 'dark'];
	const worst = new Map<string, string>();
	grid.cells.forEach((row, at) => {
		row.forEach((cell, column) => {
			if (cell.text === ' ') return;
			const ratio = contrast(cell, ground);
			if (ratio >= LEAST_CONTRAST) return;
			// Lines and bars are drawn, not read.
			if (cell.text.trim() === '' || /[│─━┄└├▁-█]/.test(cell.text)) return;
			const key = `${JSON.stringify(cell.fg)} on ${JSON.stringify(cell.bg)}`;
			if (!worst.has(key)) worst.set(key, `contrast ${ratio.toFixed(2)} of ${key} at ${column}: ${grid.lines[at]}`);
		});
	});
	return [...worst.values()];
};

const priorityIsALetter: Law = (shot) => {
	const place = headingPlaces(shot).find(({title}) => title === 'P');
	const {table, grid} = shot;
	if (place === undefined || table === undefined) return [];
	const rows = grid.lines.slice(table.headingRow + 1, table.headingRow + 1 + table.visibleRows);
	return rows.flatMap((line) => (/^[!ACEWNID]$/.test(line[place.from] ?? '') ? [] : [`no priority: ${line}`]));
};

/** All that frames are made of beside text. */
const FRAME_SEQUENCES = /\x1b\[(?:\d+;\d+H|[\d;]*m|\?2026[hl]|2J)/g;

const nothingButFramesIsWritten: Law = ({written, grid}) => {
	const rest = written.replace(FRAME_SEQUENCES, '');
	const unsafe = [...new Set(grid.cells.flat())].find(({text}) => text !== '' && !isSafeText(text));
	return [
		...(isSafeText(rest)
			? []
			: [`a control byte was written: ${JSON.stringify(/.{0,20}[\x00-\x1f\x7f-\x9f].{0,20}/.exec(rest)?.[0] ?? '')}`]),
		...(unsafe === undefined ? [] : [`a character that hides is on the screen: ${JSON.stringify(unsafe.text)}`]),
	];
};

const nothingIsLeftOver: Law = ({grid, fresh}) =>
	grid.cells.flatMap((row, at) => {
		const column = row.findIndex((cell, place) => cell !== fresh.cells[at][place]);
		return column < 0 ? [] : [`row ${at} differs from a whole repaint at ${column}: ${grid.lines[at]} / ${fresh.lines[at]}`];
	});

const noWordsOfTheLanguage: Law = ({grid}) =>
	grid.lines.filter((line) => /\b(undefined|NaN|null|Infinity)\b|\[object /.test(line)).map((line) => `not for people: ${line}`);

const COLOUR = /^(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])$/;

const noColourWhereThereIsNone: Law = ({written, options}) => {
	if (options.depth !== 0) return [];
	const codes = written.match(SGR)?.flatMap((sequence) => sequence.slice(2, -1).split(';')) ?? [];
	return codes.some((code) => COLOUR.test(code)) ? ['a colour was written'] : [];
};

/** Laws that hold for every screen in every size, theme and colour depth. */
export const LAWS: Readonly<Record<string, Law>> = {
	'every row fits the screen': fitsTheScreen,
	'the header and the tabs stand, with the present view named': headerStands,
	'every key in the footer is one of this mode': footerFits,
	'columns stand under their headings, numbers right-aligned': columnsStandUnderTheirHeadings,
	'no heading is cut': headingsAreWhole,
	'our own words are whole from 80 columns on': ownWordsAreWhole,
	'a change is read whole before it is written': theChangeIsWhole,
	'one selected row, marked and told from the others': selectionIsMarked,
	'text differs from what it stands on': textIsLegible,
	'every priority is a letter': priorityIsALetter,
	'nothing but frames of safe text is written': nothingButFramesIsWritten,
	'nothing is left over from the screen before': nothingIsLeftOver,
	'nothing of the program’s insides is shown': noWordsOfTheLanguage,
	'no colour is written where there are none': noColourWhereThereIsNone,
};

/** Where the columns of a table are, for comparing two frames. */
export const columnPlaces = (shot: Shot): string =>
	headingPlaces(shot)
		.map(({title, from}) => `${title}@${from}`)
		.join(' ');
