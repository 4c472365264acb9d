import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {toByteString} from '../../../src/events/byte-string.ts';
import {Line} from '../../../src/ui/terminal/line.ts';
import {isSafeText, showBytes, showText} from '../../../src/ui/terminal/sanitize.ts';
import {cellWidth} from '../../../src/ui/terminal/width.ts';
import {parseTheme} from '../../../src/ui/theme/parse-theme.ts';
import {compileTheme} from '../../../src/ui/theme/theme.ts';

describe('text of attackers', () => {
	test.each([
		['\x1b]0;x\x07', '\\x1b]0;x\\x07'],
		['a\nb\r\tc', 'a\\nb\\r\\tc'],
		['\x9b31m', '\\x9b31m'],
		['gpj.\u202eexe', 'gpj.\\u202eexe'],
		['zero\u200bwidth', 'zero\\u200bwidth'],
		['tag\u{e0041}', 'tag\\u{e0041}'],
		['plain é 界 😀', 'plain é 界 😀'],
	])('%j is shown as %j', (text, shown) => {
		expect(showText(text)).toBe(shown);
	});

	test('bytes that are not UTF-8 are shown one by one, the text around them as it is', () => {
		expect(showBytes(`${toByteString('é')}\xff\xc3(${toByteString('界')}\xed\xa0\x80`)).toBe('é\\xff\\xc3(界\\xed\\xa0\\x80');
	});

	test('whatever the bytes, nothing unsafe is shown', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 200}), (bytes) => {
				expect(isSafeText(showBytes(Buffer.from(bytes).toString('latin1')))).toBe(true);
			}),
			{numRuns: 2000},
		);
	});

	test('a line never grows beyond its width and holds no control but its own colours', () => {
		const theme = compileTheme(parseTheme('x', 'styles: {text: default, bad: red, selection: {bg: blue}}').theme!, 24);
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.string({unit: 'binary', maxLength: 30}), fc.nat(20)), {maxLength: 6}),
				fc.nat(60),
				(cells, width) => {
					const line = new Line(theme, width, 'selection');
					for (const [text, room] of cells) line.cell(text, room, 'bad').right(text, room).put(text);
					const plain = line.end().replace(/\x1b\[[\d;]*m/g, '');
					expect(isSafeText(plain)).toBe(true);
					expect(cellWidth(plain)).toBe(width);
				},
			),
			{numRuns: 500},
		);
	});
});
