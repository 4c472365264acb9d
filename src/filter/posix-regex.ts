// Falco compiles `regex` with RE2 in POSIX syntax; RE2JS reads Perl's. The two differ in what follows a backslash, after `(?`,
// in a `-` inside a set, and in a repetition of a repetition: `a{2}?` is Perl's lazy form of `a{2}`, and POSIX's `(a{2})?`.

export type PosixRegex =
	| {readonly ok: true; readonly pattern: string}
	| {readonly ok: false; readonly message: string; readonly hint?: string};

const ESCAPE = String.raw`\\x\{[0-9a-fA-F]*\}|\\x[0-9a-fA-F]{2}|\\[0-7]{1,3}|\\[\s\S]`;
const TOKEN = new RegExp(
	[ESCAPE, String.raw`\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]`, String.raw`[*+?]+|\{\d+(?:,\d*)?\}`, String.raw`\(\?|[\s\S]`].join(
		'|',
	),
	'uy',
);
const REPETITION = /^(?:[*+?]+|\{\d+(?:,\d*)?\})$/;
const PERL_ESCAPE = /^\\[dDsSwWbBAzQEpPC]$/;
const POSIX_CLASSES: Readonly<Record<string, string>> = {
	'\\d': '[0-9]',
	'\\D': '[^0-9]',
	'\\s': '[[:space:]]',
	'\\S': '[^[:space:]]',
	'\\w': '[A-Za-z0-9_]',
	'\\W': '[^A-Za-z0-9_]',
};

/** The pattern as RE2JS must be given it to read it as RE2 does in POSIX syntax; or what RE2 refuses in it. */
export function toPerlRegex(pattern: string): PosixRegex {
	let written = '';
	/** Where what a repetition would repeat begins in `written`, and whether that is repeated already. */
	let atom = 0;
	let isRepeated = false;
	const groups: number[] = [];
	for (TOKEN.lastIndex = 0; TOKEN.lastIndex < pattern.length; ) {
		const token = TOKEN.exec(pattern)?.[0] ?? '';
		const fault = faultOf(token);
		if (fault !== undefined) return fault;
		if (REPETITION.test(token)) {
			if (isRepeated) written = `${written.slice(0, atom)}(?:${written.slice(atom)})`;
			isRepeated = true;
			written += squashed(token);
			continue;
		}
		isRepeated = false;
		atom = token === ')' ? (groups.pop() ?? written.length) : written.length;
		if (token === '(') groups.push(atom);
		written += token;
	}
	return {ok: true, pattern: written};
}

/** One repetition for several in a row: `++` is `+`, everything mixed is `*`. */
function squashed(repetition: string): string {
	if (/^\++$/.test(repetition)) return '+';
	if (/^\?+$/.test(repetition)) return '?';
	return repetition.startsWith('{') ? repetition : '*';
}

function faultOf(token: string): PosixRegex | undefined {
	if (PERL_ESCAPE.test(token)) return badEscape(token);
	if (token === '(?') {
		return {
			ok: false,
			message: 'no argument for repetition operator: ?',
			hint: 'groups that start with (? are not known: use plain parentheses',
		};
	}
	return token.length > 1 && token.startsWith('[') ? faultOfSet(token) : undefined;
}

function badEscape(found: string): PosixRegex {
	const instead = POSIX_CLASSES[found];
	return {ok: false, message: `invalid escape sequence: ${found}`, ...(instead && {hint: `write ${instead}`})};
}

const SET_PART = new RegExp(String.raw`\[:\^?\w+:\]|(${ESCAPE}|[\s\S])(?:-(${ESCAPE}|[^\]\\]))?`, 'uy');

/** A `-` that stands for itself is the first or the last of its set. */
function faultOfSet(set: string): PosixRegex | undefined {
	const inner = set.slice(set[1] === '^' ? 2 : 1, -1);
	for (SET_PART.lastIndex = 0; SET_PART.lastIndex < inner.length; ) {
		const start = SET_PART.lastIndex;
		const [part, low, high] = SET_PART.exec(inner) ?? [''];
		const perl = [low, high].find((end) => end !== undefined && PERL_ESCAPE.test(end));
		if (perl !== undefined) return badEscape(perl);
		if (part.startsWith('-') && start > 0 && SET_PART.lastIndex < inner.length + (part.length > 1 ? 1 : 0))
			return {
				ok: false,
				message: `invalid character class range: ${inner.slice(start, start + 2)}`,
				hint: 'a - in a set stands first or last, or is written \\-',
			};
	}
	return undefined;
}
