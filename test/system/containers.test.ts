import fc from 'fast-check';
import {expect, test} from 'vitest';
import {toByteString} from '../../src/events/byte-string.ts';
import {containerInfo} from '../../src/system/container-info.ts';
import {parseContainerJson, printContainerJson} from '../../src/system/container-json.ts';
import {ContainerTable} from '../../src/system/container-table.ts';
import {Watched} from './machine.ts';

const json = (container: object) => `${JSON.stringify({container})}\0`;
const web = {id: '32a1026ccb88', name: 'web', type: 7};

test('container events of old and new recordings are remembered until the container is gone', () => {
	const watched = new Watched();
	watched.happen('CONTAINER_JSON_2_E', {tid: 0, params: {json: json({...web, id: 'aaaaaaaaaaaa'})}});
	watched.happen('ASYNCEVENT_E', {tid: -1, params: {plugin_id: 0, name: 'container', data: json(web)}});
	const {containers} = watched.system;
	expect(['aaaaaaaaaaaa', web.id].map((id) => containers.get(id)?.type)).toEqual(['containerd', 'containerd']);
	watched.happen('ASYNCEVENT_E', {tid: -1, params: {plugin_id: 0, name: 'container_removed', data: json(web)}});
	expect([containers.get(web.id), containers.get('aaaaaaaaaaaa')?.name]).toEqual([undefined, 'web']);
});

test('asynchronous events of other plugins mean nothing to containers', () => {
	const watched = new Watched();
	watched.happen('ASYNCEVENT_E', {tid: -1, params: {plugin_id: 7, name: 'k8smeta', data: json(web)}});
	expect([...watched.system.containers.values()]).toEqual([]);
	expect(watched.system.counters.unreadableContainers).toBe(0);
});

test('an event tells of its own container, the next one does not', () => {
	const watched = new Watched();
	const container = watched.see(
		'ASYNCEVENT_E',
		{tid: -1, params: {plugin_id: 0, name: 'container', data: json(web)}},
		(event) => event.container,
	);
	expect(container?.name).toBe('web');
	expect(watched.see('CLOSE_X', {tid: 100, params: {res: 0, fd: 3}}, (event) => event.container)).toBeUndefined();
});

test.each(['', '{', 'null', '[]', '{"container":null}', '{"container":{"id":7}}', '{"container":{}}'])(
	'a container event that says %j is counted as unreadable',
	(data) => {
		const watched = new Watched();
		watched.happen('ASYNCEVENT_E', {tid: -1, params: {plugin_id: 0, name: 'container', data}});
		expect(watched.system.counters.unreadableContainers).toBe(1);
		expect([...watched.system.containers.values()]).toEqual([]);
	},
);

test('values of a wrong type count as not said', () => {
	const odd = parseContainerJson(
		json({id: 'a', name: 3, labels: null, Mounts: [{Source: '/s', RW: 1}, 7], privileged: 'yes', type: 'docker'}),
	);
	const silent = {source: '', dest: '', mode: '', rdwr: false, propagation: ''};
	expect(odd).toEqual(containerInfo({id: 'a', mounts: [{...silent, source: '/s'}, silent]}));
});

test('what is printed is parsed again', () => {
	const text = fc.string({unit: 'binary'}).map((any) => toByteString(any.replaceAll('\0', '')));
	const labels = fc.dictionary(text, text, {noNullPrototype: true});
	const info = fc.record({
		id: text.filter((id) => id !== ''),
		name: text,
		image: text,
		type: fc.constantFrom('docker', 'podman', 'cri-o', ''),
		privileged: fc.boolean(),
		mounts: fc.array(fc.record({source: text, dest: text, mode: text, rdwr: fc.boolean(), propagation: text})),
		labels,
		podSandboxLabels: labels,
		cniJson: text,
	});
	fc.assert(
		fc.property(info, (known) => {
			expect(parseContainerJson(printContainerJson(containerInfo(known)))).toEqual(containerInfo(known));
		}),
	);
});

test('recordings that never remove a container do not fill the memory', () => {
	const table = new ContainerTable();
	for (let i = 0; i < 20_000; i++) table.set(containerInfo({id: String(i)}));
	expect([[...table.values()].length, table.dropped, table.get('0'), table.get('19999')?.id]).toEqual([16_384, 3616, undefined, '19999']);
});
