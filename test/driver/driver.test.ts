import {closeSync, openSync, readdirSync, readFileSync, readlinkSync, writeSync} from 'node:fs';
import {Worker} from 'node:worker_threads';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {findAddon} from '../../src/driver/addon.ts';
import {LiveDriver} from '../../src/driver/driver.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {obstacle} from './recorder.ts';

const OPENAT = 307;
const WRITE = 9;
/** The kernel side keeps no more of a write. */
const LARGEST_DATA = 0xe000;
const drivers: LiveDriver[] = [];
const open = (options = {}) => {
	const driver = new LiveDriver(options);
	drivers.push(driver);
	driver.start();
	return driver;
};
beforeEach(({skip}) => skip(obstacle !== undefined, obstacle));
afterEach(() => {
	for (const driver of drivers.splice(0)) driver.close();
});

/** Opens a file that exists nowhere, so that its name marks the event. */
const mark = (name: string) => {
	try {
		closeSync(openSync(`/nonexistent/${name}`, 'r'));
	} catch {
		// That is the point.
	}
};
/** The marked names so far. Another CPU may be writing an event in front of ours: an event of our own tells the end. */
const names = (driver: LiveDriver): string[] => {
	const cursor = new EventCursor();
	const found: string[] = [];
	driver.select({events: [OPENAT], counting: false});
	mark('end');
	for (const until = performance.now() + 10_000; performance.now() < until; ) {
		while (driver.next(cursor)) {
			if (cursor.type !== OPENAT || cursor.tid !== process.pid) continue;
			const name = cursor.text(2);
			if (name === '/nonexistent/end') return found;
			if (name.startsWith('/nonexistent/')) found.push(name);
		}
	}
	throw new Error(`the last event never came: ${JSON.stringify(driver.statistics())}`);
};

test('only what is selected comes, from the moment it is selected', () => {
	const driver = open();
	mark('before');
	driver.select({events: [OPENAT], counting: false});
	mark('during');
	driver.select({events: [], counting: false});
	mark('after');
	expect(names(driver)).toEqual(['/nonexistent/during']);
});

test('failed calls are passed over where only those that succeed are wanted', () => {
	const driver = open();
	driver.select({events: [OPENAT], counting: false, successOnly: new Set([OPENAT])});
	mark('failed');
	driver.select({events: [OPENAT], counting: false});
	mark('failed and wanted');
	expect(names(driver)).toEqual(['/nonexistent/failed and wanted']);
});

test('waiting ends when an event comes, and after the time that was given', async () => {
	const driver = open();
	let done = false;
	const idle = driver.wait(30_000).then(() => {
		done = true;
	});
	expect(done).toBe(false);
	driver.wake();
	await idle;
	driver.select({events: [OPENAT], counting: false});
	const started = performance.now();
	const waiting = driver.wait(30_000);
	mark('wakes');
	await waiting;
	expect(performance.now() - started).toBeLessThan(5000);
	expect(names(driver)).toContain('/nonexistent/wakes');
	driver.select({events: [], counting: false});
	names(driver);
	await driver.wait(5);
});

test('more events than the ring holds come whole, wrapped around its end', () => {
	const driver = open({ringBytes: 65_536});
	driver.select({events: [OPENAT], counting: false});
	for (let round = 0; round < 40; round++) {
		const wanted = Array.from({length: 60}, (_, i) => `/nonexistent/${round}-${i}`);
		for (let i = 0; i < 60; i++) mark(`${round}-${i}`);
		expect(names(driver)).toEqual(wanted);
	}
});

test('the largest events come whole where they lie across the end of the ring', () => {
	// Of a ring of this size only the beginning is mapped again behind its end.
	const driver = open({ringBytes: 1 << 21, snaplen: LARGEST_DATA});
	const cursor = new EventCursor();
	const device = openSync('/dev/null', 'w');
	driver.select({events: [WRITE], counting: false});
	for (let round = 0; round < 100; round++) {
		const data = Array.from({length: 2}, (_, i) => `${round}-${i} `.padEnd(LARGEST_DATA - 1 - round, 'x'));
		for (const text of data) writeSync(device, `${text}\0`);
		const found: string[] = [];
		for (const until = performance.now() + 10_000; found.length < data.length && performance.now() < until; ) {
			while (driver.next(cursor)) if (cursor.tid === process.pid && cursor.length > 50_000) found.push(cursor.text(1));
		}
		// Not compared by the matcher: it would print them.
		expect(found.map((text, i) => text === data[i])).toEqual([true, true]);
	}
	closeSync(device);
});

test('what finds no room in the ring is counted', () => {
	const driver = open({ringBytes: 65_536});
	driver.select({events: [OPENAT], counting: false});
	for (let i = 0; i < 2000; i++) mark(`${'x'.repeat(200)}${i}`);
	const {events, drops, ringBytes, ringSizeBytes} = driver.statistics();
	expect(ringSizeBytes).toBe(65_536);
	expect(ringBytes).toBeGreaterThan(60_000);
	expect(drops.ring_full).toBeGreaterThan(1000);
	expect(events + drops.ring_full).toBeGreaterThanOrEqual(2000);
	expect(drops).toMatchObject({too_large: 0, no_filler: 0});
});

test('calls are counted by cgroup without being sent', () => {
	const driver = open();
	driver.select({events: [], counting: true});
	const path = ownCgroup();
	const files = () => driver.cgroupCounters().find((counts) => counts.path === path)?.file ?? 0;
	const before = files();
	for (let i = 0; i < 500; i++) mark('counted');
	expect(files()).toBeGreaterThanOrEqual(before + 500);
	expect(names(driver)).toEqual([]);
	expect(driver.statistics().uncounted).toBe(0);
});

test('a closed driver gives no events and can be closed again', async () => {
	const driver = open();
	driver.select({events: [OPENAT], counting: false});
	mark('lost');
	driver.close();
	driver.close();
	expect(driver.next(new EventCursor())).toBe(false);
	await driver.wait(10_000);
});

test('arguments are checked before the kernel sees them', () => {
	expect(() => new LiveDriver({ringBytes: 100_000})).toThrow(RangeError);
	expect(() => new LiveDriver({ringBytes: 4096})).toThrow(RangeError);
	expect(() => new LiveDriver({snaplen: -1})).toThrow(RangeError);
	expect(() => new LiveDriver({snaplen: 1e9})).toThrow(RangeError);
});

test('two drivers work side by side, one in a worker that is terminated while it waits', async () => {
	const driver = open();
	driver.select({events: [OPENAT], counting: false});
	const code = `const {NativeDriver} = require(${JSON.stringify(findAddon())});
const driver = new NativeDriver(1 << 16, 80, new Uint8Array(512)); driver.attach(); driver.wait(600000, 0); require('node:worker_threads').parentPort.postMessage('waits')`;
	const worker = new Worker(code, {eval: true});
	await new Promise((resolve) => worker.once('message', resolve));
	await worker.terminate();
	mark('still here');
	expect(names(driver)).toContain('/nonexistent/still here');
});

test('a closed driver keeps nothing open in the kernel', () => {
	const held = () => readdirSync('/proc/self/fd').filter((fd) => linkOf(`/proc/self/fd/${fd}`).startsWith('anon_inode:bpf')).length;
	const before = held();
	const driver = new LiveDriver({selection: {events: [OPENAT], counting: false}});
	expect(held()).toBeGreaterThan(before + 5);
	driver.select({events: driver.events, counting: true});
	driver.close();
	expect(held()).toBe(before);
});

function linkOf(path: string): string {
	try {
		return readlinkSync(path);
	} catch {
		return '';
	}
}

/** Where this process is counted: its unified cgroup, else that of memory, else that of pids. */
function ownCgroup(): string {
	const lines = readFileSync('/proc/self/cgroup', 'utf8')
		.trim()
		.split('\n')
		.map((line) => line.split(':'));
	const path = (controller: string) => lines.find(([, controllers]) => controllers.split(',').includes(controller))?.[2] ?? '/';
	return [path(''), path('memory'), path('pids')].find((found) => found !== '/') ?? '/';
}
