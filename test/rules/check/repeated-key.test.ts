import {expect, test} from 'vitest';
import {atCaret, foundBy, rule} from './findings.ts';

test('a key that stands twice is named with the one that counts', () => {
	const [finding, ...more] = foundBy('CHECK_REPEATED_KEY', rule('r', 'evt.type=openat', '  priority: ERROR\n'));
	expect(more).toEqual([]);
	expect(atCaret(finding)).toBe('priority: ERROR');
	expect(finding.related.map(atCaret)).toEqual(['priority: INFO']);
});

test('keys of exceptions and overrides are looked at too, those of other items are others', () => {
	const exceptions = '  exceptions:\n    - name: e\n      fields: proc.name\n      values: [a]\n      values: [b]\n';
	expect(foundBy('CHECK_REPEATED_KEY', rule('r', 'evt.type=openat', exceptions)).map(atCaret)).toEqual(['values: [b]']);
	expect(foundBy('CHECK_REPEATED_KEY', rule('r', 'evt.type=openat') + rule('s', 'evt.type=openat'))).toEqual([]);
});
