import {describe, expect, test} from 'vitest';
import {eventCode} from '../../src/events/event-types.ts';
import {checkCondition, isHint} from '../../src/filter/check.ts';
import {createCompiler} from '../../src/filter/compile.ts';
import {asEvent, type FakeEvent, fakeCatalogue} from './fake-catalogue.ts';
import {parsed} from './parsed.ts';

function verdict(text: string, event: FakeEvent): boolean {
	const catalogue = fakeCatalogue();
	const expression = parsed(text);
	const problems = checkCondition(expression, catalogue).filter((problem) => !isHint(problem));
	if (problems.length > 0) throw new Error(`${problems[0].message} in ${text}`);
	return createCompiler(catalogue).compile(expression)(asEvent(event));
}

const event: FakeEvent = {
	'evt.type': 'open',
	'evt.is_open_read': true,
	'evt.buffer': 'a\0\xca\xfeb',
	'proc.name': 'bash',
	'proc.pname': 'bash',
	'proc.exepath': '/usr/bin/bash',
	'proc.pid': 42,
	'proc.aname': ['sshd', 'init'],
	'proc.duration': 18446744073709524920n,
	'fd.num': -1,
	'fd.name': '/etc/ssl/private/key.PEM',
	'fd.types': ['file', 'pipe'],
	'fd.sip': '\x0a\x00\x00\x01',
	'fd.ip': ['\x0a\x00\x00\x01', '\x7f\x00\x00\x01'],
	'fd.snet': '\x0a\x00\x00\x01',
	'fd.sport': 443,
	'fd.dev': 4294967295,
	'proc.env[X]': 'caf\xc3\xa9',
};

const TRUE = [
	'proc.name = bash',
	'proc.name == "bash"',
	'proc.name != zsh',
	'proc.name in (zsh, bash)',
	'proc.name intersects (bash)',
	'proc.name exists',
	'proc.name contains as',
	'proc.name icontains "AS"',
	'proc.name startswith ba',
	'proc.name endswith sh',
	'proc.name glob "b*h"',
	'proc.name iglob "B??h"',
	'proc.name regex "b[a-z]+h"',
	'proc.name = oneof (bash, zsh)',
	'proc.name contains allof (b, a)',
	'proc.name startswith anyof (x, b)',
	'proc.name regex anyof (x, "b.*")',
	'proc.pid = 42',
	'proc.pid >= 42',
	'proc.pid < 43',
	'proc.pid in (1, 42)',
	'proc.pid != 1',
	'fd.num = -1',
	'fd.num < 0',
	'fd.dev = -1',
	'proc.pid = 042',
	'evt.is_open_read = true',
	'evt.is_open_read != false',
	'evt.is_open_read in (true)',
	'proc.duration = 18446744073709524920',
	'proc.duration > 5',
	'proc.duration in (1, 18446744073709524920)',
	'evt.buffer bcontains cafe',
	'evt.buffer bstartswith 6100',
	'evt.buffer contains b',
	'evt.buffer startswith a',
	'evt.buffer endswith b',
	'proc.aname = init',
	'proc.aname != init',
	'proc.aname in (init, x)',
	'proc.aname startswith ss',
	'proc.aname exists',
	'fd.types in (file, pipe, sock)',
	'fd.types intersects (pipe)',
	'fd.types exists',
	'fd.sip = 10.0.0.1',
	'fd.sip in ("10.0.0.1", "::1")',
	'fd.sip != "::1"',
	'fd.ip = 127.0.0.1',
	'fd.ip != 1.2.3.4',
	'fd.ip in (127.0.0.1)',
	'fd.snet = 10.0.0.0/8',
	'fd.snet in ("192.168.0.0/16", "10.0.0.0/8")',
	'fd.snet != 192.168.0.0/16',
	'fd.snet = 0.0.0.0/0',
	'fd.sport = https',
	'fd.sport = 443',
	'fd.name pmatch (/usr, /etc/ssl)',
	'fd.name pmatch ("/etc/*/private")',
	'proc.exepath pmatch (/)',
	'proc.name = val(proc.pname)',
	'proc.name in val(proc.pname)',
	'tolower(proc.exepath) = basename(proc.exepath) or proc.name = bash',
	'toupper(proc.name) = BASH',
	'len(proc.name) = 4',
	'len(fd.types) = 2',
	'basename(fd.name) = key.PEM',
	'concat(proc.name, "-", proc.pname) = bash-bash',
	'join(",", fd.types) = "file,pipe"',
	'join("+", (proc.name, "x")) = bash+x',
	'toupper(basename(proc.exepath)) in (BASH)',
	'len(evt.buffer) = 5',
	'tolower(fd.types) in (file, pipe)',
	'proc.env[X] = café',
	'len(proc.env[X]) = 5',
	'proc.env[X] regex "caf."',
	'proc.env[X] glob "caf??"',
	'not proc.args = x',
	'not not proc.name = bash',
	'evt.type in (open, openat)',
	'evt.num >= 0',
	'not evt.num = 0',
	'b64(proc.name) exists',
	'getopt((proc.name, "-t", "5"), "t:") in ()',
	'fd.dev = 8589934591',
];
const FALSE = [
	'proc.args = x',
	'proc.args != x',
	'proc.args exists',
	'proc.args in ()',
	'proc.args contains ""',
	'tolower(proc.args) != x',
	'len(proc.args) >= 0',
	'concat(proc.name, proc.args) exists',
	'proc.name = val(proc.args)',
	'proc.args = val(proc.name)',
	'proc.name in ()',
	'proc.name = oneof (bash, "bash")',
	'proc.name = allof ()',
	'proc.name = anyof ()',
	'proc.name glob "b"',
	'proc.name regex "as"',
	'fd.ip != 127.0.0.1',
	'fd.ip != 10.0.0.1',
	'fd.types in (file)',
	'fd.sip = "::1"',
	'fd.snet != 10.0.0.0/8',
	'fd.name pmatch (/etc/ss, /etc/ssl/private/key.PEM/x)',
	'b64(fd.name) exists',
	'evt.num = 0',
	'proc.pid > 42',
	'proc.aname = bash',
];

describe('a check that holds', () => {
	test.each(TRUE)('%s', (text) => {
		expect(verdict(text, event)).toBe(true);
	});
});

describe('a check that does not hold', () => {
	test.each(FALSE)('%s', (text) => {
		expect(verdict(text, event)).toBe(false);
	});
});

test('a field is read once an event, however many conditions ask for it', () => {
	const catalogue = fakeCatalogue();
	const compiler = createCompiler(catalogue);
	const predicates = compiler.compileAll(
		['proc.name = a or proc.name contains b', 'proc.name startswith c', 'not proc.name = d'].map((text) => ({expression: parsed(text)})),
	);
	for (let i = 1; i <= 3; i++) {
		compiler.nextEvent();
		for (const predicate of predicates) predicate(asEvent(event));
		expect(catalogue.extractions['proc.name']).toBe(i);
	}
});

test('what was found for one event is not used for the next', () => {
	const compiler = createCompiler(fakeCatalogue());
	const shared = parsed('(proc.name = a and fd.name = b) or proc.name regex "x.z"');
	const predicates = compiler.compileAll([{expression: shared}, {expression: {kind: 'not', item: shared, span: shared.span}}]);
	const seen = [{'proc.name': 'a', 'fd.name': 'b'}, {'proc.name': 'a'}, {'proc.name': 'xyz'}, {}].map((values) => {
		compiler.nextEvent();
		return predicates.map((predicate) => predicate(asEvent(values)));
	});
	expect(seen).toEqual([
		[true, false],
		[false, true],
		[true, false],
		[false, true],
	]);
});

test('for events of one type, checks of the type are decided beforehand', () => {
	const catalogue = fakeCatalogue();
	const compiler = createCompiler(catalogue);
	const expression = parsed('evt.type in (open, openat) and not evt.type = openat and proc.name = bash');
	const [onOpen, onOpenat] = compiler.compileAll([
		{expression, eventType: eventCode('OPEN_X')},
		{expression, eventType: eventCode('OPENAT_2_X')},
	]);
	expect(onOpen(asEvent(event))).toBe(true);
	expect(onOpenat(asEvent(event))).toBe(false);
	expect(catalogue.extractions['evt.type']).toBeUndefined();
});

test('a hostile constant stays a value in generated code', () => {
	const text = ['\\"); throw new Error("code"); ("\u2028`$', '{1}'].join('');
	const values = {'proc.name': Buffer.from(text).toString('latin1')};
	expect(verdict(`proc.name = ${JSON.stringify(text)} and proc.name startswith ${JSON.stringify(text)}`, values)).toBe(true);
});

test('deep and wide conditions compile', () => {
	let deep = 'proc.name = a';
	for (let i = 0; i < 300; i++) deep = `fd.num = ${i} ${i % 2 === 0 ? 'and' : 'or'} (${deep})`;
	const wide = Array.from({length: 2000}, (_, i) => `proc.name contains n${i}x`).join(' or ');
	expect(verdict(deep, {'fd.num': 299, 'proc.name': 'b'})).toBe(true);
	expect(verdict(deep, {'fd.num': -1, 'proc.name': 'a'})).toBe(false);
	expect(verdict(wide, {'proc.name': 'an1999x'})).toBe(true);
	expect(verdict(wide, {'proc.name': 'n2000x'})).toBe(false);
});
