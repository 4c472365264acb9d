import fc from 'fast-check';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {alertJson, DEFAULT_JSON_OPTIONS, doubleJson, noticeJson, valueJson} from '../../src/alerts/json.ts';
import {anAlert} from './an-alert.ts';

beforeEach(() => void vi.stubEnv('TZ', 'UTC'));
afterEach(() => void vi.unstubAllEnvs());

test('keys are sorted, tags too, and the time of the event is among the fields as an exact integer', () => {
	expect(alertJson(anAlert({tags: ['b', 'a', 'b']}), DEFAULT_JSON_OPTIONS)).toBe(
		'{"hostname":"golden","output":"11:44:32.731814251: Warning file=/etc/shadow",' +
			'"output_fields":{"evt.time":1795347872731814251,"evt.type":"symlink","user.uid":0},' +
			'"priority":"Warning","rule":"Some rule","source":"syscall","tags":["a","b"],"time":"2026-11-22T11:44:32.731814251Z"}',
	);
});

test('each part can be left out, the message can be added', () => {
	const none = {timeFormatIso8601: true, includeOutput: false, includeMessage: true, includeOutputFields: false, includeTags: false};
	expect(alertJson(anAlert(), none)).toBe(
		'{"hostname":"golden","message":"file=/etc/shadow","priority":"Warning","rule":"Some rule","source":"syscall","time":"2026-11-22T11:44:32.731814251Z"}',
	);
	expect(alertJson(anAlert({tags: []}), {...none, includeTags: true})).toContain('"tags":[]');
});

test('with ISO times the event time goes by its other name, and in the output', () => {
	const parsed = JSON.parse(alertJson(anAlert(), {...DEFAULT_JSON_OPTIONS, timeFormatIso8601: true}));
	expect(Object.keys(parsed.output_fields)).toEqual(['evt.time.iso8601', 'evt.type', 'user.uid']);
	expect(parsed.output).toBe('2026-11-22T11:44:32.731814251+0000: Warning file=/etc/shadow');
});

test.each([
	[0, '0.0'],
	[-0, '-0.0'],
	[12, '12.0'],
	[0.03, '0.03'],
	[2 / 3, '0.6666666666666666'],
	[0.0001, '0.0001'],
	[0.000012, '1.2e-05'],
	[1e-7, '1e-07'],
	[1e14, '100000000000000.0'],
	[1e15, '1e+15'],
	[-2.5e100, '-2.5e+100'],
	[Number.NaN, 'null'],
])('a floating-point %d is written %s', (value, written) => {
	expect(doubleJson(value)).toBe(written);
});

test('a whole floating-point number among the fields keeps its point', () => {
	const {fields, doubles} = {fields: {'proc.fdusage': 100, 'proc.pid': 100}, doubles: ['proc.fdusage']};
	expect(alertJson(anAlert({fields, doubles}), DEFAULT_JSON_OPTIONS)).toContain('"proc.fdusage":100.0,"proc.pid":100}');
});

test('values keep their types, whatever their size', () => {
	expect(valueJson(2n ** 64n - 1n)).toBe('18446744073709551615');
	expect(valueJson(true)).toBe('true');
	expect(valueJson(null)).toBe('null');
	expect(valueJson(['a', 'b"'])).toBe('["a","b\\""]');
	expect(valueJson(-1)).toBe('-1');
});

test('any bytes make one line of valid JSON without raw control characters', () => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 60}), (bytes) => {
			const message = Buffer.from(bytes).toString('latin1');
			const line = alertJson(anAlert({message, fields: {'fd.name': message}}), DEFAULT_JSON_OPTIONS);
			expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
			expect(JSON.parse(line).output_fields['fd.name']).toBe(Buffer.from(bytes).toString('utf8'));
		}),
	);
});

test('a notice is of source internal and has no tags', () => {
	const notice = {tsNs: 1n, priority: 7, rule: 'Falco internal: x', hostname: 'h', message: 'm', fields: {b: '1', a: 2n ** 63n}} as const;
	expect(noticeJson(notice, DEFAULT_JSON_OPTIONS)).toBe(
		'{"hostname":"h","output":"00:00:00.000000001: Debug m","output_fields":{"a":9223372036854775808,"b":"1"},' +
			'"priority":"Debug","rule":"Falco internal: x","source":"internal","time":"1970-01-01T00:00:00.000000001Z"}',
	);
});
