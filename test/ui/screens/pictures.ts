import type {Cell, Grid} from './grid.ts';
import {busyStage} from './machine.ts';
import {enter, leave, SCENES} from './scenes.ts';
import type {StageOptions} from './stage.ts';

/** Screens that were looked at and found good; a change of one is looked at again. */
export const PICTURES: readonly {readonly options: StageOptions; readonly scenes: readonly string[]}[] = [
	{
		options: {columns: 80, rows: 24, themeName: 'dark', depth: 24},
		scenes: ['alerts', 'alert detail', 'why', 'noise', 'containers', 'processes', 'rules', 'exceptions', 'events', 'system'],
	},
	{options: {columns: 120, rows: 40, themeName: 'light', depth: 8}, scenes: ['alerts', 'candidates', 'noise', 'rules', 'the change']},
	{options: {columns: 80, rows: 24, themeName: 'dark', depth: 4}, scenes: ['tagged alerts', 'filter with a fault']},
];

/** Where a picture is stored, and what it shows. */
export interface Picture {
	readonly file: string;
	readonly text: string;
}

/** Paints all pictures, as they are now. */
export async function paintPictures(): Promise<Picture[]> {
	const pictures: Picture[] = [];
	for (const {options, scenes} of PICTURES) {
		const stage = busyStage(options);
		// Every scene is walked through: what the later ones show depends on the earlier.
		for (const scene of SCENES) {
			await enter(stage, scene);
			if (scenes.includes(scene.name)) pictures.push({file: fileOf(scene.name, options), text: pictureText(await stage.frame())});
			await leave(stage, scene);
		}
		stage.close();
	}
	return pictures;
}

const fileOf = (scene: string, {columns, rows, themeName, depth}: StageOptions): string =>
	`${scene.replaceAll(' ', '-')}-${columns}x${rows}-${themeName}-${depth}.txt`;

/** The rows as text, the same rows as one letter a style, and what the letters stand for. */
export function pictureText(grid: Grid): string {
	const letters = new Map<string, string>();
	const letterOf = (cell: Cell): string => {
		const style = styleText(cell);
		if (style === '') return cell.text.trim() === '' ? ' ' : '.';
		if (!letters.has(style)) letters.set(style, String.fromCharCode(97 + letters.size));
		return letters.get(style)!;
	};
	const styles = grid.cells.map((row) => row.map(letterOf).join('').trimEnd());
	const texts = grid.cells.map((row) =>
		row
			.map(({text}) => text)
			.join('')
			.trimEnd(),
	);
	const legend = [...letters].map(([style, letter]) => `${letter}  ${style}`);
	return `${[...texts, '─'.repeat(grid.columns), ...styles, '─'.repeat(grid.columns), ...legend].join('\n')}\n`;
}

function styleText({fg, bg, attributes}: Cell): string {
	const names = {b: 'bold', d: 'dim', i: 'italic', u: 'underlined', v: 'inverse'} as const;
	const colour = (value: Cell['fg']): string =>
		value === 'default' ? 'default' : 'rgb' in value ? `#${value.rgb.toString(16).padStart(6, '0')}` : `colour ${value.index}`;
	const ground = bg === 'default' ? '' : ` on ${colour(bg)}`;
	const words = [...attributes].map((letter) => names[letter as keyof typeof names]);
	return fg === 'default' && ground === '' && words.length === 0 ? '' : [`${colour(fg)}${ground}`, ...words].join(', ');
}
