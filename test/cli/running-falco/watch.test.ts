import {type ChildProcess, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {findFalcos, flagValues} from '../../../src/cli/running-falco/find.ts';
import {RunningFalcos} from '../../../src/cli/running-falco/watch.ts';
import type {ReloadNews} from '../../../src/ui/options.ts';

// No Falco is here: a process of its name and command line does at its edges what Falco does. It watches the folder of
// its rules or does not, loads again when they change or on SIGHUP, and logs that as Falco does.

const FAKE = `
const fs = require('node:fs'), http = require('node:http'), crypto = require('node:crypto');
const [mode, rules, metricsPort] = process.argv.slice(4);
const hash = () => crypto.createHash('sha256').update(fs.readFileSync(rules)).digest('hex');
let loaded = hash();
const load = () => {
	const text = fs.readFileSync(rules, 'utf8');
	if (text.includes('broken')) { console.error('Sun Nov 22 20:00:00 2026: Falco internal: hot restart failure: ' + rules + ': LOAD_ERR_YAML_PARSE'); return; }
	loaded = hash();
	console.error('Sun Nov 22 20:00:00 2026: Falco version: 0.44.1 (x86_64)');
};
if (mode === 'watching') fs.watch(require('node:path').dirname(rules), () => setTimeout(load, 20));
process.on('SIGHUP', load);
const line = () => 'falcosecurity_falco_sha256_rules_files_info{file_name="x",sha256="' + loaded + '"} 1\\n';
let server;
if (mode === 'mute') fs.watch(require('node:path').dirname(rules), () => { server.close(); server.closeAllConnections(); });
if (metricsPort !== undefined) server = http.createServer((q, a) => a.end(line())).listen(Number(metricsPort), '127.0.0.1', () => console.log('ready'));
else { setInterval(() => {}, 1000); console.log('ready'); }
`;

let folder: string;
let children: ChildProcess[] = [];
const at = (name: string): string => path.join(folder, name);
const rules = (): string => at('rules.d/local.yaml');

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'running-'));
	mkdirSync(at('rules.d'));
	writeFileSync(rules(), 'old\n');
	writeFileSync(at('fake.cjs'), FAKE);
	symlinkSync(process.execPath, at('falco'));
	config('');
});

afterEach(async () => {
	for (const child of children) {
		if (child.exitCode !== null || child.signalCode !== null) continue;
		child.kill('SIGKILL');
		await once(child, 'exit');
	}
	children = [];
	rmSync(folder, {recursive: true});
});

const config = (more: string): void => writeFileSync(at('falco.yaml'), `rules_files: [${at('rules.d')}]\n${more}`);

/** A process that is called falco, its log going to a file or nowhere. */
async function falco(
	mode: 'watching' | 'still' | 'mute',
	{metricsPort, log = true, timeoutMs = 15_000}: {metricsPort?: number; log?: boolean; timeoutMs?: number} = {},
) {
	const file = openSync(at('falco.log'), 'a');
	const extra = metricsPort === undefined ? [] : [String(metricsPort)];
	const child = spawn(at('falco'), [at('fake.cjs'), '-c', at('falco.yaml'), mode, rules(), ...extra], {
		stdio: ['ignore', 'pipe', log ? file : 'ignore'],
	});
	closeSync(file);
	children.push(child);
	await Promise.race([
		once(child.stdout!, 'data'),
		once(child, 'exit').then(() => Promise.reject(new Error(readFileSync(at('falco.log'), 'utf8')))),
	]);
	const pid = child.pid!;
	const falcos = new RunningFalcos({timeoutMs, pollMs: 20, find: () => findFalcos().filter((process) => process.pid === pid)});
	return {pid, falcos};
}

/** A free port, and a configuration that has metrics there. */
async function metricsAt(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const {port} = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	config(`webserver: {enabled: true, listen_port: ${port}, prometheus_metrics_enabled: true}\nmetrics: {enabled: true}\n`);
	return port;
}

/** As a save does: another file takes the name. */
function save(text: string): string {
	writeFileSync(at('temporary'), text);
	renameSync(at('temporary'), rules());
	return createHash('sha256').update(readFileSync(rules())).digest('hex');
}

async function saveAndFollow(falcos: RunningFalcos, text: string): Promise<ReloadNews> {
	const watch = await falcos.watch(rules());
	const news: ReloadNews[] = [];
	await watch.follow(save(text), (one) => news.push(one));
	expect(news).toHaveLength(1);
	return news[0];
}

describe('a running Falco after a save', () => {
	test('is found by its name with its command line', async () => {
		const {pid} = await falco('still');
		const found = findFalcos().find((process) => process.pid === pid);
		expect(found?.name).toBe('falco');
		expect(flagValues(found!.args, '-c', '--config')).toEqual([at('falco.yaml')]);
	});

	test('has loaded the rules when its log says so', async () => {
		const {pid, falcos} = await falco('watching');
		expect(await saveAndFollow(falcos, 'new\n')).toMatchObject({
			pid,
			outcome: 'reloaded',
			evidence: expect.stringContaining('Falco version: 0.44.1'),
			canSignal: false,
		});
	});

	test('refused them when its log says that', async () => {
		const {falcos} = await falco('watching');
		const news = await saveAndFollow(falcos, 'broken\n');
		expect(news).toMatchObject({outcome: 'refused', evidence: expect.stringContaining('LOAD_ERR_YAML_PARSE')});
	});

	test('has loaded them when its metrics name the file that was written', async () => {
		const port = await metricsAt();
		const {falcos} = await falco('watching', {metricsPort: port, log: false});
		expect(await saveAndFollow(falcos, 'new\n')).toMatchObject({outcome: 'reloaded', evidence: 'its metrics name the new file'});
	});

	test('whose metrics end with the save is told of so', async () => {
		const port = await metricsAt();
		const {falcos} = await falco('mute', {metricsPort: port, log: false, timeoutMs: 1500});
		expect(await saveAndFollow(falcos, 'new\n')).toMatchObject({
			outcome: 'silent',
			evidence: expect.stringContaining('its metrics do not answer any more'),
			hint: expect.stringContaining('kill -HUP'),
		});
	});

	test('that does not watch its files is told of at once, and loads them after SIGHUP', async () => {
		config('watch_config_files: false\n');
		const {pid, falcos} = await falco('still');
		const news = await saveAndFollow(falcos, 'new\n');
		expect(news).toMatchObject({
			outcome: 'not-watching',
			evidence: expect.stringContaining('watch_config_files is false'),
			canSignal: true,
		});
		expect(news.hint).toContain(`kill -HUP ${pid}`);
		const watch = await falcos.watch(rules());
		expect(falcos.reload(pid)).toBe(true);
		const after: ReloadNews[] = [];
		await watch.follow('', (one) => after.push(one));
		expect(after).toMatchObject([{outcome: 'reloaded'}]);
	});

	test('that had not loaded them is told of once more when somebody else makes it do so', async () => {
		config('watch_config_files: false\n');
		const {pid} = await falco('still');
		const falcos = new RunningFalcos({
			timeoutMs: 50,
			pollMs: 10,
			lookAgainMs: 10,
			find: () => findFalcos().filter((process) => process.pid === pid),
		});
		const watch = await falcos.watch(rules());
		const news: ReloadNews[] = [];
		await watch.follow(save('new\n'), (one) => news.push(one));
		expect(news).toMatchObject([{outcome: 'not-watching', canSignal: true}]);
		process.kill(pid, 'SIGHUP');
		await expect.poll(() => news, {timeout: 20_000}).toMatchObject([{outcome: 'not-watching'}, {outcome: 'reloaded', canSignal: false}]);
	});

	test('that loads other files is no answer to the save', async () => {
		writeFileSync(at('falco.yaml'), 'rules_files: [/etc/falco/falco_rules.yaml]\n');
		const {falcos} = await falco('watching');
		const news = await saveAndFollow(falcos, 'new\n');
		expect(news).toMatchObject({outcome: 'not-loading', canSignal: false});
		expect(news.hint).toBe(`add it to rules_files in ${at('falco.yaml')}`);
	});

	test('that ended and did not come back is told of', async () => {
		const {pid} = await falco('watching');
		const falcos = new RunningFalcos({timeoutMs: 50, pollMs: 10, find: () => findFalcos().filter((process) => process.pid === pid)});
		const watch = await falcos.watch(rules());
		const [child] = children;
		child.kill('SIGKILL');
		await once(child, 'exit');
		const news: ReloadNews[] = [];
		await watch.follow(save('new\n'), (one) => news.push(one));
		expect(news).toMatchObject([{outcome: 'gone'}]);
	});
});
