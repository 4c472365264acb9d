import {expect, test} from 'vitest';
import {atCaret, findingsIn, foundBy, macro, rule} from './findings.ts';

test('an alternative of a rule that can never hold beside the rest is named', () => {
	const found = foundBy('CHECK_NEVER_TRUE', rule('r', 'evt.type=execve and (proc.name=a or fd.name=/x)'));
	expect(found.map(atCaret)).toEqual(['fd.name=/x)']);
});

test('an alternative of a macro is judged without the rules that use it', () => {
	const shared = macro('shared', '(proc.name=a or fd.name=/x)');
	const rules = rule('r', 'evt.type=execve and shared') + rule('s', 'evt.type=openat and shared');
	expect(foundBy('CHECK_NEVER_TRUE', shared + rules)).toEqual([]);
	const wrong = macro('shared', '(proc.name=a or evt.res=0)');
	expect(foundBy('CHECK_NEVER_TRUE', wrong + rules).map(({item}) => item)).toEqual([{type: 'macro', name: 'shared'}]);
});

test('what stands below a not harms nobody when it cannot hold', () => {
	expect(foundBy('CHECK_NEVER_TRUE', rule('r', 'evt.type=execve and proc.name=a and not (proc.name=a and fd.name=/x)'))).toEqual([]);
});

test('placeholders that never match are meant to', () => {
	const text = macro('never_true', 'evt.num=0') + rule('r', 'evt.type=openat and (proc.name=a or never_true)');
	expect(foundBy('CHECK_NEVER_TRUE', text)).toEqual([]);
});

test('a macro that contradicts itself is told of once, wherever it is used', () => {
	const bad = macro('bad', 'proc.name=a and proc.name=b');
	const [finding, ...more] = foundBy('CHECK_NEVER_TRUE', bad + rule('r', 'evt.type=execve and (bad or proc.name=c)'));
	expect(more).toEqual([]);
	expect(finding).toMatchObject({item: {type: 'macro', name: 'bad'}, message: expect.stringContaining('This macro can never hold: ')});
	const outer = macro('outer', 'bad and fd.name=/x');
	expect(foundBy('CHECK_NEVER_TRUE', bad + outer + rule('r', 'evt.type=openat and not outer')).map(({item}) => item?.name)).toEqual([
		'bad',
	]);
	expect(findingsIn([bad + rule('r', 'evt.type=execve and bad')]).map(({code}) => code)).toEqual(['CHECK_NEVER_MATCHES']);
});

test('a macro that cannot hold beside the rest of a rule is named where the rule uses it', () => {
	const file = macro('file', 'fd.name=/x or fd.name=/y');
	const [finding, ...more] = foundBy('CHECK_NEVER_TRUE', file + rule('r', 'evt.type=execve and (proc.name=c or file)'));
	expect(more).toEqual([]);
	expect(finding.message).toContain("Macro 'file' can never hold here: fd.name has no value for");
	expect(atCaret(finding)).toBe('file)');
	expect(foundBy('CHECK_NEVER_TRUE', file + rule('r', 'evt.type in (execve, open) and (proc.name=c or file)'))).toEqual([]);
});
