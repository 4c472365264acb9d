import {describe, expect, test} from 'vitest';
import {checkCondition, isHint} from '../../src/filter/check.ts';
import type {ConditionProblem} from '../../src/filter/problem.ts';
import {fakeCatalogue} from './fake-catalogue.ts';
import {parsed} from './parsed.ts';

const ports = {
	portOf: (name: string) => (name === 'https' ? 443 : undefined),
	near: (name: string) => (name === 'htps' ? 'https' : undefined),
};
const check = (text: string): ConditionProblem[] => checkCondition(parsed(text), fakeCatalogue(), {ports});
const errors = (text: string): ConditionProblem[] => check(text).filter((problem) => !isHint(problem));

describe('refuses', () => {
	test.each([
		['proc.nme = a', 'unknown-field', 'filter_check called with nonexistent field proc.nme'],
		['evt.time = a', 'unknown-field', 'for outputs only'],
		['evt.arg = a', 'field-argument', 'requires an argument'],
		['proc.name[1] = a', 'field-argument', 'does not accept an argument'],
		['fd.num = x', 'bad-value', 'x is not a valid number'],
		['fd.num >= 0x10', 'bad-value', '0x10 is not a valid number'],
		['fd.num >= 1.5', 'bad-value', '1.5 is not a valid number'],
		['proc.fdusage > 0.5', 'bad-value', '0.5 is not a valid number'],
		['evt.is_open_read = yes', 'bad-value', 'unrecognized boolean value yes'],
		['evt.is_open_read > 1', 'operator-type', "'>' operator not supported for numeric filters"],
		['fd.num contains 1', 'operator-type', "'contains' operator not supported for numeric filters"],
		['proc.name bcontains aa', 'operator-type', "'bcontains' operator not supported for string filters"],
		['evt.buffer icontains a', 'operator-type', "'icontains' operator not supported for buffer filters"],
		['fd.sip startswith 1', 'operator-type', "'startswith' operator not supported for ip address and network filters"],
		['fd.types = file', 'operator-type', "'=' operator not supported list filters"],
		['evt.buffer bcontains xyz', 'bad-value', 'support hex strings only'],
		['fd.sip = 1.2.3', 'bad-value', 'unrecognized IPv4 address 1.2.3'],
		['fd.sip = 10.0.0.0/8', 'bad-value', 'unrecognized IPv4 address'],
		['fd.snet = 10.0.0.0/33', 'bad-value', 'invalid netmask 33'],
		['fd.snet = 10.0.0.1', 'bad-value', 'unrecognized IP network'],
		['fd.sport = http2x', 'bad-value', 'unrecognized protocol http2x'],
		['proc.name regex "("', 'bad-value', 'invalid regex pattern'],
		['evt.type = openx', 'unknown-event-type', 'unknown event type openx'],
		['evt.type in (open, openx)', 'unknown-event-type', 'unknown event type openx'],
		['evt.type startswith ope', 'unknown-event-type', 'unknown event type ope'],
		['len(evt.type) > 5', 'transformer', 'does not support `evt.type` checks with transformers'],
		['evt.type = val(proc.name)', 'right-side', 'right-hand field comparisons'],
		['toupper(proc.pid) = 1', 'transformer', "type 'INT64' is not supported by 'toupper' transformer applied on field 'proc.pid'"],
		['toupper(proc.aname) = A', 'transformer', 'does not support transformers'],
		['concat(proc.name) = a', 'transformer', 'at least 2 arguments'],
		['join(proc.name, proc.pname) = a', 'transformer', "not supported by 'join'"],
		['getopt((proc.name), "a")[xy] = a', 'transformer', 'single option character'],
		[
			'proc.name = val(proc.pid)',
			'right-side',
			"field 'proc.name' has type 'CHARBUF' while the right-hand side field 'proc.pid' has incompatible type 'INT64'",
		],
		['proc.name in val(proc.aname)', 'right-side', "field 'proc.aname' can't be used as a right-hand side field"],
		['proc.name regex val(proc.pname)', 'right-side', "doesn't support right-hand side fields"],
		['proc.name = val(fd.types)', 'right-side', 'is a list'],
	])('%s', (text, code, message) => {
		const [problem] = errors(text);
		expect(problem?.code).toBe(code);
		expect(problem?.message).toContain(message);
	});
});

test('all faults are found, each at its place', () => {
	const text = 'proc.nme = a and fd.num = x or not evt.type = opn';
	expect(errors(text).map(({span}) => text.slice(span.start, span.end))).toEqual(['proc.nme', 'x', 'opn']);
});

test('says what was probably meant', () => {
	const hint = (text: string) => errors(text)[0]?.hint;
	expect(hint('evt.num=>0')).toBe('did you mean >= 0?');
	expect(hint('evt.type = opne')).toMatch(/^did you mean open/);
	expect(hint('fd.num = 0x1F')).toBe('write it as a decimal: 31');
	expect(hint('fd.sip = 10.0.0.0/8')).toContain('fd.snet');
	expect(hint('proc.nme = a')).toBe('did you mean proc.name?');
	expect(hint('evt.type = exec')).toBe('did you mean execve or execveat?');
	expect(hint('fd.sport in (80-443)')).toBe('there are no ranges: write … >= 80 and … <= 443');
	expect(hint('fd.sport = htps')).toBe('a port is a number or a name of /etc/services, did you mean https?');
});

test('values that Falco takes are taken', () => {
	const texts = [
		'fd.dev = -1',
		'fd.num = 99999999999999999999',
		'fd.sport = https',
		'fd.snet = 0.0.0.0/0',
		'evt.type exists',
		'evt.type endswith link',
		'proc.name in ()',
		'proc.name in shells',
		'syscall.type glob "x*"',
	];
	expect(texts.filter((text) => errors(text).length > 0)).toEqual([]);
});

test('hints at what is allowed but probably not meant', () => {
	const codes = (text: string) => check(text).map(({code}) => code);
	expect(codes('proc.name regex "bash.*"')).toEqual(['hint-regex']);
	expect(codes('proc.name regex "ba[sz]h"')).toEqual([]);
	expect(codes('proc.name = proc.pname')).toEqual(['hint-field-as-value']);
	expect(codes('proc.name = "toupper(proc.pname)"')).toEqual(['hint-transformer-as-value']);
	expect(codes('proc.name = libc.so')).toEqual([]);
});
