// Makes recordings/first-look.scap, what the dashboard shows on a machine that cannot watch itself.
//
//   node scripts/record-first-look.mjs [seconds]     as root, on a machine that can (default: 75 seconds)
//
// It records this machine while the demo and a small web server run, and keeps of it only their process tree: no other
// process, no host name, no account but three that every system has, no network but the loopback interface, no cgroup
// paths, no bytes that were read or written. Before the file is put in its place it is searched for what must not be in it.
import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {hostname, tmpdir, userInfo} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {gunzipSync, gzipSync} from 'node:zlib';
import {build} from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const target = path.join(root, 'recordings', 'first-look.scap');
const seconds = Number(process.argv[2] ?? 75);
const MOST_BYTES = 400_000;
const CLEAN_PATH = '/usr/sbin:/usr/bin:/sbin:/bin';
const KEPT_USERS = new Set(['root', 'daemon', 'nobody']);

/** What the demo stands among: a web server that is asked now and then, and a script as cron runs them. */
const RUNNER = `
import {spawn} from 'node:child_process';
import {createServer, get} from 'node:http';
import {Demo} from './demo.mjs';
const server = createServer((request, response) => response.end('hello\\n'));
server.listen(8080, '127.0.0.1');
setInterval(() => get('http://127.0.0.1:8080/').on('response', (answer) => answer.resume()), 3000);
const job = () => spawn('/bin/sh', ['-c', 'date > /dev/null; df / > /dev/null; ls /var/log > /dev/null'], {stdio: 'ignore', env: {PATH: process.env.PATH}});
setInterval(job, 10000);
new Demo().start();
setTimeout(() => process.exit(0), Number(process.argv[2]) * 1000);
`;

const folder = mkdtempSync(path.join(tmpdir(), 'first-look-'));
process.once('exit', () => rmSync(folder, {recursive: true, force: true}));
await bundle();
const recorded = await record();
const {openCapture, createCaptureWriter, EventCursor, encodeEvent, EVENT_TYPES} = await import(
	pathToFileURL(path.join(folder, 'tools.mjs')).href
);
const cleaned = path.join(folder, 'cleaned.scap');
const events = await clean(recorded.file, recorded.pid, cleaned);
const plain = readFileSync(cleaned);
refusePrivate(plain);
const packed = gzipSync(plain, {level: 9});
if (packed.length > MOST_BYTES) fail(`the recording has ${packed.length} bytes, more than ${MOST_BYTES}: record for fewer seconds`);
mkdirSync(path.dirname(target), {recursive: true});
writeFileSync(target, packed);
console.log(`${path.relative(root, target)}: ${events} events, ${packed.length} bytes (${gunzipSync(packed).length} unpacked)`);

function fail(message) {
	console.error(`record-first-look: ${message}`);
	process.exit(1);
}

async function bundle() {
	const tools = `
		export {Demo} from './src/cli/demo/demo.ts';
		export {openCapture} from './src/capture/reader.ts';
		export {createCaptureWriter} from './src/capture/writer.ts';
		export {EventCursor} from './src/events/cursor.ts';
		export {encodeEvent} from './src/events/encode.ts';
		export {EVENT_TYPES} from './src/events/event-types.ts';
	`;
	for (const [name, contents] of [
		['demo.mjs', `export {Demo} from './src/cli/demo/demo.ts';`],
		['tools.mjs', tools],
	]) {
		await build({
			stdin: {contents, resolveDir: root, loader: 'ts'},
			bundle: true,
			platform: 'node',
			format: 'esm',
			outfile: path.join(folder, name),
		});
	}
	writeFileSync(path.join(folder, 'runner.mjs'), RUNNER);
}

async function record() {
	const runner = spawn(process.execPath, [path.join(folder, 'runner.mjs'), String(seconds + 5)], {
		cwd: '/',
		env: {PATH: CLEAN_PATH},
		stdio: 'ignore',
		detached: true,
	});
	await sleep(1000);
	const file = path.join(folder, 'all.scap');
	const recorder = spawn(path.join(root, 'bin/falconer'), ['record', '-w', file, '-M', String(seconds)], {stdio: 'inherit'});
	const code = await new Promise((resolve) => recorder.once('exit', resolve));
	process.kill(runner.pid, 'SIGTERM');
	if (code !== 0 || !existsSync(file)) fail('nothing was recorded');
	return {file, pid: runner.pid};
}

/** Writes what the tree of `pid` did, without what would tell of this machine. Returns the number of events. */
async function clean(file, pid, to) {
	const capture = await openCapture(file);
	const {head} = capture;
	const tree = processTree(head.threads, pid);
	const writer = await createCaptureWriter(to, {
		gzip: false,
		forOldReaders: true,
		head: {
			machine: {...head.machine, hostname: 'first-look'},
			interfaces: head.interfaces.filter(({name}) => name === 'lo'),
			users: head.users.filter(({name}) => KEPT_USERS.has(name)),
			groups: head.groups.filter(({name}) => KEPT_USERS.has(name)),
			threads: head.threads
				.filter(({tid}) => tree.has(tid))
				.map((thread) => ({...thread, cgroups: withoutPaths(thread.cgroups), ...(thread.pid === pid && {ptid: 0})})),
			descriptors: head.descriptors.filter(({tid}) => tree.has(tid)),
		},
	});
	const cursor = new EventCursor();
	while (await capture.fill()) {
		while (capture.next(cursor)) {
			follow(tree, cursor);
			if (!tree.has(cursor.tid)) continue;
			const event = cleanEvent(cursor);
			const own = new EventCursor();
			own.set(event, 0, cursor.cpu);
			if (!writer.write(own)) await writer.drain();
		}
	}
	await capture.close();
	await writer.close();
	return writer.events;
}

function processTree(threads, pid) {
	const tree = new Set(threads.filter((thread) => thread.pid === pid).map(({tid}) => tid));
	for (let before = 0; before !== tree.size; ) {
		before = tree.size;
		for (const thread of threads) if (tree.has(thread.ptid)) tree.add(thread.tid);
	}
	return tree;
}

/** Takes children in: the parent's event names the child, the child's own event names its process and its parent. */
function follow(tree, cursor) {
	const {name, params} = EVENT_TYPES[cursor.type];
	if (!/^(clone3?|v?fork)$/.test(name)) return;
	const at = (param) => params.findIndex((candidate) => candidate.name === param);
	const child = cursor.i64(at('res'));
	if (child > 0 && tree.has(cursor.tid)) tree.add(child);
	if (child === 0 && (tree.has(cursor.i64(at('pid'))) || tree.has(cursor.i64(at('ptid'))))) tree.add(cursor.tid);
}

function withoutPaths(cgroups) {
	return cgroups.replace(/=[^\0]*/g, '=/');
}

/** The event without cgroup paths, and without what was read and written: the demo reads credential files. */
function cleanEvent(cursor) {
	const {params} = EVENT_TYPES[cursor.type];
	const values = params.map(({name, type}, i) => {
		if (type === 'BYTEBUF') return Buffer.alloc(0);
		return Buffer.from(name === 'cgroups' ? withoutPaths(cursor.raw(i)) : cursor.raw(i), 'latin1');
	});
	return encodeEvent({tsNs: cursor.tsNs, tid: cursor.tid, type: cursor.type, params: values});
}

/** Stops when the capture holds something of this machine. */
function refusePrivate(bytes) {
	const words = [hostname(), root, process.cwd(), process.env.HOME ?? '', userInfo().homedir, ...Object.values(process.env)];
	const common = new Set(['/', '/root', '/bin', '/bin/bash', '/bin/sh', '/usr/bin/node', CLEAN_PATH, process.env.PATH ?? '']);
	for (const word of new Set(words)) {
		if (word.length >= 6 && !common.has(word) && bytes.includes(word)) fail(`the capture holds ${JSON.stringify(word)} of this machine`);
	}
}
