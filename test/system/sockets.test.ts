import {expect, test} from 'vitest';
import type {EventContext} from '../../src/system/context.ts';
import {FdFlag} from '../../src/system/fd-table.ts';
import {ipv6Text} from '../../src/system/socket-address.ts';
import {inetAddress, inetTuple, unixTuple} from './events.ts';
import {fileEntry, machineState, Watched} from './machine.ts';

const socket = (fd: number, type: number, domain = 2) => ({tid: 100, params: {fd, domain, type, proto: 0, flags: 0}});
const TCP = 1;
const UDP = 2;
const shown = ({fd}: EventContext) => [fd?.name, fd?.type, flagsOf(fd?.flags ?? 0)];
const flagsOf = (flags: number): string =>
	Object.entries(FdFlag)
		.filter(([, bit]) => (flags & bit) !== 0)
		.map(([name]) => name)
		.join(' ');

test('a connect names the socket and makes it a client', () => {
	const watched = new Watched();
	watched.happen('SOCKET_SOCKET_X', socket(5, TCP));
	const connect = {
		tid: 100,
		params: {res: 0, tuple: inetTuple('10.0.0.1', 4000, '10.0.0.2', 80), fd: 5, addr: inetAddress('10.0.0.2', 80)},
	};
	expect(watched.see('SOCKET_CONNECT_X', connect, shown)).toEqual([
		'10.0.0.1:4000->10.0.0.2:80',
		'ipv4',
		'ROLE_CLIENT SOCKET_CONNECTED NAME_CHANGED',
	]);
	expect(watched.see('READ_X', {tid: 100, params: {res: 1, data: 'x', fd: 5, size: 1}}, shown)[2]).toBe('ROLE_CLIENT SOCKET_CONNECTED');
});

test('a connect that is under way counts as connected, a failed one does not', () => {
	const watched = new Watched();
	watched.happen('SOCKET_SOCKET_X', socket(5, TCP));
	const connect = (res: number) => ({
		tid: 100,
		params: {res, tuple: inetTuple('10.0.0.1', 4000, '10.0.0.2', 80), fd: 5, addr: inetAddress('10.0.0.2', 80)},
	});
	expect(watched.see('SOCKET_CONNECT_X', connect(-111), shown)).toEqual(['', 'ipv4', '']);
	expect(watched.see('SOCKET_CONNECT_X', connect(-115), shown)).toEqual([
		'10.0.0.1:4000->10.0.0.2:80',
		'ipv4',
		'ROLE_CLIENT SOCKET_CONNECTED NAME_CHANGED',
	]);
});

test('a server binds, listens and accepts', () => {
	const watched = new Watched();
	watched.happen('SOCKET_SOCKET_X', socket(5, TCP));
	expect(watched.see('SOCKET_BIND_X', {tid: 100, params: {res: 0, addr: inetAddress('0.0.0.0', 8080), fd: 5}}, shown)).toEqual([
		'0.0.0.0:8080',
		'ipv4server',
		'ROLE_SERVER NAME_CHANGED',
	]);
	const accept = {
		tid: 100,
		params: {fd: 6, tuple: inetTuple('10.0.0.9', 555, '10.0.0.1', 8080), queuepct: 0, queuelen: 0, queuemax: 5, flags: 4096},
	};
	expect(watched.see('SOCKET_ACCEPT4_6_X', accept, shown)).toEqual([
		'10.0.0.9:555->10.0.0.1:8080',
		'ipv4',
		'ROLE_SERVER SOCKET_CONNECTED NAME_CHANGED',
	]);
	expect(watched.thread(100).fds.get(6)).toMatchObject({sip: '\x0a\0\0\x09', sport: 555, dport: 8080, l4proto: 2});
});

test('a socket bound to no port is not a server yet', () => {
	const watched = new Watched();
	watched.happen('SOCKET_SOCKET_X', socket(5, TCP));
	expect(watched.see('SOCKET_BIND_X', {tid: 100, params: {res: 0, addr: inetAddress('127.0.0.1', 0), fd: 5}}, shown)).toEqual([
		'127.0.0.1:0',
		'ipv4',
		'NAME_CHANGED',
	]);
});

test('each datagram tells anew who is at the other end', () => {
	const watched = new Watched();
	watched.happen('SOCKET_SOCKET_X', socket(5, UDP));
	const send = (port: number) => ({
		tid: 100,
		params: {res: 1, data: 'x', fd: 5, size: 1, tuple: inetTuple('10.0.0.1', 4000, '10.0.0.2', port)},
	});
	expect(watched.see('SOCKET_SENDTO_X', send(53), shown)).toEqual([
		'10.0.0.1:4000->10.0.0.2:53',
		'ipv4',
		'ROLE_CLIENT SOCKET_CONNECTED NAME_CHANGED',
	]);
	expect(watched.see('SOCKET_SENDTO_X', send(53), shown)[2]).toBe('ROLE_CLIENT SOCKET_CONNECTED');
	const answer = {tid: 100, params: {res: 1, data: 'y', tuple: inetTuple('10.0.0.2', 53, '10.0.0.1', 4000), fd: 5, size: 9}};
	expect(watched.see('SOCKET_RECVFROM_X', answer, shown)).toEqual(['10.0.0.1:4000->10.0.0.2:53', 'ipv4', 'ROLE_CLIENT SOCKET_CONNECTED']);
});

test('a datagram to any address of this machine is completed with the interface it must have used', () => {
	const interfaces = [
		{name: 'lo', address: '\x7f\0\0\x01', netmask: '\xff\0\0\0', broadcast: ''},
		{name: 'eth0', address: '\x0a\0\0\x01', netmask: '\xff\xff\xff\0', broadcast: ''},
	];
	const watched = new Watched(machineState({interfaces}));
	watched.happen('SOCKET_SOCKET_X', socket(5, UDP));
	watched.happen('SOCKET_SENDTO_X', {
		tid: 100,
		params: {res: 1, data: 'x', fd: 5, size: 1, tuple: inetTuple('0.0.0.0', 4000, '10.0.0.77', 53)},
	});
	expect(watched.fdName(5)).toBe('10.0.0.1:4000->10.0.0.77:53');
});

test('a socket nobody saw being made is learnt from what it sends', () => {
	const watched = new Watched();
	watched.happen('SOCKET_SENDTO_X', {
		tid: 100,
		params: {res: 1, data: 'x', fd: 9, size: 1, tuple: inetTuple('10.0.0.1', 4000, '10.0.0.2', 53)},
	});
	expect(watched.thread(100).fds.get(9)).toMatchObject({type: 'ipv4', l4proto: 3, dport: 53});
});

test('UNIX sockets have the kernel’s addresses and their path as a name', () => {
	const watched = new Watched();
	watched.happen('SOCKET_SOCKET_X', socket(5, TCP, 1));
	watched.happen('SOCKET_CONNECT_X', {
		tid: 100,
		params: {res: 0, tuple: unixTuple(0xffff888100840480n, 0xffff888101b94900n, '/run/docker.sock'), fd: 5},
	});
	watched.happen('SOCKET_SOCKETPAIR_X', {tid: 100, params: {res: 0, fd1: 6, fd2: 7, source: 17, peer: 18, domain: 1, type: 1, proto: 0}});
	expect(watched.fdName(5)).toBe('ffff888100840480->ffff888101b94900 /run/docker.sock');
	expect([watched.thread(100).fds.get(6)?.unixPeer, watched.thread(100).fds.get(7)?.type]).toEqual([18, 'unix']);
});

test('connections at the beginning: who serves is known from the ports that are listened at', () => {
	const ends = {sip: '\x0a\0\0\x01', dip: '\x0a\0\0\x02', l4proto: 2} as const;
	const entries = [
		fileEntry(3, '', {type: 'ipv4server', sip: '\0\0\0\0', sport: 22, l4proto: 2}),
		fileEntry(4, '', {type: 'ipv4', ...ends, sport: 22, dport: 999}),
		fileEntry(5, '', {type: 'ipv4', ...ends, sport: 777, dport: 443}),
	];
	const watched = new Watched(machineState({descriptors: [{tid: 100, entries}]}));
	expect([3, 4, 5].map((fd) => watched.fdName(fd))).toEqual(['0.0.0.0:22', '10.0.0.2:999->10.0.0.1:22', '10.0.0.1:777->10.0.0.2:443']);
	expect([4, 5].map((fd) => flagsOf(watched.thread(100).fds.get(fd)?.flags ?? 0))).toEqual([
		'ROLE_SERVER SOCKET_CONNECTED FROM_PROC',
		'ROLE_CLIENT SOCKET_CONNECTED FROM_PROC',
	]);
});

test('other families are descriptors without a name, and broken addresses are ignored', () => {
	const watched = new Watched();
	watched.happen('SOCKET_SOCKET_X', socket(5, 3, 16));
	watched.happen('SOCKET_SOCKET_X', socket(6, 3, 17));
	watched.happen('SOCKET_SOCKET_X', socket(7, TCP));
	for (const tuple of [Buffer.from([2]), Buffer.from([10, 1, 2]), Buffer.from([1, 0]), Buffer.from([77, 1, 2, 3])])
		watched.happen('SOCKET_CONNECT_X', {tid: 100, params: {res: 0, tuple, fd: 7}});
	expect([5, 6, 7].map((fd) => [watched.thread(100).fds.get(fd)?.type, watched.fdName(fd)])).toEqual([
		['netlink', ''],
		['unknown', ''],
		['ipv4', ''],
	]);
});

const ip6 = (...groups: number[]): string => Buffer.from(groups.flatMap((group) => [group >> 8, group & 255])).toString('latin1');

test.each([
	[ip6(0, 0, 0, 0, 0, 0, 0, 1), '::1'],
	[ip6(0, 0, 0, 0, 0, 0, 0, 0), '::'],
	[ip6(0xfe80, 0, 0, 0, 1, 0, 0, 2), 'fe80::1:0:0:2'],
	[ip6(0x2001, 0xdb8, 0, 1, 1, 1, 1, 1), '2001:db8:0:1:1:1:1:1'],
	[ip6(0, 0, 0, 0, 0, 0xffff, 0x0a00, 1), '::ffff:10.0.0.1'],
	[ip6(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), '2001:db8::'],
])('an IPv6 address is written as inet_ntop does: %#', (ip, text) => {
	expect(ipv6Text(ip)).toBe(text);
});
