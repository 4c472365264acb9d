import {beforeEach, expect, test} from 'vitest';
import {outputJson} from '../../src/fields/print.ts';
import {machineState, threadEntry, Watched} from '../system/machine.ts';
import {fieldNamed} from './field-named.ts';

const ID = '32a1026ccb88a551e2a38eb8f260b4700aefec7e8c007344057e58a9fa302374';
const SANDBOX = 'b51f3f0a7b6c2f5d0e9a8c7b6a5f4e3d2c1b0a9f8e7d6c5b4a3f2e1d0c9b8a7f';
const CONTAINER = {
	id: ID.slice(0, 12),
	full_id: ID,
	name: 'web',
	type: 7,
	image: 'docker.io/library/nginx:1.27',
	imagerepo: 'docker.io/library/nginx',
	imagetag: '1.27',
	imageid: 'a1b2',
	imagedigest: 'sha256:cafe',
	privileged: true,
	host_pid: false,
	ip: '',
	Mounts: [
		{Source: '/etc', Destination: '/host/etc', Mode: 'ro', RW: false, Propagation: 'rprivate'},
		{Source: '/var/run/docker.sock', Destination: '/run/docker.sock', Mode: '', RW: true, Propagation: ''},
	],
	labels: {
		tier: 'front',
		empty: '',
		'io.kubernetes.pod.name': 'web-7',
		'io.kubernetes.pod.namespace': 'shop',
		'io.kubernetes.pod.uid': '3e41dc6b',
	},
	pod_sandbox_id: SANDBOX,
	pod_sandbox_labels: null,
};

const CGROUPS = `cpu=/docker/${ID}\0memory=/docker/${ID}\0`;
let watched: Watched;

beforeEach(() => {
	watched = new Watched(machineState({threads: [threadEntry(1, {ptid: 0}), threadEntry(100, {cgroups: CGROUPS}), threadEntry(200)]}));
});

const tell = (container: object, name = 'container') =>
	watched.happen('ASYNCEVENT_E', {tid: -1, params: {plugin_id: 0, name, data: `${JSON.stringify({container})}\0`}});
const seen = (fields: readonly string[], tid = 100) =>
	watched.see('CLOSE_X', {tid, params: {res: 0, fd: 3}}, (event) => fields.map((field) => outputJson(fieldNamed(field), event)));

test('before anybody told of a container only its id is known', () => {
	expect(seen(['container.id', 'container.name', 'container.image.repository', 'k8s.ns.name'])).toEqual([CONTAINER.id, null, null, null]);
});

test('what a recorded container event tells shows for the threads in the container', () => {
	tell(CONTAINER);
	const fields = [
		'id',
		'full_id',
		'name',
		'type',
		'image',
		'image.repository',
		'image.tag',
		'image.id',
		'image.digest',
		'privileged',
		'host_pid',
		'ip',
	];
	expect(seen(fields.map((field) => `container.${field}`))).toEqual([
		CONTAINER.id,
		ID,
		'web',
		'containerd',
		CONTAINER.image,
		CONTAINER.imagerepo,
		'1.27',
		'a1b2',
		'sha256:cafe',
		true,
		false,
		'',
	]);
	tell({id: CONTAINER.id}, 'container_removed');
	expect(seen(['container.id', 'container.name'])).toEqual([CONTAINER.id, null]);
});

test('a mount is chosen by number, or by a pattern for its source (for the source: its destination)', () => {
	tell(CONTAINER);
	expect(
		seen([
			'container.mounts',
			'container.mount[1]',
			'container.mount.dest[/etc]',
			'container.mount.dest[/etc*]',
			'container.mount.source[*docker.sock]',
			'container.mount.rdwr[/var/run/*]',
			'container.mount.mode[9]',
		]),
	).toEqual([
		'/etc:/host/etc:ro:false:rprivate,/var/run/docker.sock:/run/docker.sock::true:',
		'/var/run/docker.sock:/run/docker.sock::true:',
		'/host/etc',
		'/host/etc',
		'/var/run/docker.sock',
		'true',
		null,
	]);
});

test('the labels of Kubernetes are the pod, the others are shown as labels', () => {
	tell(CONTAINER);
	expect(seen(['container.labels', 'container.label[tier]', 'container.label.empty', 'container.label[none]'])).toEqual([
		'empty, tier:front',
		'front',
		'',
		null,
	]);
	expect(seen(['name', 'uid', 'id', 'sandbox_id', 'full_sandbox_id', 'ip'].map((field) => `k8s.pod.${field}`))).toEqual([
		'web-7',
		'3e41dc6b',
		'3e41dc6b',
		SANDBOX.slice(0, 12),
		SANDBOX,
		null,
	]);
	expect(seen(['k8s.ns.name'])).toEqual(['shop']);
});

test("what a container does not know of its pod is asked of the pod's sandbox", () => {
	tell(CONTAINER);
	tell({
		id: SANDBOX.slice(0, 12),
		full_id: SANDBOX,
		is_pod_sandbox: true,
		ip: '10.42.0.7',
		cni_json: '{"eth0":{}}',
		pod_sandbox_labels: {app: 'web'},
	});
	expect(seen(['k8s.pod.ip', 'k8s.pod.cni.json', 'k8s.pod.labels', 'k8s.pod.label[app]'])).toEqual([
		'10.42.0.7',
		'{"eth0":{}}',
		'app:web',
		'web',
	]);
});

test('outside of containers everything is said: the host', () => {
	expect(
		seen(['container.id', 'container.name', 'container.type', 'container.image', 'container.privileged', 'container.mounts'], 200),
	).toEqual(['host', 'host', 'host', '', false, '']);
	expect(seen(['k8s.ns.name', 'container.label[a]'], 200)).toEqual([null, null]);
});

test('a container event shows the container it tells of', () => {
	const data = `${JSON.stringify({container: CONTAINER})}\0`;
	const shown = watched.see('ASYNCEVENT_E', {tid: -1, params: {plugin_id: 0, name: 'container', data}}, (event) =>
		['evt.type', 'container.id', 'container.name', 'k8s.ns.name', 'proc.name'].map((field) => outputJson(fieldNamed(field), event)),
	);
	expect(shown).toEqual(['container', CONTAINER.id, 'web', 'shop', null]);
});
