import type {ByteString} from '../events/byte-string.ts';
import {type ContainerInfo, type ContainerMount, HOST} from '../system/container-info.ts';
import type {EventContext} from '../system/context.ts';
import {exact} from './exact.ts';
import type {FieldValue} from './field.ts';
import {globMatches} from './glob.ts';
import {labelText, oneLabel} from './labels.ts';
import {type FieldBinding, type FieldClass, type FieldRow, type FieldUse, rowsOf} from './row.ts';

const row = rowsOf('container');

/** What is known of the event's container; undefined while nobody has told anything. */
export function containerOf({container, system, thread}: EventContext): ContainerInfo | undefined {
	if (container !== undefined) return container;
	return thread && system.containers.get(thread.containerId);
}

const of =
	(pick: (container: ContainerInfo) => FieldValue) =>
	(event: EventContext): FieldValue => {
		const container = containerOf(event);
		return container && pick(container);
	};

const mountText = ({source, dest, mode, rdwr, propagation}: ContainerMount): ByteString =>
	`${source}:${dest}:${mode}:${rdwr}:${propagation}`;

/** A mount chosen by its number, or by a pattern for `key`. */
function chosenMount({argument, index}: FieldUse, key: 'source' | 'dest', show: (mount: ContainerMount) => ByteString): FieldBinding {
	const matches = globMatches(argument ?? '');
	const pick = ({mounts}: ContainerInfo): FieldValue => {
		const found = index >= 0 ? mounts[index] : mounts.find((mount) => matches(mount[key]));
		return found && show(found);
	};
	return {extract: of(pick)};
}

function mountRow(
	name: string,
	key: 'source' | 'dest',
	text: readonly [string, string],
	show: (mount: ContainerMount) => ByteString,
): FieldRow {
	return row(name, 'CHARBUF', text, {bind: (use) => chosenMount(use, key, show), argument: 'required', argumentOf: 'index or key'});
}

/** The start of the pid namespace's first process, which is the container's. */
const startOf = ({thread}: EventContext): bigint => BigInt(thread?.pidnsInitStartTs ?? 0);

const text = (name: string, doc: readonly [string, string], pick: (container: ContainerInfo) => FieldValue): FieldRow =>
	row(name, 'CHARBUF', doc, of(pick));
const flag = (name: string, doc: string, pick: (container: ContainerInfo) => boolean): FieldRow =>
	row(name, 'BOOL', [doc, `${name} = true`], of(pick));
const deprecated = (name: string, type: 'CHARBUF' | 'BOOL'): FieldRow =>
	row(name, type, ['Has no values any more.', `${name} exists`], {deprecated: true});

/** The fields of the container the thread runs in. The id comes from the kernel, the rest from the container runtime. */
export const CONTAINER: FieldClass = {
	name: 'container',
	description: 'The container the thread runs in. The id is known at once, the rest when the container runtime has answered.',
	sources: ['syscall'],
	rows: [
		row(
			'container.id',
			'CHARBUF',
			['Id of the container, 12 digits of it; `host` outside of containers.', 'container.id != host'],
			({container, thread}) => {
				if (container !== undefined) return container.id;
				return thread && (thread.containerId === '' ? HOST.id : thread.containerId);
			},
		),
		text('container.full_id', ['The whole id.', '3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e'], ({fullId}) => fullId),
		text('container.name', ['Name of the container; `host` outside of containers.', 'container.name = web'], ({name}) => name),
		text('container.image', ['Image with its tag.', 'container.image startswith docker.io/library/'], ({image}) => image),
		text('container.image.id', ['Id of the image.', 'container.image.id = 605c77e624dd'], ({imageId}) => imageId),
		text('container.type', ['The runtime: docker, podman, containerd, cri-o, lxc…', 'container.type = containerd'], ({type}) => type),
		flag('container.privileged', 'Whether the container has all privileges.', ({privileged}) => privileged),
		text(
			'container.mounts',
			[
				'All mounts: source:destination:mode:read-write:propagation, joined by commas.',
				'/var/log:/log:rw:true:rprivate,/etc/localtime:/etc/localtime:ro:false:rprivate',
			],
			({mounts}) => mounts.map(mountText).join(','),
		),
		mountRow(
			'container.mount',
			'source',
			['One mount, by number or by a pattern for its source.', 'container.mount[/var/run/docker.sock] exists'],
			mountText,
		),
		mountRow(
			'container.mount.source',
			'dest',
			['Source of a mount, by number or by a pattern for its destination.', 'container.mount.source[/etc*] exists'],
			({source}) => source,
		),
		mountRow(
			'container.mount.dest',
			'source',
			['Destination of a mount, by number or by a pattern for its source.', 'container.mount.dest[/etc] != N/A'],
			({dest}) => dest,
		),
		mountRow(
			'container.mount.mode',
			'source',
			['Mode of a mount, by number or by a pattern for its source.', 'container.mount.mode[0] = ro'],
			({mode}) => mode,
		),
		mountRow(
			'container.mount.rdwr',
			'source',
			['Whether a mount may be written, by number or by a pattern for its source.', 'container.mount.rdwr[/etc] = true'],
			({rdwr}) => String(rdwr),
		),
		mountRow(
			'container.mount.propagation',
			'source',
			['Propagation of a mount, by number or by a pattern for its source.', 'container.mount.propagation[0] = shared'],
			({propagation}) => propagation,
		),
		text(
			'container.image.repository',
			['The image without its tag.', 'container.image.repository endswith /nginx'],
			({imageRepository}) => imageRepository,
		),
		text('container.image.tag', ['Tag of the image.', 'container.image.tag = latest'], ({imageTag}) => imageTag),
		text(
			'container.image.digest',
			['Digest of the image.', 'sha256:4f380adfc10f4cd34f775ae57a17d2835385efd5251d6dfe0f246b0018fb0399'],
			({imageDigest}) => imageDigest,
		),
		deprecated('container.healthcheck', 'CHARBUF'),
		deprecated('container.liveness_probe', 'CHARBUF'),
		deprecated('container.readiness_probe', 'CHARBUF'),
		row('container.start_ts', 'ABSTIME', ["Start of the container's first process.", '1795347892226385358'], {
			extract: (event) => {
				const start = startOf(event);
				return start === 0n ? undefined : exact(start);
			},
			print: 'DEC',
		}),
		row('container.duration', 'RELTIME', ['Nanoseconds since the container started.', 'container.duration < 60000000000'], {
			extract: (event) => {
				const start = startOf(event);
				return start === 0n ? undefined : exact(event.cursor.tsNs - start);
			},
			print: 'DEC',
		}),
		text('container.ip', ['Address of the container or its pod.', '10.42.0.7'], ({ip}) => ip),
		text(
			'container.cni.json',
			["What the pod's network plugin answered, as JSON.", '{"eth0":{"IPConfigs":[{"IP":"10.42.0.7"}]}}'],
			({cniJson}) => cniJson,
		),
		flag('container.host_pid', "Whether the container is in the host's pid namespace.", ({hostPid}) => hostPid),
		flag('container.host_network', "Whether the container is in the host's network namespace.", ({hostNetwork}) => hostNetwork),
		flag('container.host_ipc', "Whether the container is in the host's IPC namespace.", ({hostIpc}) => hostIpc),
		row('container.label', 'CHARBUF', ['One label of the container.', 'container.label[app] = web'], {
			bind: ({argument}) => ({extract: of(({labels}) => oneLabel(labels, argument))}),
			argument: 'required',
			argumentOf: 'key',
			dotted: true,
		}),
		text('container.labels', ['All labels of the container as key:value.', 'container.labels contains "app:web"'], ({labels}) =>
			labelText(labels),
		),
	],
};

/** Marks of probes that Falco no longer tells apart. */
export const CONTAINER_PROBES: FieldClass = {
	name: 'proc',
	description: 'Processes of container health checks.',
	sources: ['syscall'],
	rows: ['healthcheck', 'liveness_probe', 'readiness_probe'].map((probe) => {
		const name = `proc.is_container_${probe}`;
		return rowsOf('proc')(name, 'BOOL', ['Has no values any more.', `${name} exists`], {deprecated: true});
	}),
};
