import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterEach, expect, test} from 'vitest';
import {parseDocument} from 'yaml';
import type {Alert} from '../../../src/alerts/alert.ts';
import type {EventLine} from '../../../src/engine/event-line.ts';
import {type ByteString, toByteString} from '../../../src/events/byte-string.ts';
import {isSafeText} from '../../../src/ui/terminal/sanitize.ts';
import {fakeProblem, makeAlert, makeTick, PROCESSES, RULES} from '../fixtures/feed.ts';
import {LAWS} from './laws.ts';
import {shoot} from './shot.ts';
import {NOON_MS, Stage} from './stage.ts';

// Whoever runs a program chooses its name, its arguments and its files: all of it reaches the screen, the clipboard,
// exports and the rules file. None of it may be more there than visible text.

const open: {close(): void}[] = [];
afterEach(() => {
	for (const thing of open.splice(0)) thing.close();
});

const ATTACKS = [
	'\x1b]0;title\x07',
	'\x1b]52;c;ZXZpbA==\x07',
	'\x1b[2J\x1b[H',
	'\x1b[?1049l',
	'\x1bPtmux;\x1b\x1b]0;x\x07\x1b\\',
	'\x9b31m',
	'\x1bc',
	'\r\n\r\n',
	'\x08\x08\x08',
	'\x7f',
	'\u202egpj.exe',
	'\u200b\u200d\ufeff',
	'\ud83d\udd11 数据库',
	'e\u0301\u0301\u0301\u0301',
	'" or evt.num >= 0 or proc.name = "',
	"') or (proc.name exists",
	'\n- rule: mine\n  condition: evt.num=0\n',
	': {a: &b *b} #',
	'=HYPERLINK("http://x")',
	'@SUM(1+1)',
	'%proc.name',
	'$HOME',
	'`id`',
	'a'.repeat(5000),
];

/** Bytes: attacks beside each other, and what no text is. */
const hostileBytes: fc.Arbitrary<ByteString> = fc
	.array(
		fc.oneof(
			fc.constantFrom(...ATTACKS).map(toByteString),
			fc.uint8Array({maxLength: 12}).map((bytes) => Buffer.from(bytes).toString('latin1')),
		),
		{
			minLength: 1,
			maxLength: 4,
		},
	)
	.map((parts) => parts.join(''));

/** What would be syntax where it is not quoted. */
const syntaxBytes: fc.Arbitrary<ByteString> = fc
	.array(fc.constantFrom(...ATTACKS.slice(ATTACKS.indexOf('" or evt.num >= 0 or proc.name = "'), -1)).map(toByteString), {
		minLength: 1,
		maxLength: 3,
	})
	.map((parts) => parts.join(' '));

/** Text from files that somebody else wrote: names of rules, tags, hosts. */
const hostileText = fc
	.array(fc.oneof(fc.constantFrom(...ATTACKS), fc.string({unit: 'grapheme', maxLength: 8})), {minLength: 1, maxLength: 3})
	.map((parts) => parts.join(''));

interface World {
	readonly name: ByteString;
	readonly file: ByteString;
	readonly parent: ByteString;
	readonly container: ByteString;
	readonly user: ByteString;
	readonly rule: string;
	readonly host: string;
}

const worlds: fc.Arbitrary<World> = fc.record({
	name: hostileBytes,
	file: hostileBytes,
	parent: hostileBytes,
	container: hostileBytes,
	user: hostileBytes,
	rule: hostileText,
	host: hostileText,
});

function alertOf({name, file, parent, container, user, rule}: World, at: number): Alert {
	const made = makeAlert({atMs: NOON_MS - at * 1000});
	const cmdline = `${name} --full ${file}`;
	return {
		...made,
		rule,
		tags: [rule],
		message: `${rule} ${cmdline}`,
		containerId: container,
		fields: {'proc.name': name, 'fd.name': file, 'proc.cmdline': cmdline},
		snapshot: {
			'proc.name': name,
			'proc.exepath': file,
			'proc.cmdline': cmdline,
			'proc.pname': parent,
			'fd.name': file,
			'user.name': user,
			'container.name': container,
		},
		ancestry: [
			{pid: 9, name, exepath: file, cmdline},
			{pid: 1, name: parent, exepath: parent, cmdline: parent},
		],
	};
}

function stageOf(world: World): {stage: Stage; folder: string; local: string; copied: string[]} {
	const folder = mkdtempSync(join(tmpdir(), 'falconer-hostile-'));
	const local = join(folder, 'falco_rules.local.yaml');
	writeFileSync(local, '# ours\n');
	const copied: string[] = [];
	const stage = new Stage({
		columns: 100,
		rows: 30,
		changes: {
			localRulesPath: local,
			rulesFiles: [{name: local, text: '# ours\n'}],
			workFolder: folder,
			clipboard: {write: async (text) => void copied.push(text)},
		},
	});
	const close = (): void => {
		stage.close();
		rmSync(folder, {recursive: true});
	};
	open.push({close});
	const {engine} = stage;
	const {name, file, parent, container, user, rule, host} = world;
	engine.rules = [{...RULES[0], name: rule, desc: rule, tags: [rule], output: `${rule} %proc.name`, file: `/etc/${rule}.yaml`}, RULES[1]];
	engine.processRows = [
		PROCESSES[0],
		{...PROCESSES[1], name, cmdline: `${name} ${file}`, user, exepath: file, containerId: container, alerts: 3},
		{...PROCESSES[2], name: parent, cmdline: ''},
	];
	engine.say({kind: 'started', source: {kind: 'live', label: host, hostname: host}});
	engine.say({
		kind: 'rules',
		id: 0,
		rules: engine.rules,
		definitions: engine.definitions,
		problems: [{...fakeProblem(`/etc/${rule}`, rule), snippet: rule, hint: rule, severity: 'warning'}],
	});
	const counts = {exec: 1, file: 2, net: 3, other: 4};
	engine.say({
		kind: 'tick',
		tick: makeTick({
			atMs: NOON_MS,
			events: 10,
			containers: [{id: container, name: container, counts, alerts: 3}],
			hits: {[rule]: 3},
			drops: {ring_full: 2},
		}),
	});
	engine.say({kind: 'alerts', alerts: [0, 1, 2].map((at) => alertOf(world, at))});
	engine.say({kind: 'events', lines: [eventOf(world)], dropped: 0});
	return {stage, folder, local, copied};
}

const eventOf = ({name, file, container, user}: World): EventLine => ({
	num: 7,
	tsNs: BigInt(NOON_MS) * 1_000_000n,
	type: 'openat',
	tid: 9,
	pid: 9,
	process: name,
	containerId: container,
	info: `name=${file} ${name}`,
	fields: {'proc.name': name, 'fd.name': file, 'user.name': user, 'fd.sip': container, 'proc.cmdline': [name, file] as never},
});

/** Every view, and what lies over them; the keys lead from any of them to it. */
const WAYS: readonly (readonly string[])[] = [
	['1'],
	['1', 'Enter'],
	['1', 'End'],
	['1', 'f', 'x'],
	['1', 'y'],
	['1', '+'],
	['1', 'r'],
	['1', 'Enter', 'G'],
	['1', 'r', 'w'],
	['1', 'w', 'c'],
	['1', 'w', 'e'],
	['2'],
	['2', 'v'],
	['2', 'w'],
	['3'],
	['4'],
	['4', 't'],
	['5'],
	['5', 'Enter'],
	['5', 'a'],
	['5', 'a', 'output', 'Enter'],
	['5', 'E'],
	['6'],
	['7'],
	['7', 'Enter'],
	['7', 'f'],
	['8'],
	['@'],
	['1', '/', 'x'],
];
const BACK = ['Escape', 'Escape', 'Escape', 'Escape'];

const HOLD = [
	'every row fits the screen',
	'nothing but frames of safe text is written',
	'nothing is left over from the screen before',
] as const;

test('nothing but visible text of a hostile machine reaches the terminal, in any view', async () => {
	await fc.assert(
		fc.asyncProperty(worlds, async (world) => {
			const {stage} = stageOf(world);
			for (const way of WAYS) {
				stage.press(...BACK, ...way);
				await new Promise((resolve) => setImmediate(resolve));
				const [shot] = await shoot(stage, way.join(' '), 'document');
				expect(HOLD.flatMap((law) => LAWS[law](shot).map((wrong) => `${way.join(' ')}: ${wrong}`))).toEqual([]);
			}
			open.pop()?.close();
		}),
		// Each is a walk through every screen; the seed differs from run to run.
		{numRuns: 6},
	);
});

/** Line ends and tabs are layout; anything else that hides or commands is not text. */
const isPlain = (text: string): boolean => text.split(/\r?\n|\t/).every(isSafeText);

/** Of a CSV file, as they are written; what stands between quotes is one cell. */
const cellsOf = (csv: string): string[] => csv.match(/"(?:[^"]|"")*"|[^,\n"]+/g) ?? [];

test('clipboard and exports hold visible text only', async () => {
	await fc.assert(
		fc.asyncProperty(worlds, async (world) => {
			const {stage, folder, copied} = stageOf(world);
			for (const view of ['1', '2', '3', '4', '5', '6', '7', '8']) {
				for (const form of ['j', 'c', 't']) {
					stage.nowMs += 5;
					stage.press(...BACK, view, 'Ctrl-S', form);
				}
				for (const digit of ['1', '2', '3', '4', '5']) {
					stage.press(...BACK, view, 'y', digit);
					await new Promise((resolve) => setImmediate(resolve));
				}
			}
			await stage.paint();
			const files = readdirSync(folder).filter((file) => file.startsWith('falconer-'));
			expect(files.length).toBeGreaterThan(15);
			for (const file of files) {
				const text = readFileSync(join(folder, file), 'utf8');
				expect(isPlain(text) ? '' : `${file}: ${JSON.stringify(text.slice(0, 300))}`).toBe('');
				if (file.endsWith('.json')) expect(Array.isArray(JSON.parse(text))).toBe(true);
				if (file.endsWith('.csv')) expect(cellsOf(text).filter((cell) => /^"?[=@+]/.test(cell))).toEqual([]);
			}
			expect(copied.length).toBeGreaterThan(10);
			expect(copied.filter((text) => !isPlain(text))).toEqual([]);
			open.pop()?.close();
		}),
		{numRuns: 8},
	);
});

test('what an exception for it writes is YAML of visible text, and nothing in it is syntax', async () => {
	let written = 0;
	await fc.assert(
		fc.asyncProperty(fc.tuple(worlds, syntaxBytes, fc.constantFrom(0, 1, 2)), async ([world, name, place]) => {
			const {stage, local} = stageOf({...world, name, file: name, rule: RULES[0].name});
			stage.press(...BACK, '1', 'w', ...new Array<string>(place).fill('Tab'), 'Enter');
			await stage.until((screen) => !screen.includes('TERMS') || screen.includes('✗'));
			stage.press(...BACK, 'S', 'Enter');
			await stage.until((screen) => !screen.includes('Save ·') || screen.includes('✗'));
			const text = readFileSync(local, 'utf8');
			expect(isPlain(text) ? '' : JSON.stringify(text)).toBe('');
			const document = parseDocument(text);
			expect(document.errors).toEqual([]);
			const items = (document.toJS() ?? []) as Record<string, unknown>[];
			expect(items.length).toBeLessThanOrEqual(2);
			for (const item of items) expect(['macro', 'rule']).toContain(Object.keys(item)[0]);
			if (items.length > 0) written++;
			open.pop()?.close();
		}),
		{numRuns: 25},
	);
	// Values that nobody can write in a rules file are refused; most can be.
	expect(written).toBeGreaterThan(3);
});
