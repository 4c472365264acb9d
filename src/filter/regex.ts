import {RE2JS} from 're2js';
import {type ByteString, toText} from '../events/byte-string.ts';

export type CompiledRegex =
	| {readonly ok: true; readonly matches: (text: ByteString) => boolean}
	| {readonly ok: false; readonly message: string; readonly hint?: string};

// RE2's POSIX mode, in which Falco compiles, knows none of Perl's classes and groups.
const PERL_ESCAPE = /\\[dDsSwWbBAzQEpPC]/;
const POSIX_CLASSES: Readonly<Record<string, string>> = {
	d: '[0-9]',
	D: '[^0-9]',
	s: '[[:space:]]',
	S: '[^[:space:]]',
	w: '[A-Za-z0-9_]',
	W: '[^A-Za-z0-9_]',
};

/** RE2 in POSIX syntax that must match the whole value; bytes that are not UTF-8 become U+FFFD first. */
export function compileRegex(pattern: string): CompiledRegex {
	const refused = perlSyntax(pattern);
	if (refused !== undefined) return refused;
	try {
		// `^` and `$` match at line ends in POSIX mode.
		const regex = RE2JS.compile(withoutDoubleRepetition(pattern), RE2JS.MULTILINE | RE2JS.DISABLE_UNICODE_GROUPS);
		return {ok: true, matches: (text) => regex.matches(toText(text))};
	} catch (error) {
		return {
			ok: false,
			message: `invalid regex pattern: ${(error as Error).message.replace(/^error parsing regexp: /, '').replace('`(?m)', '`')}`,
		};
	}
}

function perlSyntax(pattern: string): CompiledRegex | undefined {
	const plain = pattern.replace(/\\\\/g, '__');
	const found = PERL_ESCAPE.exec(plain)?.[0];
	if (found !== undefined) {
		const instead = POSIX_CLASSES[found[1]];
		return {ok: false, message: `invalid regex pattern: invalid escape sequence: ${found}`, ...(instead && {hint: `write ${instead}`})};
	}
	if (/\(\?/.test(plain.replace(/\\./g, '__').replace(/\[[^\]]*\]/g, '__'))) {
		return {
			ok: false,
			message: 'invalid regex pattern: no argument for repetition operator: ?',
			hint: 'groups that start with (? are not known: use plain parentheses',
		};
	}
	return undefined;
}

/** `a*?` and `a**` are one repetition here; RE2JS takes them for Perl's, or refuses them. */
function withoutDoubleRepetition(pattern: string): string {
	return pattern.replace(/\\[\s\S]|\[\^?\]?(?:\[:\w+:\]|[^\]])*\]|[*+?]{2,}/g, (token) => {
		if (!/^[*+?]{2,}$/.test(token)) return token;
		return /^\++$/.test(token) ? '+' : /^\?+$/.test(token) ? '?' : '*';
	});
}
