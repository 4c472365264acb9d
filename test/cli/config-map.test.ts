import {describe, expect, test} from 'vitest';
import {configMapOf, parseConfigMap} from '../../src/cli/config-map.ts';

const MOUNTS = `1 0 0:1 / / rw - overlay overlay rw
2 1 8:1 /var/lib/kubelet/pods/0f/volumes/kubernetes.io~configmap/rules-volume /etc/falco/rules.d ro - ext4 /dev/sda1 rw
3 1 0:5 / /etc/falco/rules.d/other rw - tmpfs tmpfs rw
`;

const pod = (file: string): string | undefined =>
	file === '/proc/self/mountinfo' ? MOUNTS : file.endsWith('/namespace') ? 'security\n' : undefined;

describe('the ConfigMap of a rules file', () => {
	test('is what the user names', () => {
		expect(parseConfigMap('ns/rules:local.yaml')).toEqual({namespace: 'ns', name: 'rules', key: 'local.yaml'});
		expect(parseConfigMap('rules')).toEqual({namespace: undefined, name: 'rules', key: undefined});
		expect(parseConfigMap('a/b/c')).toBeUndefined();
		expect(parseConfigMap('rules; rm -rf /')).toBeUndefined();
		expect(configMapOf('/etc/falco/rules.d/local.yaml', {name: 'mine', namespace: 'ns', key: 'k'}, pod)).toEqual({
			name: 'mine',
			namespace: 'ns',
			key: 'k',
			isTold: true,
			volume: 'rules-volume',
		});
	});

	test("else has the pod's namespace, the chart's name, the file's name as its key, and the volume that the mount shows", () => {
		expect(configMapOf('/etc/falco/rules.d/local.yaml', {}, pod)).toEqual({
			name: 'falco-rules',
			namespace: 'security',
			key: 'local.yaml',
			isTold: false,
			volume: 'rules-volume',
		});
	});

	test('shows no volume for a file on another mount, and the chart’s namespace outside a pod', () => {
		const guess = configMapOf('/etc/falco/rules.d/other/local.yaml', {}, pod);
		expect(guess.volume).toBeUndefined();
		expect(configMapOf('/etc/falco/falco_rules.local.yaml', {}, () => undefined)).toMatchObject({namespace: 'falco', volume: undefined});
	});

	test('is seen from the node too, by the path of the kubelet', () => {
		const path = '/var/lib/kubelet/pods/0f/volumes/kubernetes.io~configmap/rules-volume/local.yaml';
		expect(configMapOf(path, {}, () => undefined).volume).toBe('rules-volume');
	});
});
