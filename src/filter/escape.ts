import type {Span} from './syntax.ts';

const SIMPLE: Readonly<Record<string, string>> = {
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	'\\': '\\',
	// Kept by Falco for one old rule: backslash and blank are a backslash.
	' ': '\\',
	'/': '/',
};

export type Unescaped =
	| {readonly ok: true; readonly text: string}
	| {readonly ok: false; readonly message: string; readonly hint: string; readonly span: Span};

/** The value of what stands between quotes; spans count from the start of `inner`. */
export function unescapeString(inner: string, quote: '"' | "'"): Unescaped {
	if (!inner.includes('\\')) return {ok: true, text: inner};
	let text = '';
	for (let i = 0; i < inner.length; i++) {
		if (inner[i] !== '\\') {
			text += inner[i];
			continue;
		}
		const letter = inner[++i] ?? '';
		const value = letter === quote ? quote : SIMPLE[letter];
		if (value === undefined) return badEscape(letter, quote, i - 1);
		text += value;
	}
	return {ok: true, text};
}

function badEscape(letter: string, quote: string, at: number): Unescaped {
	const span = {start: at, end: at + 1 + letter.length};
	if (letter === '"' || letter === "'") {
		return {
			ok: false,
			message: `invalid \\${letter} escape in ${quote}-quoted string`,
			hint: `write ${letter} without the backslash`,
			span,
		};
	}
	return {
		ok: false,
		message: `unsupported string escape sequence: \\${letter}`,
		hint: 'known escapes are \\b \\f \\n \\r \\t \\\\ \\/ \\" \\\'; a backslash itself is written \\\\',
		span,
	};
}

const ESCAPES: Readonly<Record<string, string>> = {
	'\b': '\\b',
	'\f': '\\f',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'\\': '\\\\',
	'"': '\\"',
};

/**
 * The text in double quotes. A closing quote after a backslash is not seen as one, however many backslashes there are,
 * so a backslash at the end is written as backslash and blank.
 */
export function quoteString(text: string): string {
	const inner = text.replace(/[\b\f\n\r\t\\"]/g, (char) => ESCAPES[char]);
	return text.endsWith('\\') ? `"${inner.slice(0, -1)} "` : `"${inner}"`;
}
