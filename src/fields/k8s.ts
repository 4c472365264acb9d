import {type ContainerInfo, type Labels, SHORT_ID_LENGTH} from '../system/container-info.ts';
import type {EventContext} from '../system/context.ts';
import {containerOf} from './container.ts';
import type {FieldValue} from './field.ts';
import {labelText, oneLabel} from './labels.ts';
import {type FieldClass, type FieldRow, rowsOf} from './row.ts';

const row = rowsOf('k8s');

const ofContainer =
	(pick: (container: ContainerInfo, event: EventContext) => FieldValue) =>
	(event: EventContext): FieldValue => {
		const container = containerOf(event);
		return container && pick(container, event);
	};

/** A label that Kubernetes gives the containers of a pod. */
const ofLabel = (label: string) => ofContainer(({labels}) => oneLabel(labels, label));

/** The sandbox of the container's pod, where it has a record of its own that tells of the pod's network. */
const sandboxOf = ({podSandboxId}: ContainerInfo, {system}: EventContext): ContainerInfo | undefined =>
	podSandboxId === '' ? undefined : system.containers.get(podSandboxId.slice(0, SHORT_ID_LENGTH));

/** What the container knows of its pod, or else the pod's sandbox. */
function podOf(container: ContainerInfo, event: EventContext): ContainerInfo | undefined {
	return container.cniJson === '' ? sandboxOf(container, event) : container;
}

const podLabels = (container: ContainerInfo, event: EventContext): Labels => (podOf(container, event) ?? container).podSandboxLabels;

/** A label of the sandbox's record, or else of the container's own. */
function podLabel(container: ContainerInfo, event: EventContext, key: string | undefined): FieldValue {
	return oneLabel(podLabels(container, event), key) ?? oneLabel(container.podSandboxLabels, key);
}

const podRow = (name: string, doc: readonly [string, string], extract: (event: EventContext) => FieldValue): FieldRow =>
	row(name, 'CHARBUF', doc, extract);

/** Fields of the old Kubernetes client: they load, and have no values. */
function placeholders(kind: string, ...parts: readonly string[]): readonly FieldRow[] {
	return parts.map((part) => {
		const isLabel = part === 'label';
		return row(`k8s.${kind}.${part}`, 'CHARBUF', ['Has no values any more.', `k8s.${kind}.${part}${isLabel ? '[app]' : ''} = web`], {
			deprecated: true,
			argument: isLabel ? 'required' : 'none',
			argumentOf: isLabel ? 'key' : undefined,
			dotted: isLabel,
		});
	});
}

/** The fields of the pod the thread runs in, from the container runtime. */
export const K8S: FieldClass = {
	name: 'k8s',
	description: 'The pod the thread runs in, as the container runtime knows it.',
	sources: ['syscall'],
	rows: [
		podRow('k8s.pod.name', ['Name of the pod.', 'k8s.pod.name startswith web-'], ofLabel('io.kubernetes.pod.name')),
		podRow('k8s.ns.name', ['Namespace of the pod.', 'k8s.ns.name = kube-system'], ofLabel('io.kubernetes.pod.namespace')),
		podRow(
			'k8s.pod.id',
			['The same as `k8s.pod.uid`.', 'k8s.pod.id = 2d4e1a10-5b3f-4b6e-9c0a-0e1f2a3b4c5d'],
			ofLabel('io.kubernetes.pod.uid'),
		),
		podRow('k8s.pod.uid', ['Uid of the pod.', 'k8s.pod.uid = 2d4e1a10-5b3f-4b6e-9c0a-0e1f2a3b4c5d'], ofLabel('io.kubernetes.pod.uid')),
		podRow(
			'k8s.pod.sandbox_id',
			["Id of the pod's sandbox, 12 digits of it.", 'k8s.pod.sandbox_id = 63060edc2d3a'],
			ofContainer(({podSandboxId}) => podSandboxId.slice(0, SHORT_ID_LENGTH)),
		),
		podRow(
			'k8s.pod.full_sandbox_id',
			["The whole id of the pod's sandbox.", '63060edc2d3aa803ab559f2393776b151f99fc5b05035b21db66b3b62246ad6a'],
			ofContainer(({podSandboxId}) => podSandboxId),
		),
		row('k8s.pod.label', 'CHARBUF', ['One label of the pod.', 'k8s.pod.label[app] = web'], {
			bind: ({argument}) => ({extract: ofContainer((container, event) => podLabel(container, event, argument))}),
			argument: 'required',
			argumentOf: 'key',
			dotted: true,
		}),
		podRow(
			'k8s.pod.labels',
			['All labels of the pod as key:value.', 'k8s.pod.labels contains "app:web"'],
			ofContainer((container, event) => labelText(podLabels(container, event))),
		),
		podRow(
			'k8s.pod.ip',
			['Address of the pod.', '10.42.0.7'],
			ofContainer((container, event) => podOf(container, event)?.ip),
		),
		podRow(
			'k8s.pod.cni.json',
			["What the pod's network plugin answered, as JSON.", '{"eth0":{"IPConfigs":[{"IP":"10.42.0.7"}]}}'],
			ofContainer((container, event) => podOf(container, event)?.cniJson),
		),
		...placeholders('rc', 'name', 'id', 'label', 'labels'),
		...placeholders('svc', 'name', 'id', 'label', 'labels'),
		...placeholders('ns', 'id', 'label', 'labels'),
		...placeholders('rs', 'name', 'id', 'label', 'labels'),
		...placeholders('deployment', 'name', 'id', 'label', 'labels'),
	],
};
