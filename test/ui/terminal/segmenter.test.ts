import fc from 'fast-check';
import {expect, test} from 'vitest';
import {PlainFirstSegmenter} from '../../../src/ui/terminal/segmenter.ts';

const PLAIN_AND_NOT = fc.array(
	fc.constantFrom('a', 'Z', ' ', '·', '↵', '…', '█', '\x1b', '[', '1m', 'é', 'e\u0301', '漢', '👩‍👧', '🇩🇪', '\n'),
	{maxLength: 20},
);

test('graphemes are those of Intl.Segmenter, with ESC and beyond plain text', () => {
	const segmenter = new PlainFirstSegmenter();
	const real = new Intl.Segmenter();
	fc.assert(
		fc.property(PLAIN_AND_NOT, fc.nat(40), (parts, at) => {
			const text = parts.join('');
			const pick = (segment: Pick<Intl.SegmentData, 'segment' | 'index'> | undefined) => segment && [segment.segment, segment.index];
			expect([...segmenter.segment(text)].map(pick)).toEqual([...real.segment(text)].map(pick));
			expect(pick(segmenter.segment(text).containing(at))).toEqual(pick(real.segment(text).containing(at)));
		}),
	);
});
