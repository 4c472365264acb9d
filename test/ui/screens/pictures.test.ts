import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {createTwoFilesPatch} from 'diff';
import {beforeAll, expect, test} from 'vitest';
import {PICTURES, type Picture, paintPictures} from './pictures.ts';

// RENEW=1 npx vitest run --project rooms test/ui/screens/pictures.test.ts   stores them anew and prints what changed.

process.env.TZ = 'UTC';
const FOLDER = path.join(import.meta.dirname, 'pictures');
let pictures: readonly Picture[] = [];

beforeAll(async () => {
	pictures = await paintPictures();
	if (process.env.RENEW !== undefined) renew();
});

function renew(): void {
	mkdirSync(FOLDER, {recursive: true});
	for (const {file, text} of pictures) {
		const before = stored(file) ?? '';
		if (before !== text) console.log(createTwoFilesPatch(file, file, before, text, 'stored', 'now'));
		writeFileSync(path.join(FOLDER, file), text);
	}
	for (const file of readdirSync(FOLDER)) if (!pictures.some((picture) => picture.file === file)) rmSync(path.join(FOLDER, file));
}

function stored(file: string): string | undefined {
	try {
		return readFileSync(path.join(FOLDER, file), 'utf8');
	} catch {
		return undefined;
	}
}

test('every screen that was chosen is painted', () => {
	expect(pictures).toHaveLength(PICTURES.reduce((sum, {scenes}) => sum + scenes.length, 0));
	expect(readdirSync(FOLDER).sort()).toEqual(pictures.map(({file}) => file).sort());
});

test('every screen looks as it did when it was last looked at', () => {
	const changed = pictures
		.filter(({file, text}) => stored(file) !== text)
		.map(({file, text}) => createTwoFilesPatch(file, file, stored(file) ?? '', text, 'stored', 'now'));
	expect(changed.join('\n')).toBe('');
});
