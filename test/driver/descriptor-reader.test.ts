import {closeSync, openSync} from 'node:fs';
import {createServer, type Server} from 'node:net';
import {afterEach, expect, test} from 'vitest';
import {DescriptorReader} from '../../src/driver/descriptor-reader.ts';

let server: Server | undefined;
afterEach(() => void server?.close());

test('a descriptor is what /proc says of it; one that is gone is nothing', () => {
	const fd = openSync('/etc/hostname', 'r');
	const reader = new DescriptorReader();
	expect(reader.read(process.pid, fd, 0)).toMatchObject({fd, type: 'file_v2', name: '/etc/hostname'});
	closeSync(fd);
	expect(reader.read(process.pid, 987_654, 0)).toBe(undefined);
});

test('tables of sockets are read again when they are a second old', async () => {
	const reader = new DescriptorReader();
	const find = (nowMs: number) => {
		for (let fd = 0; fd < 200; fd++) if (reader.read(process.pid, fd, nowMs)?.sport === port) return true;
		return false;
	};
	let port = -1;
	find(0);
	server = createServer();
	await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	port = typeof address === 'object' && address !== null ? address.port : -1;
	expect([find(500), find(1_600)]).toEqual([false, true]);
});
