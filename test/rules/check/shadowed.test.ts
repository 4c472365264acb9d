import {expect, test} from 'vitest';
import {foundBy, macro, rule} from './findings.ts';

const shadowed = (...texts: string[]) => foundBy('CHECK_SHADOWED_RULE', ...texts).map(({item}) => item?.name);

test.each([
	['the same condition', 'evt.type=open and proc.name=a', 'evt.type=open and proc.name=a'],
	['a wider one', 'evt.type=open', 'evt.type=open and proc.name=a'],
	['a list that holds the value', 'evt.type in (open, openat) and proc.name in (a, b)', 'evt.type=open and proc.name=b'],
	['an alternative', 'evt.type=open and (proc.name=a or fd.name=/x)', 'evt.type=open and fd.name=/x and user.name=root'],
	['a beginning', 'evt.type=open and fd.name startswith /etc', 'evt.type=open and fd.name=/etc/shadow'],
	['fewer exclusions', 'evt.type=open and not proc.name=a', 'evt.type=open and not proc.name in (a, b)'],
	['an exclusion of something else', 'evt.type=open and not proc.name=a', 'evt.type=open and proc.name=b'],
	['a shorter beginning', 'evt.type=open and fd.name startswith /etc', 'evt.type=open and fd.name startswith /etc/ssh'],
	['a shorter end', 'evt.type=open and fd.name endswith .conf', 'evt.type=open and fd.name endswith /my.conf'],
	['exists', 'evt.type=open and fd.name exists', 'evt.type=open and fd.name=/x'],
])('a rule is behind an earlier one with %s', (_, earlier, later) => {
	expect(shadowed(rule('first', earlier) + rule('second', later))).toEqual(['second']);
});

test.each([
	['a narrower one', 'evt.type=open and proc.name=a', 'evt.type=open'],
	['a longer beginning', 'evt.type=open and fd.name startswith /etc/ssh', 'evt.type=open and fd.name startswith /etc'],
	['an end that is no beginning', 'evt.type=open and fd.name endswith /etc', 'evt.type=open and fd.name startswith /etc'],
	['other events', 'evt.type=open', 'evt.type=execve'],
	['a hook that somebody filled in', 'evt.type=open and not user_known', 'evt.type=open and proc.name=a'],
	['more exclusions', 'evt.type=open and not proc.name in (a, b)', 'evt.type=open and not proc.name=a'],
	['another field', 'evt.type=open and proc.name=a', 'evt.type=open and proc.pname=a'],
	['another argument', 'evt.type=open and proc.aname[1]=a', 'evt.type=open and proc.aname[2]=a'],
	['one of several ancestors', 'evt.type=open and not proc.aname=a', 'evt.type=open and proc.aname=b'],
])('a rule is not behind one with %s', (_, earlier, later) => {
	expect(shadowed(macro('user_known', 'proc.name=a') + rule('first', earlier) + rule('second', later))).toEqual([]);
});

test('a hook that is not filled in hides nothing', () => {
	const hook = macro('never_true', 'evt.num=0') + macro('user_known', '(never_true)');
	expect(shadowed(hook + rule('first', 'evt.type=open and not user_known') + rule('second', 'evt.type=open and proc.name=a'))).toEqual([
		'second',
	]);
});

test('rules that are off hide nothing', () => {
	expect(shadowed(rule('first', 'evt.type=open', '  enabled: false\n') + rule('second', 'evt.type=open'))).toEqual([]);
});
