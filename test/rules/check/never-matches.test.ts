import {expect, test} from 'vitest';
import {atCaret, foundBy, macro, rule} from './findings.ts';

const never = (condition: string, before = '') => foundBy('CHECK_NEVER_MATCHES', `${before}${rule('r', condition)}`);

test.each([
	['a number beside evt.res', 'evt.type=open and evt.res=0', 'evt.res=0', /evt\.rawres=0/],
	['an error name that is none', 'evt.type=open and evt.res=EACCESS', 'evt.res=EACCESS', /EACCES\?/],
	['two values of one field', 'evt.type=open and proc.name=a and proc.name=b', 'proc.name=b', undefined],
	['a value that is excluded', 'evt.type=open and proc.name in (a, b) and not proc.name in (a, b, c)', 'proc.name in (a, b, c)', undefined],
	[
		'a value without the beginning that is wanted',
		'evt.type=open and fd.name=/etc/x and fd.name startswith /usr',
		'fd.name startswith /usr',
		undefined,
	],
	['two beginnings', 'evt.type=open and fd.name startswith /etc and fd.name startswith /usr', 'fd.name startswith /usr', undefined],
	['a range without a number in it', 'evt.type=open and fd.num > 5 and fd.num < 3', 'fd.num < 3', undefined],
	['two event types at once', 'evt.type=open and evt.type=execve', 'evt.type=open', undefined],
	['a descriptor of an event without one', 'evt.type=execve and fd.name=/x', 'fd.name=/x', /openat/],
	['a parameter that the event does not have', 'evt.type=openat and evt.arg.oldpath=/x', 'evt.arg.oldpath=/x', /rename/],
	[
		'a program name longer than the kernel keeps',
		'evt.type=open and proc.name=systemd-executor',
		'proc.name=systemd-executor',
		/systemd-executo'/,
	],
	['an opening of what opens nothing', 'evt.type=execve and evt.is_open_read=true', 'evt.is_open_read=true', undefined],
	['a kind of descriptor that is none', 'evt.type=open and fd.typechar=F', 'fd.typechar=F', /did you mean|one of/],
	['enter events', 'evt.type=open and evt.dir=>', 'evt.dir=>', undefined],
])('a rule never matches because of %s', (_, condition, caret, hint) => {
	const [finding, ...more] = never(condition);
	expect(more).toEqual([]);
	expect(finding).toMatchObject({severity: 'warning', item: {type: 'rule', name: 'r'}});
	expect(atCaret(finding).startsWith(caret)).toBe(true);
	if (hint) expect(finding.hint).toMatch(hint);
});

test('every alternative is looked at, and the reasons in macros are found where they stand', () => {
	const macros = macro('mine', 'proc.name=a or proc.name=b');
	const [finding] = never('evt.type=open and mine and proc.name=c', macros);
	expect(finding.place.file).toBe('rules0.yaml');
	expect(finding.related.length).toBe(1);
	expect(never('evt.type=open and mine and proc.name=b', macros)).toEqual([]);
});

test.each([
	['a condition that can hold', 'evt.type=open and proc.name=a'],
	['different arguments of a field', 'evt.type=open and proc.aname[2]=a and proc.aname[3]=b'],
	['a field that means any of several values', 'evt.type=open and proc.aname=a and proc.aname=b'],
	['either end of a connection', 'evt.type=connect and fd.port=1 and fd.port=2'],
	['a missing value, which passes a negated check', 'evt.type=execve and not fd.name=/x'],
	['one event of several that has the field', 'evt.type in (execve, open) and fd.name=/x'],
	['a list field', 'evt.type=open and fd.types in (file) and fd.types in (ipv4)'],
	['overlapping beginnings', 'evt.type=open and fd.name startswith /etc and fd.name startswith /etc/x'],
	['the direction of an event that is no system call', 'evt.type=procexit and evt.dir=>'],
	['ranges that meet', 'evt.type=open and fd.num >= 3 and fd.num <= 3'],
	['results as numbers', 'evt.type=open and evt.rawres=0'],
	['error names', 'evt.type=open and evt.res in (ENOENT, EACCES, SUCCESS)'],
	['a name of fifteen bytes', 'evt.type=open and proc.name=systemd-executo'],
	['a beginning of a name', 'evt.type=open and proc.name startswith systemd'],
	['glob against a value', 'evt.type=open and fd.name=/etc/passwd and fd.name glob "/etc/*"'],
	['a comparison with another field', 'evt.type=open and proc.name=a and proc.name=val(proc.pname)'],
])('nothing is said of %s', (_, condition) => {
	expect(never(condition)).toEqual([]);
});

test('a condition that is the constant never is named as such', () => {
	const [finding] = never('evt.type=open and never_true', macro('never_true', 'evt.num=0'));
	expect(finding.message).toMatch(/false whatever happens/);
});
