import type {Alert} from '../alerts/alert.ts';
import type {FieldValue} from '../fields/field.ts';

/** What an alert's own objects cost beside their texts, measured on V8 of Node 20: header, property tables, ancestry. */
const ALERT_OVERHEAD_BYTES = 600;
const VALUE_BYTES = 24;
const ANCESTOR_BYTES = 120;

/** About how many bytes of memory an alert keeps. Texts count one byte a unit: byte strings are stored so. */
export function alertBytes(alert: Alert): number {
	let bytes = ALERT_OVERHEAD_BYTES + alert.message.length;
	for (const field in alert.snapshot) bytes += valueBytes(alert.snapshot[field]);
	for (const field in alert.fields) bytes += valueBytes(alert.fields[field] ?? undefined);
	for (const ancestor of alert.ancestry) {
		bytes += ANCESTOR_BYTES + ancestor.name.length + ancestor.exepath.length + ancestor.cmdline.length;
	}
	return bytes;
}

export function valueBytes(value: FieldValue): number {
	if (typeof value === 'string') return VALUE_BYTES + value.length;
	if (typeof value !== 'object') return VALUE_BYTES;
	let bytes = VALUE_BYTES;
	for (const item of value) bytes += VALUE_BYTES + (typeof item === 'string' ? item.length : 0);
	return bytes;
}
