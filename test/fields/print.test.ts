import {expect, test} from 'vitest';
import {jsonValue, outputJson, outputText, printValue} from '../../src/fields/print.ts';
import {Watched} from '../system/machine.ts';
import {fieldNamed} from './field-named.ts';

const print = (name: string, value: Parameters<typeof printValue>[1], options = {}) => printValue(fieldNamed(name), value, options);
const json = (name: string, value: Parameters<typeof jsonValue>[1]) => jsonValue(fieldNamed(name), value);

test('a missing value is <NA> in text and null in JSON', () => {
	expect(print('proc.name', undefined)).toBe('<NA>');
	expect(json('proc.name', undefined)).toBeNull();
});

test('integers beyond 2^53 keep their digits', () => {
	expect(print('evt.rawtime', 1795347892226385358n)).toBe('1795347892226385358');
	expect(json('evt.rawtime', 1795347892226385358n)).toBe(1795347892226385358n);
});

test('remainders of times are padded in text, but not in JSON', () => {
	expect(print('evt.rawtime.ns', 4711)).toBe('000004711');
	expect(json('evt.rawtime.ns', 4711)).toBe(4711);
});

test('what is shown in hex is text in JSON', () => {
	expect(print('fd.dev', 65024)).toBe('FE00');
	expect(json('fd.dev', 65024)).toBe('FE00');
});

test('percentages have one decimal in text and all of them in JSON', () => {
	expect(print('proc.fdusage', 0.0299)).toBe('0.0');
	expect(json('proc.fdusage', 0.0299)).toBe(0.0299);
});

test('lists stand in parentheses and end within 1024 bytes', () => {
	expect(print('fd.types', ['file', 'pipe'])).toBe('(file,pipe)');
	expect(json('fd.types', ['file', 'pipe'])).toEqual(['file', 'pipe']);
	expect(print('fd.types', Array(500).fill('file')).length).toBeLessThan(1024);
});

test('ancestors are joined by blanks, in JSON too', () => {
	expect(print('proc.aname', ['sh', 'sshd'])).toBe('sh sshd');
	expect(json('proc.aname', ['sh', 'sshd'])).toBe('sh sshd');
});

test('a byte buffer shows dots for what cannot be printed, or base64', () => {
	expect(print('evt.buffer', 'a\0\x1b[b\xff')).toBe('a..[b.');
	expect(print('evt.buffer', 'a\0', {bufferBase64: true})).toBe('YQA=');
});

test('addresses are text, networks have no text', () => {
	expect(print('fd.sip', '\x7f\0\0\x01')).toBe('127.0.0.1');
	expect(print('fd.snet', '\x7f\0\0\x01')).toBe('<IPNET>');
});

test('no control byte and no broken UTF-8 of a name comes out', () => {
	expect(print('proc.name', 'a\x1b]0;x\x07b\x7f')).toBe('a\xef\xbf\xbd]0;x\xef\xbf\xbdb\xef\xbf\xbd');
	expect(json('proc.name', 'caf\xc3\xa9\xff')).toBe('café�');
});

test('evt.time is local time in text and nanoseconds in JSON', () => {
	const watched = new Watched();
	watched.see('CLOSE_X', {tid: 100, params: {res: 0, fd: 3}}, (event) => {
		expect(outputText(fieldNamed('evt.time'), event)).toMatch(/^\d\d:\d\d:20\.000000000$/);
		expect(outputJson(fieldNamed('evt.time'), event)).toBe(1_700_000_000_000_000_000n);
	});
});

test('evt.rawarg is shown as its event has it', () => {
	const watched = new Watched();
	watched.see('GETDENTS64_X', {tid: 100, params: {res: 0, fd: 4}}, (event) =>
		expect(outputJson(fieldNamed('evt.rawarg.fd'), event)).toBe('4'),
	);
	watched.see('CLOSE_X', {tid: 100, params: {res: 0, fd: 4}}, (event) => expect(outputJson(fieldNamed('evt.rawarg.fd'), event)).toBe(4));
});
