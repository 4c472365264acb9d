import {isPlain} from './width.ts';

const {Segmenter} = Intl;
type Segment = Pick<Intl.SegmentData, 'segment' | 'index'>;

/** What packages ask of `Intl.Segments`. */
interface Graphemes extends Iterable<Segment> {
	containing(index?: number): Segment | undefined;
}

/**
 * Stands in the bundle for the Intl.Segmenter that packages make when they are loaded: the real one reads tables for 28 ms,
 * and of plain text each unit is a grapheme anyway. So is an ESC: graphemes end before and after every control character.
 */
export class PlainFirstSegmenter {
	private real: Intl.Segmenter | undefined;

	segment(text: string): Graphemes {
		if (isPlain(text.replaceAll('\x1b', ' '))) return plainGraphemes(text);
		this.real ??= new Segmenter();
		return this.real.segment(text);
	}
}

function plainGraphemes(text: string): Graphemes {
	const at = (index: number): Segment => ({segment: text[index], index});
	return {
		containing: (index = 0) => (index >= 0 && index < text.length ? at(index) : undefined),
		[Symbol.iterator]: () => Array.from(text, (_, index) => at(index)).values(),
	};
}
