import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeEach, expect, test} from 'vitest';
import {openCapture} from '../../src/capture/reader.ts';
import type {EngineOptions} from '../../src/engine/options.ts';
import type {EngineMessage} from '../../src/engine/protocol.ts';
import type {CaptureNews} from '../../src/engine/rule-captures.ts';
import {EngineSession} from '../../src/engine/session.ts';
import {readEvents} from '../capture/blocks.ts';
import {engineOptions} from './options.ts';
import {closes, opens, writeRecording} from './recording.ts';

const root = mkdtempSync(path.join(tmpdir(), 'captures-'));
let folder: string;
let runs = 0;
beforeEach(() => (folder = mkdtempSync(path.join(root, `${runs++}-`))));
afterAll(() => rmSync(root, {recursive: true}));

const MS = 1_000_000;
/** Something every 100 ms for ten seconds; the fourth and the sixtieth are what rules look for. */
const EVENTS = Array.from({length: 100}, (_, i) => (i === 3 || i === 59 ? opens('/etc/secret', 3, i * 100 * MS) : closes(4, i * 100 * MS)));
const RULE = '- rule: secret\n  desc: d\n  condition: evt.type = openat\n  output: "%fd.name"\n  priority: INFO\n';

/** Replays the events with `capture:` on. */
async function run(captures: Partial<NonNullable<EngineOptions['captures']>>, rule = `${RULE}  capture: true\n`, events = EVENTS) {
	const source = path.join(folder, 'source');
	await writeRecording(source, events);
	const news: CaptureNews[] = [];
	const session = new EngineSession((message: EngineMessage) => {
		if (message.kind === 'capture') news.push(message.news);
		if (message.kind === 'alerts') queueMicrotask(() => session.handle({kind: 'ack', alerts: message.alerts.length}));
	});
	await session.start(
		engineOptions({
			source: {kind: 'capture', file: source, speed: 0},
			rules: [{name: 'r.yaml', text: rule}],
			captures: {pathPrefix: path.join(folder, 'falco'), allRules: false, defaultDurationMs: 1000, maxFileBytes: 0, ...captures},
		}),
	);
	const files = readdirSync(folder)
		.filter((name) => name.startsWith('falco'))
		.sort();
	const counts = await Promise.all(files.map(async (name) => (await readEvents(await openCapture(path.join(folder, name)))).length));
	return {news, files, counts};
}

test('a capture begins at the match, is named after it, and lasts as long as the configuration says', async () => {
	const {files, counts, news} = await run({});
	expect(files).toEqual(['falco_1700000000300000000_00000000000000004.scap', 'falco_1700000005900000000_00000000000000060.scap']);
	// The match, and the ten events of the second behind it.
	expect(counts).toEqual([11, 11]);
	expect(news.map(({event}) => event).sort()).toEqual(['finished', 'finished', 'started', 'started']);
});

test('a rule’s own duration goes first, and a match while one runs prolongs it', async () => {
	const {counts} = await run({}, `${RULE}  capture: true\n  capture_duration: 6000\n`);
	expect(counts).toEqual([97]);
});

test('only rules that ask for it start captures, unless all shall', async () => {
	expect((await run({}, RULE)).files).toEqual([]);
	folder = mkdtempSync(path.join(root, 'all-'));
	expect((await run({allRules: true}, RULE)).counts).toEqual([11, 11]);
});

test('a file that has reached its largest size ends, and that is told', async () => {
	const many = [opens('/etc/secret'), ...Array.from({length: 40_000}, (_, i) => opens(`/noise/${Math.sin(i)}`, 3, i))];
	const {news, counts} = await run(
		{maxFileBytes: 100_000, defaultDurationMs: 60_000},
		`${RULE.replace('openat', 'openat and fd.name = /etc/secret')}  capture: true\n`,
		many,
	);
	expect(news.map(({event}) => event)).toEqual(expect.arrayContaining(['limit', 'finished']));
	expect(counts[0]).toBeLessThan(many.length);
});

test('a folder that is missing is told once, and the alerts go on', async () => {
	const {news} = await run({pathPrefix: '/nonexistent/falco', defaultDurationMs: 1});
	expect(news).toEqual([expect.objectContaining({event: 'failed', message: expect.stringContaining('ENOENT')})]);
});
