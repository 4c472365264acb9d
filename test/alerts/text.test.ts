import fc from 'fast-check';
import {afterEach, expect, test, vi} from 'vitest';
import {alertText, noticeText} from '../../src/alerts/text.ts';
import {localTime, utcTime} from '../../src/alerts/time.ts';
import {anAlert} from './an-alert.ts';

const LOCAL = {timeFormatIso8601: false};
const ISO = {timeFormatIso8601: true};

afterEach(() => void vi.unstubAllEnvs());

test('a line has time of day, priority and message', () => {
	vi.stubEnv('TZ', 'UTC');
	expect(alertText(anAlert(), LOCAL)).toBe('11:44:32.731814251: Warning file=/etc/shadow');
	expect(alertText(anAlert({priority: 6}), ISO)).toBe('2026-11-22T11:44:32.731814251+0000: Informational file=/etc/shadow');
});

test('the time of day is local, ISO time is UTC', () => {
	vi.stubEnv('TZ', 'Asia/Kolkata');
	expect(localTime(1_795_347_872_000_000_007n)).toBe('17:14:32.000000007');
	expect(utcTime(1_795_347_872_000_000_007n)).toBe('2026-11-22T11:44:32.000000007');
});

test('quotes, backslashes and control characters are escaped as in JSON', () => {
	vi.stubEnv('TZ', 'UTC');
	const message = 'a "b" c:\\d \x1b]0;x\x07 \n \x7f';
	expect(alertText(anAlert({message}), LOCAL)).toBe('11:44:32.731814251: Warning a \\"b\\" c:\\\\d \\u001b]0;x\\u0007 \\n \\u007f');
});

test('no bytes of a message reach a terminal as control characters, and what is not UTF-8 is replaced', () => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 60}), (bytes) => {
			const line = alertText(anAlert({message: Buffer.from(bytes).toString('latin1')}), LOCAL);
			expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
			const text = Buffer.from(bytes).toString('utf8');
			expect(JSON.parse(`"${line}"`).endsWith(`Warning ${text}`)).toBe(true);
		}),
	);
});

test('UTF-8 text stays readable', () => {
	expect(alertText(anAlert({message: Buffer.from('/tmp/größe').toString('latin1')}), LOCAL)).toContain('/tmp/größe');
});

test('a notice shows its facts sorted', () => {
	vi.stubEnv('TZ', 'UTC');
	const notice = {
		tsNs: 1n,
		priority: 7,
		rule: 'Falco internal: syscall event drop',
		hostname: 'h',
		message: 'm.',
		fields: {n_evts: '5', a: 1},
	} as const;
	expect(noticeText(notice, LOCAL)).toBe('00:00:00.000000001: Debug m. (a=1 n_evts="5")');
});
