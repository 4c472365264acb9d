import {expect, test} from 'vitest';
import type {Alert} from '../../src/alerts/alert.ts';
import {createRulesCompiler} from '../../src/engine/compile-rules.ts';
import {Engine} from '../../src/engine/engine.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {System} from '../../src/system/system.ts';
import {makeEvent} from '../system/events.ts';
import {machineState, threadEntry} from '../system/machine.ts';
import {engineOptions} from './options.ts';
import {closes, opens, rulesText} from './recording.ts';

function watch(conditions: Record<string, string>, ruleMatching: 'first' | 'all' = 'first') {
	const alerts: Alert[] = [];
	const compiler = createRulesCompiler(engineOptions());
	const compile = (changed: Record<string, string>) => compiler.compile([{name: 'r.yaml', text: rulesText(changed)}]);
	const system = new System();
	const docker = `memory=/docker/${'c'.repeat(64)}\0`;
	system.load(machineState({threads: [threadEntry(1, {ptid: 0, comm: 'init'}), threadEntry(100), threadEntry(200, {cgroups: docker})]}));
	const engine = new Engine({
		system,
		ruleMatching,
		hostname: 'host',
		snapshots: true,
		countContainers: true,
		onAlert: (alert) => alerts.push(alert),
	});
	engine.swap(compile(conditions).active);
	const cursor = new EventCursor();
	const happen = (...events: Buffer[]) => {
		for (const event of events) {
			cursor.set(event, 0);
			engine.process(cursor);
		}
	};
	return {engine, alerts, happen, compile, seen: () => alerts.map(({rule, message}) => `${rule}: ${message}`)};
}

test('an event raises the first rule that matches, or all, in the order of the files', () => {
	const conditions = {a: 'evt.type=openat', b: 'fd.name=/etc/x', c: 'evt.type=close'};
	const first = watch(conditions);
	const all = watch(conditions, 'all');
	for (const {happen} of [first, all]) happen(opens('/etc/x'), closes());
	expect(first.seen()).toEqual(['a: 1 /etc/x', 'b: 2 /etc/x']);
	expect(all.seen()).toEqual(['a: 1 /etc/x', 'b: 1 /etc/x', 'b: 2 /etc/x', 'c: 2 /etc/x']);
});

test('events are numbered from 1, those that match nothing too', () => {
	const {happen, alerts} = watch({a: 'fd.name=/etc/x and evt.type=openat'});
	happen(opens('/a'), opens('/b'), opens('/etc/x'));
	expect(alerts.map(({evtNum, seq}) => [evtNum, seq])).toEqual([[3, 1]]);
});

test('a swap of the rules keeps the state of the system, the numbers and the hits', () => {
	const {engine, happen, compile, seen} = watch({kept: 'evt.type=openat', old: 'evt.type=close'});
	happen(opens('/etc/x', 3), opens('/etc/y', 4), closes(4));
	engine.swap(compile({kept: 'evt.type=openat', fresh: 'evt.type=close and fd.name=/etc/x'}).active);
	happen(closes(3), opens('/etc/z'));
	expect(seen().slice(-2)).toEqual(['fresh: 4 /etc/x', 'kept: 5 /etc/z']);
	expect(engine.rules.rules.map(({name, hits}) => [name, hits])).toEqual([
		['kept', 3],
		['fresh', 1],
	]);
});

test('rules that do not load are left out, the others work', () => {
	const {engine, happen, compile, seen} = watch({});
	const compiled = compile({bad: 'no.such.field=1', good: 'evt.type=openat'});
	engine.swap(compiled.active);
	happen(opens('/x'));
	expect(compiled.problems.map(({severity, code}) => [severity, code])).toEqual([['error', 'LOAD_ERR_COMPILE_CONDITION']]);
	expect(seen()).toEqual(['good: 1 /x']);
});

test('an alert keeps the usual fields, those of its rule, and the processes above', () => {
	const {happen, alerts} = watch({a: 'evt.type=openat and fd.num=3'});
	happen(opens('/etc/x'));
	expect(alerts[0].snapshot).toMatchObject({'proc.name': 'name100', 'fd.name': '/etc/x', 'fd.num': 3, 'proc.pname': 'init', 'evt.num': 1});
	expect(alerts[0].ancestry.map(({pid, name}) => [pid, name])).toEqual([
		[100, 'name100'],
		[1, 'init'],
	]);
	expect(alerts[0]).toMatchObject({pid: 100, tid: 100, evtType: 'openat', containerId: '', hostname: 'host'});
});

test('events and alerts are counted by container and class, and by process until it ends', () => {
	const {engine, happen} = watch({a: 'evt.type=openat'});
	const inContainer = makeEvent('OPENAT_2_X', {tid: 200, params: {fd: 3, dirfd: -100, name: '/c', flags: 1}});
	const execs = makeEvent('SETUID_X', {tid: 200, params: {res: 0}});
	happen(opens('/x'), inContainer, inContainer, execs);
	const rows = engine.containers.rows();
	expect(rows.find(({id}) => id === '')).toMatchObject({counts: {exec: 0, file: 1, net: 0, other: 0}, alerts: 1});
	expect(rows.find(({id}) => id === 'cccccccccccc')).toMatchObject({counts: {exec: 0, file: 2, net: 0, other: 1}, alerts: 2});
	expect([engine.processEvents.get(200), engine.processAlerts.get(200)]).toEqual([3, 2]);
	happen(makeEvent('PROCEXIT_1_E', {tid: 200, params: {status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 1}}));
	expect([engine.processEvents.get(200), engine.processAlerts.get(200)]).toEqual([0, 0]);
});
