import type {FrameSink} from './compositor.ts';

/**
 * What we draw with that the console of Linux has no glyphs for (its font is that of code page 437, of 256 characters), and what
 * stands for it there: each takes one cell, as what it replaces.
 */
const STAND_INS: Readonly<Record<string, string>> = {
	'▁': '_',
	'▂': '_',
	'▃': '▄',
	'▅': '▄',
	'▆': '█',
	'▇': '█',
	'▏': '│',
	'▎': '│',
	'▍': '▌',
	'▋': '▌',
	'▊': '█',
	'▉': '█',
	'▸': '►',
	'▶': '►',
	'▾': '▼',
	'▴': '▲',
	'●': '•',
	'✓': '√',
	'✗': 'x',
	'×': 'x',
	'━': '─',
	'↵': '┘',
	'␣': '_',
	'⌫': '←',
	'⇧': '↑',
	'‖': '║',
	'⟦': '[',
	'⟧': ']',
	'…': '~',
	'–': '-',
	'—': '-',
	'’': "'",
	'‘': "'",
	'“': '"',
	'”': '"',
};
const REPLACED = new RegExp(`[${Object.keys(STAND_INS).join('')}]`, 'g');

export const consoleText = (text: string): string => text.replace(REPLACED, (character) => STAND_INS[character]);

/** Where frames go, in the characters that this terminal has. */
export function sinkFor(output: FrameSink, term: string | undefined): FrameSink {
	if (term !== 'linux') return output;
	return {
		write: (text) => output.write(consoleText(text)),
		once: (event, listener) => output.once(event, listener),
	};
}
