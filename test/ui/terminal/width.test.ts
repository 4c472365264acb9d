import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {cellWidth, cutCells, graphemes, padCells, wrapCells, wrapRows} from '../../../src/ui/terminal/width.ts';

describe('widths in cells', () => {
	test('the short cut for plain characters agrees with string-width, one by one and together', () => {
		for (let code = 0x20; code < 0x2800; code++) {
			const character = String.fromCharCode(code);
			if (stringWidth(`a${character}b`) !== 3 || graphemes(`a${character}b`).length !== 3) continue;
			expect(cellWidth(character), `U+${code.toString(16)}`).toBe(stringWidth(character));
		}
		fc.assert(
			fc.property(fc.string({unit: 'binary', maxLength: 20}), (text) => {
				expect(cellWidth(text)).toBe(stringWidth(text));
			}),
		);
		for (const text of ['▁▂▃▄▅▆▇█', '→…–·', '▸▾▴●•✗✓', '│├└─', 'é界é']) expect(cellWidth(text)).toBe(stringWidth(text));
	});

	test('cut and padded text has exactly its cells', () => {
		fc.assert(
			fc.property(fc.string({unit: fc.constantFrom('a', 'é', '界', '😀', '→', '▁')}), fc.integer({min: 1, max: 30}), (text, cells) => {
				expect(stringWidth(cutCells(text, cells))).toBeLessThanOrEqual(cells);
				expect(stringWidth(padCells(text, cells))).toBe(cells);
				expect(stringWidth(padCells(text, cells, 'right'))).toBe(cells);
			}),
		);
	});

	test('wrapping keeps every word, at blanks where it can', () => {
		expect(wrapCells('one two three', 7)).toEqual(['one two', 'three']);
		expect(wrapCells('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
		expect(wrapCells('', 4)).toEqual(['']);
	});
});

test('rows that leave words out end with the mark of it, others hold every word', () => {
	expect(wrapRows('one two three', 5, 3)).toEqual(['one', 'two', 'three']);
	expect(wrapRows('one two three four', 5, 3)).toEqual(['one', 'two', 'thre…']);
	expect(wrapRows('one two three four', 7, 1)).toEqual(['one tw…']);
});
