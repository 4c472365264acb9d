import fc from 'fast-check';
import {toByteString} from '../../src/events/byte-string.ts';
import {TERM_OPERATORS, type Term} from '../../src/tuning/draft.ts';

/** Texts that try to become syntax: of conditions, of YAML, of a terminal. */
export const HOSTILE = [
	') or (evt.num>=0',
	'") or (evt.num >= 0',
	"') or (evt.num >= 0 and x = '",
	'a"b',
	"a'b",
	'a\\',
	'a\\"',
	'\\\\',
	'a b',
	' a',
	'a ',
	'',
	'-',
	'=',
	',',
	'(',
	')',
	'a\nb',
	'a\r\n- rule: x',
	': ',
	' #',
	'# c',
	'- macro: never_true',
	'{a: b}',
	'[x',
	'&a',
	'*a',
	'!!str',
	'%YAML',
	'|',
	'>',
	'@',
	'`',
	'oneof',
	'anyof',
	'or',
	'and',
	'not',
	'in',
	'exists',
	'val(proc.name)',
	'toupper(x)',
	'shell_binaries',
	'in the sensitive dir',
	'true',
	'null',
	'~',
	'0x10',
	'1e3',
	'\x1b]0;x\x07',
	'\t',
	'\b\f\v',
	'é',
	'日本語',
	'\u202egnp.exe',
	'\u2028',
	'\ufeff',
	'😀',
	'*',
	'?',
	'[a-z]',
	'/etc/*',
	'%proc.name',
	'$HOME',
	'<NA>',
	'evt.num',
	'proc.name = x or proc.name',
];

const text = fc.oneof(
	fc.constantFrom(...HOSTILE),
	fc.string({maxLength: 12}),
	fc.string({unit: 'grapheme', maxLength: 8}),
	fc.array(fc.constantFrom(...HOSTILE), {minLength: 1, maxLength: 4}).map((parts) => parts.join(' ')),
	fc
		.array(fc.constantFrom('"', "'", '\\', ' ', '(', ')', ',', '=', 'a', 'or', '\n', '#', ':'), {maxLength: 8})
		.map((parts) => parts.join('')),
);

/** Byte strings without NUL that are UTF-8: what rules files can hold. */
export const expressible = text.filter((value) => !value.includes('\0')).map(toByteString);

const FIELDS = ['proc.name', 'fd.name', 'proc.cmdline', 'proc.aname[2]', 'evt.arg.flags', 'container.image.repository'];

export const anyTerm: fc.Arbitrary<Term> = fc.oneof(
	fc.record({
		field: fc.constantFrom(...FIELDS),
		operator: fc.constantFrom(...TERM_OPERATORS.filter((operator) => operator !== 'in' && operator !== 'pmatch')),
		values: expressible.map((value) => [value]),
	}),
	fc.record({
		field: fc.constantFrom(...FIELDS),
		operator: fc.constantFrom('in' as const, 'pmatch' as const),
		values: fc.array(expressible, {minLength: 1, maxLength: 4}),
	}),
);

export const anyTerms = fc.array(anyTerm, {minLength: 1, maxLength: 4});
