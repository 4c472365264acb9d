import type {ByteString} from '../events/byte-string.ts';
import type {Labels} from '../system/container-info.ts';

/** The value of a label; undefined for one that is not there. */
export function oneLabel(labels: Labels, key: string | undefined): ByteString | undefined {
	return key !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** All labels as `key:value`, joined by a comma and a blank; those that Kubernetes put there for itself are left out. */
export function labelText(labels: Labels): ByteString {
	return Object.entries(labels)
		.filter(([key]) => !key.startsWith('annotation.') && !key.startsWith('io.kubernetes.'))
		.map(([key, value]) => (value === '' ? key : `${key}:${value}`))
		.join(', ');
}
