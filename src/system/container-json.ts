import {type ByteString, toByteString, toText} from '../events/byte-string.ts';
import {type ContainerInfo, type ContainerMount, containerInfo, type Labels} from './container-info.ts';

/** Numbers of the runtimes in Falco's container events. Those without a name show ''. */
const TYPES: Readonly<Record<number, ByteString>> = {
	0: 'docker',
	1: 'lxc',
	2: 'libvirt-lxc',
	3: 'mesos',
	4: 'rkt',
	6: 'cri',
	7: 'containerd',
	8: 'cri-o',
	9: 'bpm',
	11: 'podman',
	65534: 'host',
};
const UNKNOWN_TYPE = 65535;

type Json = Readonly<Record<string, unknown>>;

/** The record in the JSON of a container event, `{"container": {…}}`; undefined where there is none or it names no container. */
export function parseContainerJson(bytes: ByteString): ContainerInfo | undefined {
	const end = bytes.indexOf('\0');
	const root = parsed(toText(end < 0 ? bytes : bytes.slice(0, end)));
	const json = objectIn(root, 'container');
	const id = textIn(json, 'id');
	if (id === '') return undefined;
	return containerInfo({
		id,
		fullId: textIn(json, 'full_id'),
		name: textIn(json, 'name'),
		type: typeof json.type === 'number' ? (TYPES[json.type] ?? '') : '',
		image: textIn(json, 'image'),
		imageId: textIn(json, 'imageid'),
		imageRepository: textIn(json, 'imagerepo'),
		imageTag: textIn(json, 'imagetag'),
		imageDigest: textIn(json, 'imagedigest'),
		privileged: json.privileged === true,
		mounts: Array.isArray(json.Mounts) ? json.Mounts.map(mountOf) : [],
		labels: labelsIn(json, 'labels'),
		ip: textIn(json, 'ip'),
		cniJson: textIn(json, 'cni_json'),
		hostPid: json.host_pid === true,
		hostNetwork: json.host_network === true,
		hostIpc: json.host_ipc === true,
		isPodSandbox: json.is_pod_sandbox === true,
		podSandboxId: textIn(json, 'pod_sandbox_id'),
		podSandboxLabels: labelsIn(json, 'pod_sandbox_labels'),
	});
}

/** The same the other way, for recordings. */
export function printContainerJson(info: ContainerInfo): ByteString {
	const type = Object.keys(TYPES).find((number) => TYPES[Number(number)] === info.type);
	const container = {
		Mounts: info.mounts.map(({source, dest, mode, rdwr, propagation}) => ({
			Destination: toText(dest),
			Mode: toText(mode),
			Propagation: toText(propagation),
			RW: rdwr,
			Source: toText(source),
		})),
		cni_json: toText(info.cniJson),
		full_id: toText(info.fullId),
		host_ipc: info.hostIpc,
		host_network: info.hostNetwork,
		host_pid: info.hostPid,
		id: toText(info.id),
		image: toText(info.image),
		imagedigest: toText(info.imageDigest),
		imageid: toText(info.imageId),
		imagerepo: toText(info.imageRepository),
		imagetag: toText(info.imageTag),
		ip: toText(info.ip),
		is_pod_sandbox: info.isPodSandbox,
		labels: labelsAsText(info.labels),
		name: toText(info.name),
		pod_sandbox_id: toText(info.podSandboxId),
		pod_sandbox_labels: labelsAsText(info.podSandboxLabels),
		privileged: info.privileged,
		type: type === undefined ? UNKNOWN_TYPE : Number(type),
	};
	return toByteString(JSON.stringify({container}));
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function objectIn(json: unknown, key: string): Json {
	const value = isObject(json) ? json[key] : undefined;
	return isObject(value) ? value : {};
}

function textIn(json: Json, key: string): ByteString {
	const value = json[key];
	return typeof value === 'string' ? toByteString(value) : '';
}

/** Sorted by key, as Falco shows them. */
function labelsIn(json: Json, key: string): Labels {
	const entries = Object.entries(objectIn(json, key)).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
	return Object.fromEntries(
		entries.map(([name, value]) => [toByteString(name), toByteString(value)]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
	);
}

const labelsAsText = (labels: Labels) => Object.fromEntries(Object.entries(labels).map(([name, value]) => [toText(name), toText(value)]));

function mountOf(json: unknown): ContainerMount {
	const mount = isObject(json) ? json : {};
	return {
		source: textIn(mount, 'Source'),
		dest: textIn(mount, 'Destination'),
		mode: textIn(mount, 'Mode'),
		rdwr: mount.RW === true,
		propagation: textIn(mount, 'Propagation'),
	};
}
