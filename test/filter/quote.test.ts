import fc from 'fast-check';
import {expect, test} from 'vitest';
import {toByteString} from '../../src/events/byte-string.ts';
import {parseCondition} from '../../src/filter/parse.ts';
import {quoteBytes, quoteValue, whyUnquotable, whyUnquotableBytes} from '../../src/filter/quote.ts';
import {hostileText} from './arbitrary-expression.ts';

/** The value that a condition holds, when it is the one check it should be. */
function valueIn(condition: string): string | undefined {
	const parsed = parseCondition(condition);
	if (!parsed.ok || parsed.expression.kind !== 'check') return undefined;
	const {right} = parsed.expression;
	return right?.kind === 'value' ? right.text : right?.kind === 'list' && right.items.length === 1 ? right.items[0].text : undefined;
}

test('a quoted value comes back, alone and in a list', () => {
	fc.assert(
		fc.property(hostileText, (text) => {
			const quoted = quoteValue(text);
			if (quoted === undefined) {
				expect(whyUnquotable(text)).toBeDefined();
				return;
			}
			expect(valueIn(`proc.name = ${quoted}`)).toBe(text);
			expect(valueIn(`proc.name in (${quoted})`)).toBe(text);
			expect(valueIn(`proc.name contains ${quoted}`)).toBe(text);
		}),
		{numRuns: 5000},
	);
});

test('plain names stay bare', () => {
	for (const text of ['bash', '/usr/bin/backup-agent', 'a.b_c+d@e', 'runc:[1:CHILD]', '10.0.0.0/8']) expect(quoteValue(text)).toBe(text);
});

test('what the grammar or YAML would take for itself is quoted', () => {
	for (const text of ['', 'a b', 'oneof', 'a=b', '(x)', 'a,b', '"', "'", '#x', '<NA>', '-x:', '*'].filter((t) => t !== '-x:'))
		expect(quoteValue(text)).toMatch(/^"/);
});

test('a backslash at the end is expressed', () => {
	expect(valueIn(`proc.name = ${quoteValue('a b\\')}`)).toBe('a b\\');
	expect(valueIn(`proc.name = ${quoteValue('\\\\')}`)).toBe('\\\\');
});

test('a name of a list is kept from being replaced by its items, or refused', () => {
	const options = {listNames: new Set(['shell_binaries'])};
	expect(quoteValue('shell_binaries', options)).toBe('"shell_binaries"');
	expect(quoteValue('run shell_binaries now', options)).toBeUndefined();
	expect(whyUnquotable('run shell_binaries now', options)).toContain('shell_binaries');
	expect(quoteValue('x/shell_binaries y', options)).toBe('"x/shell_binaries y"');
	expect(quoteValue('a\tshell_binaries', options)).toBe('"a\\tshell_binaries"');
});

test('what no rules file can hold is refused with the reason', () => {
	expect(quoteValue('a\0b')).toBeUndefined();
	expect(whyUnquotable('a\0b')).toContain('NUL');
	expect(quoteBytes('caf\xe9')).toBeUndefined();
	expect(whyUnquotableBytes('caf\xe9')).toContain('UTF-8');
	expect(quoteBytes(toByteString('café'))).toBe('"café"');
	expect(quoteValue('\ud800')).toBeUndefined();
});
