import xterm from '@xterm/headless';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {Compositor, type FrameSink} from '../../../src/ui/terminal/compositor.ts';

class Sink implements FrameSink {
	readonly writes: string[] = [];
	takes = true;
	private drained: (() => void) | undefined;

	write(text: string): boolean {
		this.writes.push(text);
		return this.takes;
	}

	once(_event: 'drain', listener: () => void): void {
		this.drained = listener;
	}

	drain(): void {
		this.takes = true;
		this.drained?.();
	}
}

const compositorOn = (sink: FrameSink): Compositor => new Compositor(sink, () => 0);
const nothing = (): void => undefined;

describe('the compositor', () => {
	test('writes the first frame whole, between the marks of a synchronized update', () => {
		const sink = new Sink();
		compositorOn(sink).paint(['ab', ''], 10, nothing);
		expect(sink.writes).toEqual(['\x1b[?2026h\x1b[0m\x1b[2J\x1b[1;1Hab\x1b[?2026l']);
	});

	test('writes nothing for an equal frame', () => {
		const sink = new Sink();
		const compositor = compositorOn(sink);
		compositor.paint(['same', 'lines'], 10, nothing);
		compositor.paint(['same', 'lines'], 10, nothing);
		expect(sink.writes).toHaveLength(1);
	});

	test('writes only the changed cells of the changed lines', () => {
		const sink = new Sink();
		const compositor = compositorOn(sink);
		compositor.paint(['title', 'count 1,204 of many things', 'end'], 40, nothing);
		compositor.paint(['title', 'count 1,207 of many things', 'end'], 40, nothing);
		expect(sink.writes[1]).toBe('\x1b[?2026h\x1b[2;11H7\x1b[?2026l');
	});

	test('a slow terminal gets no second frame before it has taken the first; skipped frames are counted', () => {
		const sink = new Sink();
		const compositor = compositorOn(sink);
		sink.takes = false;
		let drained = 0;
		compositor.paint(['1'], 10, () => drained++);
		expect(compositor.paint(['2'], 10, nothing)).toBe(false);
		expect(compositor.paint(['3'], 10, nothing)).toBe(false);
		expect(sink.writes).toHaveLength(1);
		expect(compositor.skippedFrames).toBe(2);
		sink.drain();
		expect(drained).toBe(1);
		compositor.paint(['4'], 10, nothing);
		expect(sink.writes).toHaveLength(2);
		expect(sink.writes[1]).toContain('4');
	});

	test('whatever the frames were, the terminal shows the last one', async () => {
		// The last one is two code points that become one character, which not every terminal does.
		const text = fc
			.array(fc.constantFrom('a', 'b', '1', ' ', '界', 'é', '█', '☺', '\u{11099}\u{110ba}'), {maxLength: 14})
			.map((list) => list.join(''));
		const styled = fc
			.tuple(fc.constantFrom('', '1', '31', '38;5;99', '48;2;1;2;3', '7'), text)
			.map(([codes, words]) => (codes === '' ? words : `\x1b[${codes}m${words}\x1b[0m`));
		const frame = fc.array(
			fc.tuple(styled, styled).map((parts) => parts.join('')),
			{minLength: 4, maxLength: 4},
		);
		await fc.assert(
			fc.asyncProperty(fc.array(frame, {minLength: 1, maxLength: 5}), async (frames) => {
				const changed = new Sink();
				const fresh = new Sink();
				const compositor = compositorOn(changed);
				for (const lines of frames) compositor.paint(lines, 20, nothing);
				compositorOn(fresh).paint(frames.at(-1)!, 20, nothing);
				expect(await gridOf(changed.writes)).toEqual(await gridOf(fresh.writes));
			}),
			{numRuns: 60},
		);
	});
});

async function gridOf(writes: readonly string[]): Promise<unknown[]> {
	const terminal = new xterm.Terminal({cols: 20, rows: 4, allowProposedApi: true});
	await new Promise<void>((resolve) => terminal.write(writes.join(''), resolve));
	const cells: unknown[] = [];
	for (let row = 0; row < 4; row++) {
		for (let column = 0; column < 20; column++) {
			const cell = terminal.buffer.active.getLine(row)!.getCell(column)!;
			cells.push([cell.getChars() || ' ', cell.getWidth(), cell.getFgColor(), cell.getBgColor(), cell.isBold(), cell.isInverse()]);
		}
	}
	return cells;
}
