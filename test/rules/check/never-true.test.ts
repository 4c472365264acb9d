import {expect, test} from 'vitest';
import {atCaret, foundBy, macro, rule} from './findings.ts';

test('an alternative of a rule that can never hold beside the rest is named', () => {
	const found = foundBy('CHECK_NEVER_TRUE', rule('r', 'evt.type=execve and (proc.name=a or fd.name=/x)'));
	expect(found.map(atCaret)).toEqual(['fd.name=/x)']);
});

test('an alternative of a macro is judged without the rules that use it', () => {
	const shared = macro('shared', '(proc.name=a or fd.name=/x)');
	const rules = rule('r', 'evt.type=execve and shared') + rule('s', 'evt.type=open and shared');
	expect(foundBy('CHECK_NEVER_TRUE', shared + rules)).toEqual([]);
	const wrong = macro('shared', '(proc.name=a or evt.res=0)');
	expect(foundBy('CHECK_NEVER_TRUE', wrong + rules).map(({item}) => item)).toEqual([{type: 'macro', name: 'shared'}]);
});

test('what stands below a not harms nobody when it cannot hold', () => {
	expect(foundBy('CHECK_NEVER_TRUE', rule('r', 'evt.type=execve and proc.name=a and not (proc.name=a and fd.name=/x)'))).toEqual([]);
});

test('placeholders that never match are meant to', () => {
	const text = macro('never_true', 'evt.num=0') + rule('r', 'evt.type=open and (proc.name=a or never_true)');
	expect(foundBy('CHECK_NEVER_TRUE', text)).toEqual([]);
});
