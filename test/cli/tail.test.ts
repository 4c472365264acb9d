import {once} from 'node:events';
import {appendFile, mkdtemp, rename, rm, truncate, writeFile} from 'node:fs/promises';
import {request} from 'node:http';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, it, onTestFinished, vi} from 'vitest';
import {isCompressed, readCompressed} from '../../src/cli/compressed-log.ts';
import {splitBatch} from '../../src/cli/tail-batch.ts';
import {TailEngine} from '../../src/cli/tail-engine.ts';
import {FileSource} from '../../src/cli/tail-file.ts';
import {HttpSource, parseListenUrl} from '../../src/cli/tail-http.ts';
import {LineSplitter} from '../../src/cli/tail-lines.ts';
import {TailRules} from '../../src/cli/tail-rules.ts';
import type {AlertLineSource, LineSink} from '../../src/cli/tail-source.ts';
import {StreamSource} from '../../src/cli/tail-stdin.ts';
import type {EngineMessage} from '../../src/engine/protocol.ts';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {FalcoLogReader} from '../../src/tuning/falco-log.ts';

class Collected implements LineSink {
	readonly lines: string[] = [];
	readonly notes: string[] = [];
	long = 0;
	away = 0;
	over: string | undefined;
	line(text: string): boolean {
		this.lines.push(text);
		return text.startsWith('{');
	}
	tooLong(): void {
		this.long++;
	}
	turnedAway(): void {
		this.away++;
	}
	note(message: string): void {
		this.notes.push(message);
	}
	gap(message: string): void {
		this.notes.push(`gap: ${message}`);
	}
	ended(): void {
		this.over = 'ended';
	}
	failed(message: string): void {
		this.over = message;
	}
}

describe('LineSplitter', () => {
	it('gives the same lines however the bytes are split, and counts lines beyond the limit', () => {
		const unit = fc.constantFrom('a', 'é', '\n', '\r\n', '{"x"}', 'y'.repeat(40), '😀');
		fc.assert(
			fc.property(fc.array(unit), fc.array(fc.nat(9), {minLength: 1}), fc.boolean(), (units, cuts, endsWithLine) => {
				const text = units.join('') + (endsWithLine ? '\n' : '');
				const bytes = Buffer.from(text);
				const found = new Collected();
				const splitter = new LineSplitter(found, 30);
				for (let at = 0, turn = 0; at < bytes.length; turn++) {
					const size = 1 + cuts[turn % cuts.length];
					splitter.feed(bytes.subarray(at, at + size));
					at += size;
				}
				splitter.end();
				const all = text.split('\n').filter((line) => line !== '');
				const isShort = (line: string): boolean => Buffer.byteLength(line) <= 30;
				expect(found.lines).toEqual(all.filter(isShort).map((line) => line.replace(/\r$/, '')));
				expect(found.long).toBe(all.filter((line) => !isShort(line)).length);
			}),
		);
	});
});

describe('FileSource', () => {
	let folder: string;
	let file: string;
	let source: FileSource | undefined;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'falconer-tail-'));
		file = join(folder, 'falco.json');
	});
	afterEach(async () => {
		await source?.close();
		await rm(folder, {recursive: true});
	});

	function follow(): Collected {
		const found = new Collected();
		source = new FileSource(file, {pollMs: 5});
		source.start(found);
		return found;
	}
	const until = (found: Collected, lines: string[]) => vi.waitFor(() => expect(found.lines).toEqual(lines), {timeout: 40_000, interval: 5});

	it('reads what is there, then what is added, a line only when it is whole', async () => {
		await writeFile(file, 'a\nb');
		const found = follow();
		await until(found, ['a']);
		await appendFile(file, '2\nc\n');
		await until(found, ['a', 'b2', 'c']);
	});

	it('goes on in the new file after a rotation, and loses nothing of the old one', async () => {
		await writeFile(file, 'a\n');
		const found = follow();
		await until(found, ['a']);
		await rename(file, `${file}.1`);
		await appendFile(`${file}.1`, 'late\n');
		await writeFile(file, 'new\n');
		await until(found, ['a', 'late', 'new']);
		expect(found.notes.join()).toContain('rotated');
	});

	it('begins again in a file that was truncated', async () => {
		await writeFile(file, 'long line\n');
		const found = follow();
		await until(found, ['long line']);
		await truncate(file);
		await vi.waitFor(() => expect(found.notes.join()).toContain('gap: '), {timeout: 40_000});
		await appendFile(file, 'n\n');
		await until(found, ['long line', 'n']);
	});

	it('waits while it is paused', async () => {
		await writeFile(file, 'a\n');
		const found = follow();
		await until(found, ['a']);
		source?.setPaused(true);
		await appendFile(file, 'b\n');
		expect(found.lines).toEqual(['a']);
		source?.setPaused(false);
		await until(found, ['a', 'b']);
	});

	it('ends at the end where it does not follow, and says when it cannot read', async () => {
		await writeFile(file, 'a\nb');
		const found = new Collected();
		source = new FileSource(file, {follow: false});
		source.start(found);
		await vi.waitFor(() => expect(found.over).toBe('ended'), {timeout: 40_000});
		expect(found.lines).toEqual(['a', 'b']);
		const none = new Collected();
		source = new FileSource(folder);
		source.start(none);
		await vi.waitFor(() => expect(none.over).toContain('cannot be read'), {timeout: 40_000});
	});

	it('waits for a file that is not there yet, and says so once', async () => {
		const found = follow();
		await vi.waitFor(() => expect(found.notes.join()).toContain('is not there yet'), {timeout: 40_000});
		expect(source?.label).toBe('waiting for falco.json');
		await writeFile(file, 'a\n');
		await until(found, ['a']);
		expect(found.notes).toEqual([expect.stringContaining('not there yet'), expect.stringContaining('there now')]);
		expect(found.over).toBeUndefined();
	});
});

describe('a compressed log', () => {
	it('is read to its end as any stream; one that is cut off says so', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'falconer-gz-'));
		onTestFinished(() => rm(folder, {recursive: true}));
		const [whole, cut] = [join(folder, 'falco.json.1.gz'), join(folder, 'cut.gz')];
		const packed = gzipSync(Array.from({length: 5000}, (_, at) => `{"line": ${at * 7919}}\n`).join(''));
		await writeFile(whole, packed);
		await writeFile(cut, packed.subarray(0, packed.length - 100));
		expect([isCompressed(whole), isCompressed(join(folder, 'none'))]).toEqual([true, false]);
		const [all, some] = [new Collected(), new Collected()];
		new StreamSource(readCompressed(whole)).start(all);
		new StreamSource(readCompressed(cut), 'cut.gz').start(some);
		await vi.waitFor(() => expect([all.over, some.over]).toEqual(['ended', expect.stringContaining('cut.gz cannot be read')]), {
			timeout: 40_000,
		});
		expect(all.lines).toHaveLength(5000);
	});
});

describe('splitBatch', () => {
	it('takes the objects of an array as they stand, whatever their texts hold', () => {
		const json = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.array(fc.dictionary(fc.string(), fc.string()))));
		fc.assert(
			fc.property(fc.array(json, {minLength: 1}), fc.integer({min: 0, max: 2}), (objects, indent) => {
				const texts = objects.map((one) => JSON.stringify(one));
				expect(splitBatch(`${' '.repeat(indent)}[${texts.join(', ')}]`)).toEqual(texts);
			}),
		);
		expect(splitBatch('[{"time": 1795347872731814251}]')).toEqual(['{"time": 1795347872731814251}']);
	});

	it.each(['{"rule": "[{}]"}', '[pod/falco-x/falco] {"rule": "x"}', '[]', '', '[1, {}]'])('leaves %s alone', (text) => {
		expect(splitBatch(text)).toBeUndefined();
	});
});

describe('HttpSource', () => {
	it('listens on this machine alone unless told otherwise', () => {
		expect(parseListenUrl('http://:2801')).toEqual({host: '127.0.0.1', port: 2801});
		expect(parseListenUrl('http://localhost:2801/')).toEqual({host: '127.0.0.1', port: 2801});
		expect(parseListenUrl('http://0.0.0.0:2801')).toEqual({host: '0.0.0.0', port: 2801});
		expect(parseListenUrl('http://[::1]:2801')).toEqual({host: '::1', port: 2801});
		for (const bad of ['https://x:1', 'http://x', 'http://x:99999', 'http://a b:1', 'http://x:1/path'])
			expect(typeof parseListenUrl(bad)).toBe('string');
	});

	function send(port: number, body: string, headers: Record<string, string> = {}, method = 'POST'): Promise<number> {
		return new Promise((resolve, reject) => {
			const sent = request({port, host: '127.0.0.1', method, headers}, (response) => {
				response.resume();
				resolve(response.statusCode ?? 0);
			});
			sent.on('error', reject);
			sent.end(body);
		});
	}

	it('takes alerts by POST, and refuses what is too long or comes from a web page', async () => {
		const found = new Collected();
		const source = new HttpSource({host: '127.0.0.1', port: 0}, 1000);
		source.start(found);
		await vi.waitFor(() => expect(source.port).toBeGreaterThan(0), {timeout: 40_000});
		const port = source.port!;
		expect(await send(port, '{"a":1}')).toBe(200);
		expect(await send(port, '{"b":1}\n{"c":1}\n')).toBe(200);
		expect(await send(port, '[{"f":1},{"g":1}]')).toBe(200);
		expect(await send(port, 'x'.repeat(1001))).toBe(413);
		expect(await send(port, '{"d":1}', {origin: 'https://evil.example'})).toBe(403);
		expect(await send(port, '', {}, 'GET')).toBe(405);
		expect(await send(port, 'x', {'content-encoding': 'gzip'})).toBe(415);
		expect(found.lines).toEqual(['{"a":1}', '{"b":1}', '{"c":1}', '{"f":1}', '{"g":1}']);
		expect(found.long).toBe(1);
		expect(await send(port, 'no alert')).toBe(400);
		expect(await send(port, 'no alert\n{"e":1}')).toBe(200);
		expect(await send(port, '')).toBe(200);
		await source.close();
	});

	it('counts the senders it has no connection for', async () => {
		const found = new Collected();
		const source = new HttpSource({host: '127.0.0.1', port: 0}, 1000, 1);
		source.start(found);
		await vi.waitFor(() => expect(source.port).toBeGreaterThan(0), {timeout: 40_000});
		const slow = connect(source.port!, '127.0.0.1');
		onTestFinished(() => void slow.destroy());
		await once(slow, 'connect');
		slow.write('POST / HTTP/1.1\r\n');
		await expect(send(source.port!, '{"a":1}')).rejects.toThrow();
		await vi.waitFor(() => expect(found.away).toBe(1), {timeout: 40_000});
		await source.close();
	});
});

const RULES = {
	name: 'rules.yaml',
	text: `
- list: quiet_programs
  items: [init]
- macro: user_known_reads
  condition: (evt.num=0)
- rule: Reads
  desc: d
  condition: evt.type = openat and fd.name startswith /etc and not proc.name in (quiet_programs) and not user_known_reads
  output: read %fd.name %proc.name
  priority: WARNING
`,
};
const line = (program: string, fields = {}): string =>
	JSON.stringify({
		rule: 'Reads',
		priority: 'Warning',
		source: 'syscall',
		hostname: 'n',
		time: '2026-11-22T11:44:32.731814251Z',
		output: `11:44:32.731814251: Warning read /etc/x ${program}`,
		output_fields: {'fd.name': '/etc/x', 'proc.name': program, 'container.id': 'host', ...fields},
	});

function engineOn(source: AlertLineSource) {
	const catalogue = createFieldCatalogue();
	const rules = new TailRules([RULES], {catalogueOf: () => catalogue}, catalogue);
	const engine = new TailEngine({source, reader: new FalcoLogReader(catalogue), rules, hostname: 'n', clockMs: () => 1});
	const messages: EngineMessage[] = [];
	engine.onMessage((message) => messages.push(message));
	const programs = (): unknown[] =>
		messages.flatMap((message) => (message.kind === 'alerts' ? message.alerts.map((alert) => alert.snapshot['proc.name']) : []));
	const drops = () => messages.flatMap((message) => (message.kind === 'tick' ? [message.tick.drops] : [])).at(-1);
	const log = () => messages.flatMap((message) => (message.kind === 'tick' ? [message.tick.log] : [])).at(-1);
	const notices = () => messages.flatMap((message) => (message.kind === 'notice' ? [message.text] : []));
	return {engine, messages, programs, drops, log, notices};
}

describe('TailEngine', () => {
	it('says once that text alerts cannot be read, and nothing of other lines', () => {
		const {engine, notices} = engineOn(new StreamSource(new PassThrough()));
		for (const one of ['Sun Nov 22 17:05:42 2026: Falco version: 0.44.1', '  Warning: x', '']) engine.line(one);
		expect(notices()).toEqual([]);
		for (const time of ['23:04:16.300123456', '2026-11-22T11:44:32.731814251+0000']) engine.line(`${time}: Warning Shell (user=root)`);
		expect(notices()).toEqual([expect.stringContaining('json_output: true')]);
	});

	it('feeds the dashboard from a stream, counts what is no alert, and ends with it', async () => {
		const stream = new PassThrough();
		const {engine, messages, programs, drops, log} = engineOn(new StreamSource(stream));
		engine.start();
		expect(messages.slice(0, 2).map(({kind}) => kind)).toEqual(['started', 'rules']);
		stream.write(`${line('cat')}\n{"broken\nFalco version: 0.44.1\n${'x'.repeat(2 ** 20 + 1)}\n`);
		stream.end(line('dog'));
		await vi.waitFor(() => expect(messages.at(-1)).toEqual({kind: 'ended', events: 5}), {timeout: 40_000});
		expect(programs()).toEqual(['cat', 'dog']);
		expect(drops()).toEqual({'lines that are no alert': 1, 'lines too long': 1, 'senders turned away': 0});
		expect(log()).toMatchObject({otherLines: 1, silenced: 0});
		await engine.close();
	});

	it('applies what is tried to the alerts that follow, wherever it was put', async () => {
		const {engine, programs, log} = engineOn(new StreamSource(new PassThrough()));
		const put = (text: string) => engine.setRules([RULES, {name: 'local.yaml', text}]);
		const passing = async (text: string, ...lines: string[]): Promise<unknown[]> => {
			await put(text);
			const before = programs().length;
			for (const one of lines) engine.line(one);
			engine.flush();
			return programs().slice(before);
		};
		const both = [line('cat'), line('dog')];
		expect(await passing('', ...both)).toEqual(['cat', 'dog']);
		expect(await passing('- macro: user_known_reads\n  condition: proc.name = cat\n  override: {condition: replace}\n', ...both)).toEqual([
			'dog',
		]);
		expect(await passing('- list: quiet_programs\n  items: [dog]\n  override: {items: append}\n', ...both)).toEqual(['cat']);
		expect(
			await passing(
				'- rule: Reads\n  exceptions:\n    - {name: x, fields: [proc.name], values: [[cat]]}\n  override: {exceptions: append}\n',
				...both,
			),
		).toEqual(['dog']);
		// The log does not tell the user: an exception that rests on it cannot be judged, and silences nothing here.
		expect(await passing('- macro: user_known_reads\n  condition: user.name = root\n  override: {condition: replace}\n', ...both)).toEqual([
			'cat',
			'dog',
		]);
		expect(await passing('- rule: Reads\n  enabled: false\n  override: {enabled: replace}\n', ...both)).toEqual([]);
		expect(log()?.silenced).toBe(5);
		await engine.close();
	});

	it('counts what is tried here; how often exceptions hit that Falco has itself nobody can know', async () => {
		const catalogue = createFieldCatalogue();
		const local = (...programs: string[]) => ({
			name: 'local.yaml',
			text: `- macro: user_known_reads\n  condition: ${programs.map((program) => `(proc.name = ${program})`).join(' or ')}\n`,
		});
		const rules = new TailRules([RULES, local('rsync')], {catalogueOf: () => catalogue}, catalogue, ['local.yaml']);
		const source = new StreamSource(new PassThrough());
		const engine = new TailEngine({source, reader: new FalcoLogReader(catalogue), rules, hostname: 'n', clockMs: () => 1});
		const messages: EngineMessage[] = [];
		engine.onMessage((message) => messages.push(message));
		const {exceptions = []} = await engine.setRules([RULES, local('rsync', 'cat')], ['local.yaml']);
		expect(exceptions.map(({condition}) => condition)).toEqual(['proc.name = rsync', 'proc.name = cat']);
		for (const one of [line('cat'), line('dog'), line('cat')]) engine.line(one);
		engine.flush();
		const counts = messages.flatMap((message) => (message.kind === 'tick' ? [message.tick.silenced] : [])).at(-1);
		expect(counts).toMatchObject({total: 2, shown: 2, unattributed: 0, hits: [null, 2]});
		expect(new Date(counts!.lastMs[1]).toISOString()).toBe('2026-11-22T11:44:32.731Z');
		const silenced = messages.flatMap((message) => (message.kind === 'silenced' ? message.alerts : []));
		expect(silenced.map(({alert, by}) => [alert.snapshot['proc.name'], by])).toEqual([
			['cat', [exceptions[1].key]],
			['cat', [exceptions[1].key]],
		]);
		await engine.close();
	});

	it('tells what Falco says of itself, what its source notes, and rules that no file has, once each', async () => {
		const {engine, log, notices} = engineOn(new StreamSource(new PassThrough()));
		const drops = {n_evts: '100', n_drops: '12'};
		const notice = JSON.stringify({
			rule: 'Falco internal: syscall event drop',
			priority: 'Debug',
			source: 'internal',
			output_fields: drops,
		});
		for (const one of [
			notice,
			notice,
			line('cat'),
			line('cat').replaceAll('Reads', 'Elsewhere'),
			line('dog').replaceAll('Reads', 'Elsewhere'),
		])
			engine.line(one);
		const failure = {
			rule: 'Falco internal: hot restart failure',
			priority: 'Critical',
			source: 'internal',
			output_fields: {reason: 'LOAD_ERR'},
		};
		engine.line(JSON.stringify(failure));
		engine.gap('the file was truncated');
		engine.flush();
		expect(log()).toEqual({otherLines: 0, notices: 3, falcoDrops: 24, silenced: 0, gaps: 1});
		expect(notices()).toEqual([
			expect.stringContaining('that Falco drops system calls'),
			expect.stringContaining("no rules file has rule 'Elsewhere'"),
			'that Falco keeps its old rules: LOAD_ERR',
			'the file was truncated',
		]);
		await engine.close();
	});
});
