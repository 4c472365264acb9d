import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeEach, expect, test} from 'vitest';
import {scanMachine, scanProcess} from '../../src/driver/scan.ts';
import {formatCgroups} from '../../src/driver/scan-process.ts';
import {addressBytes} from '../../src/driver/scan-users.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'falconer-scan-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
beforeEach(({skip}) => skip(process.platform !== 'linux', 'processes are scanned in /proc, which only Linux has'));

test('this process is found as it is', () => {
	const {state, skipped} = scanMachine();
	const self = state.threads.find(({tid}) => tid === process.pid);
	const exe = statSync('/proc/self/exe', {bigint: true});
	expect(self).toMatchObject({
		pid: process.pid,
		ptid: process.ppid,
		cwd: process.cwd(),
		uid: process.geteuid?.(),
		gid: process.getegid?.(),
		exepath: process.execPath,
		exeIno: Number(exe.ino),
		exeInoMtimeNs: exe.mtimeNs,
		vtid: process.pid,
		flags: 0,
	});
	expect(Number(self?.cloneTsNs) / 1e6).toBeLessThan(Date.now());
	expect(Number(self?.cloneTsNs) / 1e6).toBeGreaterThan(Date.now() - process.uptime() * 1000 - 5000);
	expect(skipped).toEqual({threads: 0, descriptors: 0});
});

test('other threads are marked and share what their leader has', () => {
	const threads = scanMachine().state.threads.filter(({pid}) => pid === process.pid);
	const others = threads.filter(({tid}) => tid !== process.pid);
	expect(others.length).toBeGreaterThan(3);
	for (const other of others) expect(other).toMatchObject({flags: 8192 | 32768 | 1, exepath: process.execPath});
});

test('arguments and environment keep their bytes and NULs', async () => {
	const child = spawn('sleep', ['60'], {argv0: 'zero', env: {A: 'b c', Ü: 'ß'}});
	await new Promise((resolve) => child.once('spawn', resolve));
	const found = scanProcess(child.pid ?? 0, 0n);
	child.kill();
	expect(found?.thread).toMatchObject({exe: 'zero', args: '60\0', env: 'A=b c\0\xc3\x9c=\xc3\x9f\0'});
});

test('descriptors: files with their flags, folders, pipes, servers and connections', async () => {
	const file = path.join(folder, 'file');
	writeFileSync(file, '');
	const fd = openSync(file, 'a');
	const dir = openSync(folder, 'r');
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as {port: number};
	const entries = scanProcess(process.pid, 0n)?.descriptors.entries ?? [];
	server.close();
	const {ino, dev} = statSync(file);
	// O_APPEND, O_WRONLY, O_CREAT is not kept by the kernel, O_CLOEXEC, O_LARGEFILE.
	expect(entries.find((entry) => entry.fd === fd)).toMatchObject({type: 'file_v2', name: file, ino, dev, openFlags: 2 | 8 | 4096 | 2048});
	expect(entries.find((entry) => entry.fd === dir)).toMatchObject({type: 'directory', name: folder});
	expect(entries.find((entry) => entry.sport === port)).toMatchObject({
		type: 'ipv4server',
		sip: '\x7f\0\0\x01',
		dip: '',
		dport: 0,
		l4proto: 2,
	});
	expect(entries.some(({type}) => type === 'eventpoll')).toBe(true);
});

test('limits leave out and count', () => {
	const {state, skipped} = scanMachine({mostThreads: 2, mostDescriptors: 3});
	expect(state.threads).toHaveLength(2);
	expect(state.descriptors.reduce((sum, {entries}) => sum + entries.length, 0)).toBe(3);
	expect(skipped.threads).toBeGreaterThan(0);
	expect(skipped.descriptors).toBeGreaterThan(0);
});

test('a host root is a prefix of everything that is read', () => {
	mkdirSync(path.join(folder, 'proc'), {recursive: true});
	mkdirSync(path.join(folder, 'etc'), {recursive: true});
	writeFileSync(path.join(folder, 'etc/passwd'), 'alice:x:7:8:A:/home/alice:/bin/sh\nbroken line\n');
	writeFileSync(path.join(folder, 'etc/group'), 'staff:x:8:alice\n');
	const {state} = scanMachine({hostRoot: folder});
	expect(state.threads).toEqual([]);
	expect(state.users).toEqual([{uid: 7, gid: 8, name: 'alice', homedir: '/home/alice', shell: '/bin/sh'}]);
	expect(state.groups).toEqual([{gid: 8, name: 'staff'}]);
});

test('cgroups of version 1, of version 2, and of both', () => {
	expect(formatCgroups('4:memory:/m\n3:cpuset:/s\n2:cpu,cpuacct:/c\n5:blkio:/b\n0::/u\n')).toBe(
		'cpuset=/s\0cpu=/c\0cpuacct=/c\0io=/b\0memory=/m\0',
	);
	expect(formatCgroups('0::/kubepods/a:b\n')).toBe(
		'cpuset=/kubepods/a:b\0cpu=/kubepods/a:b\0cpuacct=/kubepods/a:b\0io=/kubepods/a:b\0memory=/kubepods/a:b\0',
	);
});

test('addresses in text become bytes', () => {
	expect(addressBytes('192.0.2.255')).toBe('\xc0\0\x02\xff');
	expect(addressBytes('::1')).toBe(`${'\0'.repeat(15)}\x01`);
	expect(addressBytes('fe80::1%eth0')).toBe(`\xfe\x80${'\0'.repeat(13)}\x01`);
});
