import type {Alert} from '../../alerts/alert.ts';
import {utcTime} from '../../alerts/time.ts';
import type {FieldValue} from '../../fields/field.ts';
import type {Store} from '../store/store.ts';
import {showBytes} from '../terminal/sanitize.ts';
import type {GroupRow} from './group-rows.ts';
import {containerName, priorityName, showValue} from './words.ts';

// What files hold instead of cells: names and numbers that a program can compare, times with their day.

/** As JSON alerts write it. */
export const exportTime = (tsNs: bigint): string => `${utcTime(tsNs)}Z`;

export function exportGroup({
	group,
	title,
	apart,
	container,
	count,
	perSecond,
	lastSeenNs,
	silencedBy,
}: GroupRow): Readonly<Record<string, unknown>> {
	return {
		rule: group.rule,
		priority: priorityName(group.priority),
		key: title,
		...(apart !== undefined && {toldApartBy: apart}),
		container,
		count,
		perSecond: exportRate(perSecond),
		firstSeen: exportTime(group.firstSeenNs),
		lastSeen: exportTime(lastSeenNs),
		...(silencedBy !== undefined && {silencedBy}),
	};
}

export function exportAlert(alert: Alert, store: Store): Readonly<Record<string, unknown>> {
	return {
		time: exportTime(alert.tsNs),
		priority: priorityName(alert.priority),
		rule: alert.rule,
		message: showBytes(alert.message),
		container: containerName(alert.containerId, store.containers.get(alert.containerId)?.name),
		hostname: alert.hostname,
		source: alert.source,
		tags: alert.tags.join(' '),
		fields: Object.fromEntries(Object.entries(alert.fields).map(([field, value]) => [field, exportValue(value, field)])),
	};
}

/** Numbers stay numbers, text is escaped. */
export function exportValue(value: FieldValue | null, field: string): unknown {
	const isPlain = value === null || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
	return isPlain ? value : showValue(value, field);
}

/** Rates with as many digits as they are worth. */
export const exportRate = (perSecond: number): number => Math.round(perSecond * 100) / 100;
