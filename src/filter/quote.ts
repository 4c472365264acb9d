import {type ByteString, isUtf8, toText} from '../events/byte-string.ts';
import {quoteString} from './escape.ts';
import {BARE_STRING, isToken} from './tokens.ts';

export interface QuoteOptions {
	/** Lists of the rules files: Falco puts their items where their name stands between separators, in quotes too. */
	readonly listNames?: ReadonlySet<string>;
}

/** Words that mean something after an operator. */
const SPECIAL_WORDS = new Set(['oneof', 'anyof', 'allof']);
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * The condition text of a value, such that parsing gives the value back: bare where that is safe, else quoted.
 * Undefined where the language cannot express it: `whyUnquotable` says why. The one way from values to conditions.
 */
export function quoteValue(text: string, options: QuoteOptions = {}): string | undefined {
	if (whyUnquotable(text, options) !== undefined) return undefined;
	return isBareSafe(text) && !options.listNames?.has(text) ? text : quoteString(text);
}

/** Like `quoteValue`, for a value of an event. */
export function quoteBytes(bytes: ByteString, options: QuoteOptions = {}): string | undefined {
	return isUtf8(bytes) ? quoteValue(toText(bytes), options) : undefined;
}

/** Why a value cannot be written in a condition; undefined where it can. */
export function whyUnquotable(text: string, options: QuoteOptions = {}): string | undefined {
	if (text.includes('\0')) return 'it holds a NUL byte, which ends every string in a rules file';
	if (LONE_SURROGATE.test(text)) return 'it is not valid Unicode';
	const name = substitutedName(text, options.listNames);
	if (name !== undefined) return `it holds the name of the list '${name}' between separators, where rules files put the list's items`;
	return undefined;
}

/** Like `whyUnquotable`, for a value of an event. */
export function whyUnquotableBytes(bytes: ByteString, options: QuoteOptions = {}): string | undefined {
	return isUtf8(bytes) ? whyUnquotable(toText(bytes), options) : 'it is not valid UTF-8, which rules files cannot hold';
}

/** Letters, digits and signs that no part of the grammar takes for itself, and that YAML leaves alone inside a condition. */
const PLAIN = /^[\w./+@%^~-][\w./+@%^~:<>!?*$[\]{}\\&|;-]*$/;

function isBareSafe(text: string): boolean {
	return PLAIN.test(text) && isToken(BARE_STRING, text) && !SPECIAL_WORDS.has(text);
}

/** The list whose name stands in the text between the separators of Falco's substitution, so that no quoting protects it. */
function substitutedName(text: string, listNames: ReadonlySet<string> | undefined): string | undefined {
	if (listNames === undefined || !/[ \t\n\r(),=]/.test(text)) return undefined;
	const written = quoteString(text);
	// Separators as they are written: an escaped tab or line end is none.
	for (const match of written.matchAll(/[^\s(),=]+/g)) {
		const name = match[0];
		if (listNames.has(name)) return name;
	}
	return undefined;
}
