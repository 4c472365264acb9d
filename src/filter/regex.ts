import {RE2JS} from 're2js';
import {type ByteString, toText} from '../events/byte-string.ts';
import {toPerlRegex} from './posix-regex.ts';

export type CompiledRegex =
	| {readonly ok: true; readonly matches: (text: ByteString) => boolean}
	| {readonly ok: false; readonly message: string; readonly hint?: string};

/** RE2 in POSIX syntax that must match the whole value; bytes that are not UTF-8 become U+FFFD first. */
export function compileRegex(pattern: string): CompiledRegex {
	const perl = toPerlRegex(pattern);
	if (!perl.ok) return {...perl, message: `invalid regex pattern: ${perl.message}`};
	try {
		// `^` and `$` match at line ends in POSIX mode.
		const regex = RE2JS.compile(perl.pattern, RE2JS.MULTILINE | RE2JS.DISABLE_UNICODE_GROUPS);
		return {ok: true, matches: (text) => regex.matches(toText(text))};
	} catch (error) {
		return {
			ok: false,
			message: `invalid regex pattern: ${(error as Error).message.replace(/^error parsing regexp: /, '').replace('`(?m)', '`')}`,
		};
	}
}
