import fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatIp, isInNet, parseIp, parseIpNet} from '../../src/fields/ip.ts';

const bytes = (length: number) => fc.uint8Array({minLength: length, maxLength: length}).map((array) => String.fromCharCode(...array));

test('an address printed and parsed is itself', () => {
	fc.assert(fc.property(fc.oneof(bytes(4), bytes(16)), (address) => parseIp(formatIp(address)) === address));
});

test.each([
	['::', '\0'.repeat(16)],
	['::1', `${'\0'.repeat(15)}\x01`],
	['fe80::1:0:0:2', '\xfe\x80\0\0\0\0\0\0\0\x01\0\0\0\0\0\x02'],
	['2001:db8::', `\x20\x01\x0d\xb8${'\0'.repeat(12)}`],
	['::ffff:10.0.0.1', '\0\0\0\0\0\0\0\0\0\0\xff\xff\x0a\0\0\x01'],
	['10.0.0.1', '\x0a\0\0\x01'],
])('%s is written as inet_ntop writes it', (text, address) => {
	expect(parseIp(text)).toBe(address);
	expect(formatIp(address)).toBe(text);
});

test.each(['', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '1::2::3', '12345::', ':::', '1:2:3:4:5:6:7:8:9', 'a.b.c.d', '1.2.3.4/8'])(
	'%j is no address',
	(text) => {
		expect(parseIp(text)).toBeUndefined();
	},
);

test('networks hold the addresses that share their prefix', () => {
	const inside = (net: string, address: string) => isInNet(parseIp(address) ?? '', parseIpNet(net) ?? {address: '', prefix: 0});
	expect(inside('10.0.0.0/8', '10.200.3.4')).toBe(true);
	expect(inside('10.0.0.0/8', '11.0.0.1')).toBe(false);
	expect(inside('192.168.4.0/22', '192.168.7.255')).toBe(true);
	expect(inside('192.168.4.0/22', '192.168.8.0')).toBe(false);
	expect(inside('2001:db8::/33', '2001:db8:7fff::1')).toBe(true);
	expect(inside('2001:db8::/33', '2001:db8:8000::1')).toBe(false);
	expect(inside('0.0.0.0/0', '8.8.8.8')).toBe(true);
	expect(inside('::/0', '8.8.8.8')).toBe(false);
});

test.each(['10.0.0.0', '10.0.0.0/33', '::/129', '10.0.0.0/x', '10.0.0.0/'])('%j is no network', (text) => {
	expect(parseIpNet(text)).toBeUndefined();
});
