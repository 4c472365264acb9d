import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openCapture} from '../../src/capture/reader.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {type FieldValue, isFieldProblem, type ResolvedField} from '../../src/fields/field.ts';
import type {EventContext} from '../../src/system/context.ts';
import {System} from '../../src/system/system.ts';
import {GOLDEN_NAMES, goldenCapture, hasGolden} from '../capture/golden-captures.ts';
import {inetTuple} from '../system/events.ts';
import {fileEntry, machineState, threadEntry, Watched} from '../system/machine.ts';
import {fieldNamed} from './field-named.ts';

const ARGUMENTS: Readonly<Record<string, string>> = {
	'evt.arg': 'evt.arg.name',
	'evt.rawarg': 'evt.rawarg.name',
	'evt.around': 'evt.around[1700000000000000000]',
	'proc.env': 'proc.env[PATH]',
	'container.label': 'container.label[tier]',
	'k8s.pod.label': 'k8s.pod.label[tier]',
	'container.mount.source': 'container.mount.source[/data]',
	'container.mount.dest': 'container.mount.dest[/srv]',
};
/** Written with an argument where one is required. */
function written({name, argument}: {name: string; argument: string}): string {
	if (argument !== 'required') return name;
	return ARGUMENTS[name] ?? (name === 'evt.type.is' ? 'evt.type.is.openat' : name === 'thread.cgroup' ? 'thread.cgroup.cpu' : `${name}[0]`);
}

const hasValue = (value: FieldValue): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);

/** Takes the fields that have a value for the event out of the set. */
function strike(left: Map<string, ResolvedField>, event: EventContext): void {
	for (const [name, {extract, output}] of left) if (hasValue(extract(event)) || hasValue(output?.(event))) left.delete(name);
}

function allFields(): Map<string, ResolvedField> {
	const catalogue = createFieldCatalogue({hostname: 'node', source: 'syscall'});
	return new Map(catalogue.definitions.map((definition) => [definition.name, resolved(catalogue, written(definition))]));
}

function resolved(catalogue: ReturnType<typeof createFieldCatalogue>, text: string): ResolvedField {
	const [, name, argument] = /^([^[]*)(?:\[(.*)\])?$/.exec(text) ?? [text, text];
	const field = argument === undefined ? catalogue.resolve(name) : catalogue.resolve(name, argument);
	if (isFieldProblem(field)) throw new Error(`${text}: ${JSON.stringify(field)}`);
	return field;
}

const ID = '32a1026ccb88a551e2a38eb8f260b4700aefec7e8c007344057e58a9fa302374';
const ofPod = {'io.kubernetes.pod.name': 'web-7', 'io.kubernetes.pod.namespace': 'shop', 'io.kubernetes.pod.uid': '3e41dc6b'};
const POD = {
	full_id: '5'.repeat(64),
	id: '5'.repeat(12),
	is_pod_sandbox: true,
	ip: '10.42.0.7',
	cni_json: '{}',
	labels: {tier: 'front', ...ofPod},
};
const CONTAINER = {
	...{full_id: ID, id: ID.slice(0, 12), name: 'web', type: 7, image: 'docker.io/nginx:1.27', imagerepo: 'docker.io/nginx'},
	...{
		imagetag: '1.27',
		imageid: 'a1b2',
		imagedigest: 'sha256:cafe',
		privileged: false,
		pod_sandbox_id: POD.full_id,
		cni_json: '{}',
		pod_sandbox_labels: {tier: 'front'},
	},
	...{ip: '10.42.0.7', created_time: 1_600_000_000, labels: {tier: 'front', ...ofPod}},
	Mounts: [{Source: '/srv', Destination: '/data', Mode: 'ro', RW: false, Propagation: 'rprivate'}],
};

/** Events that no recording at hand holds: polls, processor times, old Docker events, events of plugins, containers with names. */
function seeMadeEvents(left: Map<string, ResolvedField>): void {
	const watched = new Watched(
		machineState({
			threads: [threadEntry(1, {ptid: 0}), threadEntry(100, {cgroups: `cpu=/docker/${ID}\0`, vpid: 1, pidnsInitStartTs: 5})],
			descriptors: [{tid: 100, entries: [fileEntry(3, '/dev/tty')]}],
		}),
	);
	for (const container of [POD, CONTAINER])
		watched.happen('ASYNCEVENT_E', {tid: -1, params: {plugin_id: 0, name: 'container', data: `${JSON.stringify({container})}\0`}});
	const events: readonly (readonly [string, Parameters<Watched['happen']>[1]])[] = [
		['ASYNCEVENT_E', {tid: -1, params: {plugin_id: 0, name: 'note', data: 'x\0'}}],
		['SOCKET_SOCKET_X', {tid: 100, params: {fd: 4, domain: 2, type: 1, proto: 0, flags: 0}}],
		['SOCKET_CONNECT_X', {tid: 100, params: {res: 0, tuple: inetTuple('10.0.0.1', 4000, '10.0.0.2', 80), fd: 4}}],
		['POLL_X', {tid: 100, params: {res: 1, fds: fdList([3, 4, 99]), timeout: 5}}],
		['PROCINFO_E', {tid: 100, params: {cpu_usr: 10, cpu_sys: 10}}],
		['PROCINFO_E', {tid: 100, atNs: 1e9, params: {cpu_usr: 20, cpu_sys: 30}}],
		[
			'INFRASTRUCTURE_EVENT_E',
			{tid: 100, params: {source: 'docker', name: 'n', description: 'Event:start;ID:1;name:web;Image:nginx;', scope: ''}},
		],
		['OPENAT_2_X', {tid: 100, params: {fd: 5, dirfd: -100, name: '/x', flags: 1, mode: 0, dev: 1, ino: 2}}],
	];
	for (const [constant, event] of events) watched.see(constant, event, (context) => strike(left, context));
}

function fdList(numbers: readonly number[]): Buffer {
	const bytes = Buffer.alloc(2 + numbers.length * 10);
	bytes.writeUInt16LE(numbers.length, 0);
	for (const [i, number] of numbers.entries()) bytes.writeBigInt64LE(BigInt(number), 2 + i * 10);
	return bytes;
}

async function seeRecordings(left: Map<string, ResolvedField>): Promise<void> {
	const cursor = new EventCursor();
	for (const name of GOLDEN_NAMES) {
		const capture = await openCapture(goldenCapture(name));
		const system = new System();
		system.load(capture.head);
		while (await capture.fill()) {
			while (capture.next(cursor)) {
				strike(left, system.begin(cursor));
				system.end();
			}
		}
		await capture.close();
	}
}

/** Names in backticks in the tables of docs/compatibility.md; `k8s.rc.*` stands for all that begin so. */
function namedInCompatibility(): (name: string) => boolean {
	const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/compatibility.md'), 'utf8');
	const patterns = [...text.matchAll(/`([a-z0-9_.*]+)`/g)].map(
		([, pattern]) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`),
	);
	// `container.*` and `k8s.*` tell where the values come from, not that there are none.
	const reasons = patterns.filter(({source}) => !['^container\\..*$', '^k8s\\..*$'].includes(source));
	return (name) => reasons.some((pattern) => pattern.test(name));
}

test.skipIf(!hasGolden)('every field has a value for some event, or docs/compatibility.md names it with the reason', async () => {
	const left = allFields();
	seeMadeEvents(left);
	await seeRecordings(left);
	const isNamed = namedInCompatibility();
	expect([...left.keys()].filter((name) => !isNamed(name))).toEqual([]);
	// The check would not notice a list that names everything.
	expect([...left.keys()].length).toBeLessThan(40);
	expect(['proc.name', 'fd.name', 'evt.num', 'container.name'].filter(isNamed)).toEqual([]);
});

test('what polls wait for: numbers, names, addresses and ports, <NA> where there is none', () => {
	const watched = new Watched(machineState({descriptors: [{tid: 100, entries: [fileEntry(3, '/dev/tty')]}]}));
	watched.happen('SOCKET_SOCKET_X', {tid: 100, params: {fd: 4, domain: 2, type: 1, proto: 0, flags: 0}});
	watched.happen('SOCKET_CONNECT_X', {tid: 100, params: {res: 0, tuple: inetTuple('10.0.0.1', 4000, '10.0.0.2', 80), fd: 4}});
	const names = ['nums', 'names', 'cips', 'sips', 'cports', 'sports'];
	const poll = {tid: 100, params: {res: 1, fds: fdList([3, 4, 99]), timeout: 5}};
	const values = watched.see('POLL_X', poll, (event) => names.map((name) => fieldNamed(`fdlist.${name}`).extract(event)));
	expect(values).toEqual([
		'3,4,99',
		'/dev/tty,10.0.0.1:4000->10.0.0.2:80,<NA>',
		'<NA>,10.0.0.1,<NA>',
		'<NA>,10.0.0.2,<NA>',
		'<NA>,4000,<NA>',
		'<NA>,80,<NA>',
	]);
	// A list that says it is longer than it is.
	const cut = {tid: 100, params: {res: 1, fds: fdList([3, 4, 99]).subarray(0, 15), timeout: 5}};
	expect(watched.see('PPOLL_X', {...cut, params: {res: 1, fds: cut.params.fds}}, (event) => fieldNamed('fdlist.nums').extract(event))).toBe(
		'3',
	);
});
