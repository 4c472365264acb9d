// What generated conditions are made of: the fuzzer's and the property tests'.

export const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const WORD_ENDS = `${LETTERS}0123456789_`;
/** What attackers put into names: quotes, escapes, syntax, control bytes, blanks, other scripts. */
export const HOSTILE_UNITS = [
	...'\\\\"\'()=,[] \t\n\r\b\f\v!<>ab.:%*?{}|&#~-0\x01\x7f\x80\x9b\xa0\xffé漢\u{1f600}\u202e\ud800\u2028\ufeff',
];
export const BARE_UNITS = [...'abz019_./*?:-<>!%$[]{}\\é漢'];
export const SYNTAX = [
	') or (evt.num>=0',
	'a" or evt.num>=0 or proc.name="',
	'\\',
	'\\\\',
	' \\',
	'"',
	"'",
	'\\"',
	'oneof',
	'val(proc.name)',
	'and',
	'',
	' ',
	'<NA>',
	'../../etc/passwd',
	'__proto__',
	'constructor',
	'[a-',
	'(a+)+b',
	'a{1000000}',
	'(?=x)',
	'\\p{Greek}',
	'\\x41',
];
