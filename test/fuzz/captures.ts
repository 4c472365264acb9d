import {readFileSync} from 'node:fs';
import path from 'node:path';
import {Readable} from 'node:stream';
import {createGunzip, gzipSync} from 'node:zlib';
import type {ByteSource} from '../../src/capture/byte-source.ts';
import {CaptureError} from '../../src/capture/problem.ts';
import {Capture, openCapture} from '../../src/capture/reader.ts';
import {openCaptureWriter} from '../../src/capture/writer.ts';
import type {ActiveRules} from '../../src/engine/active-rules.ts';
import {createRulesCompiler} from '../../src/engine/compile-rules.ts';
import {Engine} from '../../src/engine/engine.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {System} from '../../src/system/system.ts';
import {mutate} from './mutate.ts';
import type {FuzzSurroundings, FuzzTarget} from './target.ts';

/** Events of one original: few, so that there is time for many mutations. */
const EVENTS_OF_PIECE = 80;
const PIECES = 24;
/** One of so many is compressed, and its compressed bytes are changed. */
const GZIP_EVERY = 16;
/** More threads than events could make: the table would grow without bound. */
const MOST_THREADS = 5_000;

interface Totals extends Record<string, number> {
	/** Files that were refused as a whole. */
	refused: number;
	/** Files of which something was wrong, and the rest was used. */
	faulty: number;
	events: number;
	alerts: number;
}

/** Changes captures and replays them through the reader, the system and all shipped rules. Only a CaptureError may come of it. */
export async function captureTarget({root, folder}: FuzzSurroundings): Promise<FuzzTarget> {
	const originals = await makeOriginals(path.join(root, 'recordings/first-look.scap'), folder);
	const rules = compileShipped(path.join(root, 'rules/falconer_rules.yaml'));
	const totals: Totals = {refused: 0, faulty: 0, events: 0, alerts: 0};
	return {
		totals,
		async run(random) {
			const original = originals[random(originals.length)];
			const isGzip = random(GZIP_EVERY) === 0;
			const bytes = mutate(isGzip ? gzipSync(original, {level: 1}) : original, random);
			try {
				await replay(isGzip ? gunzipped(bytes) : plain(bytes), rules, totals);
			} catch (error) {
				if (!(error instanceof CaptureError)) throw error;
				totals.refused++;
			}
		},
	};
}

/** Captures of a few events each, from all over the recording, each with the state it needs. */
async function makeOriginals(file: string, folder: string): Promise<Buffer[]> {
	const capture = await openCapture(file);
	const system = new System();
	const cursor = new EventCursor();
	system.load(capture.head);
	const files: string[] = [];
	let seen = 0;
	let writer: ReturnType<typeof openCaptureWriter> | undefined;
	while (files.length <= PIECES && (await capture.fill())) {
		while (capture.next(cursor)) {
			if (seen++ % 1000 === 0 && files.length < PIECES) {
				files.push(path.join(folder, `original-${files.length}.scap`));
				writer = openCaptureWriter(files[files.length - 1], {head: system.snapshot(), gzip: false});
			}
			if (writer !== undefined && writer.events < EVENTS_OF_PIECE) writer.write(cursor);
			else if (writer !== undefined) {
				await writer.close();
				writer = undefined;
			}
			system.begin(cursor);
			system.end();
		}
	}
	await writer?.close();
	await capture.close();
	return files.map((name) => readFileSync(name));
}

function compileShipped(file: string): ActiveRules {
	const compiler = createRulesCompiler({
		hostname: 'fuzz',
		minimumPriority: 7,
		ruleSelections: [],
		appendOutput: [],
		staticFields: {},
		bufferFormatBase64: false,
		timeFormatIso8601: false,
		snapshots: true,
	});
	return compiler.compile([{name: file, text: readFileSync(file, 'utf8')}]).active;
}

async function replay(source: ByteSource, rules: ActiveRules, totals: Totals): Promise<void> {
	const capture = new Capture('mutated', source);
	const system = new System();
	const engine = new Engine({
		system,
		ruleMatching: 'all',
		hostname: 'fuzz',
		snapshots: true,
		countContainers: true,
		onAlert: () => {},
	});
	engine.swap(rules);
	const cursor = new EventCursor();
	let section = 0;
	try {
		await capture.open();
		while (await capture.fill()) {
			if (capture.section !== section) system.load(capture.head);
			section = capture.section;
			while (capture.next(cursor)) {
				if (capture.stateOnly) engine.applyOnly(cursor);
				else engine.process(cursor);
			}
		}
	} finally {
		await capture.close();
	}
	system.snapshot();
	totals.events += engine.events;
	totals.alerts += engine.alerts;
	if (capture.problem !== undefined) totals.faulty++;
	if (system.threads.size > MOST_THREADS) throw new Error(`${system.threads.size} threads`);
}

function plain(bytes: Buffer): ByteSource {
	let isRead = false;
	return {
		async read() {
			if (isRead) return undefined;
			isRead = true;
			return bytes;
		},
		fileBytesRead: bytes.length,
		fileSizeBytes: bytes.length,
		async close() {},
	};
}

function gunzipped(bytes: Buffer): ByteSource {
	const gunzip = Readable.from([bytes]).pipe(createGunzip());
	const pieces = gunzip[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
	return {
		async read() {
			const {done, value} = await pieces.next();
			return done ? undefined : value;
		},
		fileBytesRead: bytes.length,
		fileSizeBytes: bytes.length,
		async close() {
			gunzip.destroy();
		},
	};
}
