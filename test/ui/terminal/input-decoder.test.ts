import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {InputDecoder, type InputEvent} from '../../../src/ui/terminal/input-decoder.ts';

const keys = (bytes: string): string[] => decode(Buffer.from(bytes)).map((event) => (event.kind === 'key' ? event.key : event.kind));

function decode(...parts: Uint8Array[]): InputEvent[] {
	const decoder = new InputDecoder();
	const events = parts.flatMap((part) => decoder.feed(part));
	return [...events, ...decoder.flush()];
}

describe('the input decoder', () => {
	test.each([
		['a', ['a']],
		['\r\n\t\x7f ', ['enter', 'enter', 'tab', 'backspace', 'space']],
		['\x03\x0c\x1a', ['ctrl-c', 'ctrl-l', 'ctrl-z']],
		['\x1b[A\x1b[B\x1bOC\x1bOD', ['up', 'down', 'right', 'left']],
		['\x1bOP\x1b[12~\x1b[[C\x1b[15~\x1b[21~\x1b[24~', ['F1', 'F2', 'F3', 'F5', 'F10', 'F12']],
		['\x1b[1;5C\x1b[5;2~\x1b[Z', ['ctrl-right', 'shift-pageup', 'shift-tab']],
		['\x1b[H\x1b[4~\x1b[7~\x1b[F', ['home', 'end', 'home', 'end']],
		['é√😀', ['é', '√', '😀']],
		['\x1bx', ['alt-x']],
		['\x1b', ['escape']],
		['\x1b\x1b', ['escape', 'escape']],
		['\x1b\x1b[A', ['escape', 'up']],
		['\x1b[?1;2c\x1b]11;rgb:0/0/0\x07\x1bP1$r\x1b\\q', ['q']],
		['\x1b[I\x1b[Oq', ['q']],
		['\xff', ['ÿ']],
	])('reads %j as %j', (bytes, expected) => {
		expect(keys(bytes)).toEqual(expected);
	});

	test('bytes that are no UTF-8 mean nothing, and what follows is read', () => {
		expect(decode(Buffer.from([0xff, 0xc3, 0x28, 0x61]))).toEqual([
			{kind: 'key', key: '(', text: '('},
			{kind: 'key', key: 'a', text: 'a'},
		]);
	});

	test('a lone Esc waits for more, and the silence makes it the key', () => {
		const decoder = new InputDecoder();
		expect(decoder.feed(Buffer.from('\x1b'))).toEqual([]);
		expect(decoder.isWaiting).toBe(true);
		expect(decoder.flush()).toEqual([{kind: 'key', key: 'escape'}]);
		expect(decoder.isWaiting).toBe(false);
	});

	test('pasted text is one event, whatever sequences it holds', () => {
		expect(decode(Buffer.from('\x1b[200~q\x1b[A\x03\x1b[201~x'))).toEqual([
			{kind: 'paste', text: 'q\x1b[A\x03', dropped: 0},
			{kind: 'key', key: 'x', text: 'x'},
		]);
	});

	test('a paste of a megabyte is cut, and says by how much', () => {
		const [event] = decode(Buffer.from(`\x1b[200~${'x'.repeat(1_000_000)}\x1b[201~`));
		expect(event).toMatchObject({kind: 'paste', dropped: 1_000_000 - 65_536});
	});

	test('what a terminal answers to a question is told, and is no key, wherever it is cut', () => {
		for (const answer of ['\x1b[0n', '\x1b[3n'])
			for (let cut = 0; cut <= answer.length; cut++) {
				let answers = 0;
				const decoder = new InputDecoder(() => answers++);
				const events = [`a${answer.slice(0, cut)}`, `${answer.slice(cut)}b`].flatMap((part) => decoder.feed(Buffer.from(part)));
				expect([answers, events.map((event) => event.kind === 'key' && event.key)]).toEqual([1, ['a', 'b']]);
			}
	});

	test('mouse clicks and the wheel are read; motion and other buttons are not', () => {
		expect(decode(Buffer.from('\x1b[<0;10;3M\x1b[<0;10;3m\x1b[<64;1;1M\x1b[<65;1;1M\x1b[<35;5;5M\x1b[<2;5;5M'))).toEqual([
			{kind: 'mouse', action: 'press', x: 9, y: 2},
			{kind: 'mouse', action: 'release', x: 9, y: 2},
			{kind: 'mouse', action: 'wheel-up', x: 0, y: 0},
			{kind: 'mouse', action: 'wheel-down', x: 0, y: 0},
		]);
	});

	test('however the bytes are split into reads, the events are the same', () => {
		const piece = fc.oneof(
			fc.constantFrom(
				'\x1b[A',
				'\x1bOP',
				'\x1b[15~',
				'\x1b[1;5C',
				'\x1b[<0;10;3M',
				'\x1b[200~ab\x1b[A\x1b[201~',
				'\x1b',
				'\x1b\x1b',
				'\x1b]0;x\x07',
				'\x1bP1\x1b\\',
				'é',
				'😀',
				'q',
				'\r',
				'\x1b[[A',
				'\x1b[M !!',
			),
			fc.uint8Array({maxLength: 6}).map((bytes) => Buffer.from(bytes).toString('latin1')),
		);
		fc.assert(
			fc.property(fc.array(piece, {maxLength: 12}), fc.array(fc.nat(80), {maxLength: 8}), (pieces, cuts) => {
				const bytes = Buffer.concat(
					pieces.map((text) => Buffer.from(text, /^[\x00-\xff]*$/.test(text) && !/[é]/.test(text) ? 'latin1' : 'utf8')),
				);
				const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
				const parts = [0, ...places].map((from, at) => bytes.subarray(from, places[at] ?? bytes.length));
				expect(decode(...parts)).toEqual(decode(bytes));
			}),
			{numRuns: 2000},
		);
	});
});
