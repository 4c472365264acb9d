import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {consoleText, sinkFor} from '../../../src/ui/terminal/console-glyphs.ts';
import {cellWidth} from '../../../src/ui/terminal/width.ts';

/** Code page 437 above ASCII. */
const CP437 =
	'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼⌂';

const UI = new URL('../../../src/ui', import.meta.url).pathname;

test('whatever the dashboard draws with has a glyph on the console of Linux, in as many cells', () => {
	const sources = readdirSync(UI, {recursive: true, encoding: 'utf8'}).filter((file) => /\.tsx?$/.test(file));
	const drawn = new Set(sources.flatMap((file) => readFileSync(path.join(UI, file), 'utf8').match(/[^\x00-\x7f]/g) ?? []));
	expect(drawn.size).toBeGreaterThan(20);
	for (const character of drawn) {
		const shown = consoleText(character);
		expect(shown <= '~' || CP437.includes(shown), `${character} becomes ${shown}`).toBe(true);
		expect(cellWidth(shown), character).toBe(cellWidth(character));
	}
});

test('only the console of Linux is written other characters to', () => {
	const writes: string[] = [];
	const output = {write: (text: string) => writes.push(text) > 0, once: () => undefined};
	for (const term of ['linux', 'xterm-256color', undefined]) sinkFor(output, term).write('\x1b[31m▸ ▁▃▇ …');
	expect(writes).toEqual(['\x1b[31m► _▄█ ~', '\x1b[31m▸ ▁▃▇ …', '\x1b[31m▸ ▁▃▇ …']);
});
