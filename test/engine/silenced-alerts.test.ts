import {describe, expect, it} from 'vitest';
import type {Alert} from '../../src/alerts/alert.ts';
import {createRulesCompiler} from '../../src/engine/compile-rules.ts';
import {Engine} from '../../src/engine/engine.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {System} from '../../src/system/system.ts';
import {machineState, threadEntry} from '../system/machine.ts';
import {engineOptions} from './options.ts';
import {closes, opens, rulesText} from './recording.ts';

const LOCAL = 'local.yaml';
const HOOK = '- macro: user_known_files\n  condition: evt.num = 0\n';
const RULES = {
	files: 'evt.type=openat and fd.name startswith /etc and not user_known_files',
	all: 'evt.type=openat and fd.name startswith /etc/all',
};

const except = (condition: string) => `- macro: user_known_files\n  condition: ${condition}\n`;

function watch(local: string, ruleMatching: 'first' | 'all' = 'first', rules: Record<string, string> = RULES) {
	const alerts: Alert[] = [];
	const compiler = createRulesCompiler(engineOptions({localRules: [LOCAL]}));
	const compile = (text: string) =>
		compiler.compile([
			{name: 'r.yaml', text: HOOK + rulesText(rules)},
			{name: LOCAL, text},
		]);
	const system = new System();
	system.load(machineState({threads: [threadEntry(1, {ptid: 0, comm: 'init'}), threadEntry(100)]}));
	const engine = new Engine({
		system,
		ruleMatching,
		hostname: 'host',
		snapshots: true,
		countContainers: false,
		silenced: true,
		onAlert: (alert) => alerts.push(alert),
	});
	const compiled = compile(local);
	expect(compiled.problems.filter(({severity}) => severity === 'error')).toEqual([]);
	engine.swap(compiled.active);
	const cursor = new EventCursor();
	const happen = (...events: Buffer[]) => {
		for (const event of events) {
			cursor.set(event, 0);
			engine.process(cursor);
		}
	};
	const silenced = engine.silenced!;
	return {engine, silenced, alerts, happen, compile, seen: () => alerts.map(({rule, message}) => `${rule}: ${message}`)};
}

/** Made-up events begin here, milliseconds since the epoch. */
const BEGIN = 1_700_000_000_000;
const MS = 1e6;

describe('what exceptions of the user’s file keep back', () => {
	it('is counted for each exception that matches, with the time of its last event', () => {
		const {silenced, happen, seen, compile} = watch(except('(fd.name = /etc/a) or (fd.name startswith /etc/a) or (fd.name = /etc/z)'));
		happen(opens('/etc/a'), opens('/etc/ab', 4, 7 * MS), opens('/etc/b', 5, 9 * MS), opens('/home', 6, 11 * MS));
		expect(seen()).toEqual(['files: 3 /etc/b']);
		const {total, hits, lastMs, unattributed} = silenced.counts();
		expect({total, hits, unattributed}).toEqual({total: 2, hits: [1, 2, 0], unattributed: 0});
		expect(lastMs).toEqual([BEGIN, BEGIN + 7, 0]);
		expect(compile(except('(fd.name = /etc/a)')).exceptions()).toEqual([
			{
				key: 'macro\0user_known_files\0fd.name = /etc/a',
				kind: 'macro',
				name: 'user_known_files',
				rules: ['files'],
				condition: 'fd.name = /etc/a',
				file: LOCAL,
				line: 1,
			},
		]);
	});

	it('becomes alerts of their own kind, which name the exceptions and are numbered apart', () => {
		const {silenced, happen, alerts} = watch(except('fd.name = /etc/a'));
		happen(opens('/etc/b'), opens('/etc/a'), opens('/etc/b'));
		expect(alerts.map(({seq}) => seq)).toEqual([1, 2]);
		const waiting = silenced.takeWaiting();
		expect(waiting.map(({by, alert}) => [alert.rule, alert.message, alert.snapshot['fd.name'], by])).toEqual([
			['files', '2 /etc/a', '/etc/a', ['macro\0user_known_files\0fd.name = /etc/a']],
		]);
		expect(silenced.takeWaiting()).toEqual([]);
		expect(silenced.counts()).toMatchObject({total: 1, shown: 1});
	});

	it('is built a few times between two looks and counted always', () => {
		const {silenced, happen} = watch(except('fd.name = /etc/a'));
		for (let i = 0; i < 1000; i++) happen(opens('/etc/a'));
		expect(silenced.takeWaiting().length).toBeLessThan(100);
		expect(silenced.counts().hits).toEqual([1000]);
		happen(opens('/etc/a'));
		expect(silenced.takeWaiting()).toHaveLength(1);
	});

	it('does not stop later rules; behind a rule that matched first nothing is asked', () => {
		const after = watch(except('fd.name startswith /etc/all'));
		after.happen(opens('/etc/all/x'));
		expect(after.seen()).toEqual(['all: 1 /etc/all/x']);
		expect(after.silenced.counts().total).toBe(1);
		const reversed = {all: RULES.all, files: RULES.files};
		for (const [matching, total] of [
			['first', 0],
			['all', 1],
		] as const) {
			const before = watch(except('fd.name startswith /etc/all'), matching, reversed);
			before.happen(opens('/etc/all/x'));
			expect(before.seen()).toEqual(['all: 1 /etc/all/x']);
			expect(before.silenced.counts().total).toBe(total);
		}
	});

	it('goes on over swaps of the rules, also for an exception that was away', () => {
		const {engine, silenced, happen, compile} = watch(except('fd.name = /etc/a'));
		happen(opens('/etc/a'));
		engine.swap(compile('').active);
		expect(silenced.counts().hits).toEqual([]);
		engine.swap(compile(except('(fd.name = /etc/b) or (fd.name = /etc/a)')).active);
		happen(opens('/etc/a'), opens('/etc/b'));
		expect(silenced.counts().hits).toEqual([1, 2]);
		engine.restart();
		expect(silenced.counts()).toMatchObject({total: 0, hits: [0, 0], lastMs: [0, 0]});
	});

	it('leaves verdicts alone, whatever the exception is made of', () => {
		const rules = {files: RULES.files, closing: 'evt.type=close and fd.name exists'};
		const local = `${except('(fd.name = /etc/a)')}- rule: closing\n  condition: and not fd.name = /etc/a\n  override: {condition: append}\n`;
		const events = () => [opens('/etc/a'), closes(), opens('/etc/b'), closes(), opens('/x'), closes()];
		for (const matching of ['first', 'all'] as const) {
			const counted = watch(local, matching, rules);
			const plain = watch(local, matching, rules);
			plain.engine.swap({
				...plain.engine.rules,
				buckets: plain.engine.rules.buckets.map((bucket) => bucket && {...bucket, bare: undefined}),
			});
			for (const {happen} of [counted, plain]) happen(...events());
			expect(counted.seen()).toEqual(plain.seen());
			expect(counted.silenced.counts().total).toBe(2);
			expect(plain.silenced.counts().total).toBe(0);
		}
	});

	it('costs nothing where no rule is excepted from', () => {
		const {engine} = watch('- rule: own\n  desc: d\n  condition: evt.type = close\n  output: o\n  priority: INFO\n');
		expect(engine.rules.buckets.every((bucket) => bucket?.bare === undefined)).toBe(true);
	});
});
