// The tokens of conditions as Falco's lexer knows them, each a sticky pattern.

export const IDENTIFIER = /[a-zA-Z]+[a-zA-Z0-9_]*/y;
/** At least one dot: a word without one is a macro. */
export const FIELD_NAME = /[a-zA-Z]+[a-zA-Z0-9_]*(?:\.[a-zA-Z]+[a-zA-Z0-9_]*)+/y;
export const FIELD_ARGUMENT = /[^\][\t-\r "']+/y;
export const HEX = /0[xX][0-9a-fA-F]+/y;
export const NUMBER = /[+-]?[0-9]+\.?[0-9]*(?:[eE][+-][0-9]+)?/y;
export const BARE_STRING = /[^()"'\t-\r =,]+/y;
/** `not` is an operator only before a blank; `not(` is taken apart from it. */
export const NOT_AND_BLANK = /not[ \t\v\f\r\n]+/y;

const WHOLE = new Map<RegExp, RegExp>();

/** Whether the whole text is one token of the pattern. */
export function isToken(pattern: RegExp, text: string): boolean {
	let whole = WHOLE.get(pattern);
	if (whole === undefined) {
		whole = new RegExp(`^(?:${pattern.source})$`);
		WHOLE.set(pattern, whole);
	}
	return whole.test(text);
}
