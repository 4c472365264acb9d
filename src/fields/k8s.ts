import type {ContainerInfo, PodInfo} from '../containers/container-info.ts';
import {containerOf} from './container.ts';
import type {FieldValue} from './field.ts';
import {labelText, oneLabel} from './labels.ts';
import {type FieldBinding, type FieldClass, type FieldRow, type FieldUse, rowsOf} from './row.ts';

const row = rowsOf('k8s');
const SHORT_ID = 12;

const ofContainer =
	(pick: (container: ContainerInfo, pod: PodInfo) => FieldValue) =>
	({state}: FieldUse): FieldBinding => ({
		extract: (event) => {
			const container = containerOf(event, state);
			return container?.pod && pick(container, container.pod);
		},
	});

const ofPod = (pick: (pod: PodInfo) => FieldValue) => ofContainer((_, pod) => pick(pod));

const podRow = (name: string, doc: readonly [string, string?], pick: (pod: PodInfo) => FieldValue): FieldRow =>
	row(name, 'CHARBUF', doc, {bind: ofPod(pick)});

/** Fields of the old Kubernetes client: they load, and have no values. */
function placeholders(kind: string, ...parts: readonly string[]): readonly FieldRow[] {
	return parts.map((part) => {
		const isLabel = part === 'label';
		return row(`k8s.${kind}.${part}`, 'CHARBUF', ['Has no values any more.'], {
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
		podRow('k8s.pod.name', ['Name of the pod.', 'k8s.pod.name startswith web-'], ({name}) => name),
		podRow('k8s.ns.name', ['Namespace of the pod.', 'k8s.ns.name = kube-system'], ({namespace}) => namespace),
		podRow('k8s.pod.id', ['The same as `k8s.pod.uid`.'], ({uid}) => uid),
		podRow('k8s.pod.uid', ['Uid of the pod.'], ({uid}) => uid),
		podRow('k8s.pod.sandbox_id', ["Id of the pod's sandbox, 12 digits of it."], ({fullSandboxId}) => fullSandboxId?.slice(0, SHORT_ID)),
		podRow('k8s.pod.full_sandbox_id', ["The whole id of the pod's sandbox."], ({fullSandboxId}) => fullSandboxId),
		row('k8s.pod.label', 'CHARBUF', ['One label of the pod.', 'k8s.pod.label[app] = web'], {
			bind: (use) => ofPod(({labels}) => oneLabel(labels, use.argument))(use),
			argument: 'required',
			argumentOf: 'key',
			dotted: true,
		}),
		podRow('k8s.pod.labels', ['All labels of the pod as key:value.'], ({labels}) => labels && labelText(labels)),
		row('k8s.pod.ip', 'CHARBUF', ['Address of the pod.', '10.42.0.7'], {bind: ofContainer(({ip}) => ip)}),
		row('k8s.pod.cni.json', 'CHARBUF', ["What the pod's network plugin answered, as JSON."], {bind: ofContainer(({cniJson}) => cniJson)}),
		...placeholders('rc', 'name', 'id', 'label', 'labels'),
		...placeholders('svc', 'name', 'id', 'label', 'labels'),
		...placeholders('ns', 'id', 'label', 'labels'),
		...placeholders('rs', 'name', 'id', 'label', 'labels'),
		...placeholders('deployment', 'name', 'id', 'label', 'labels'),
	],
};
