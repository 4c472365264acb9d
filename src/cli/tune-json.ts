import {type Alert, PRIORITIES} from '../alerts/alert.ts';
import {utcTime} from '../alerts/time.ts';
import {toText} from '../events/byte-string.ts';
import type {FieldValue} from '../fields/field.ts';
import {groupKey} from '../tuning/key-fields.ts';
import type {NoiseGroup} from '../tuning/noise-group.ts';
import {placeTitle} from '../tuning/places.ts';
import type {Share} from '../tuning/preview.ts';
import {valueText} from '../tuning/value-text.ts';
import type {Candidate, TuneReport} from './tune-candidates.ts';
import type {TuneLog} from './tune-log.ts';

const GROUPS = 1000;

/** The report of `falconer tune --json`; docs/tune.md describes it. Names and order of keys are part of it. */
export function tuneJson(report: TuneReport, log: TuneLog): string {
	const groups = [...log.groups.groups()].sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
	const json = {
		version: 1,
		input: {
			...log.counts,
			kept: log.history.size,
			from: timeText(log.firstNs),
			to: timeText(log.lastNs),
		},
		unknownRules: report.unknownRules,
		missingFields: report.missing.map(({rule, fields, change}) => ({
			rule,
			fields,
			appendToOutput: change.kind === 'append-output' ? change.output : '',
		})),
		totals: {
			alerts: report.noise.alerts,
			inexpressible: report.noise.inexpressible,
			rules: shares(report.noise.rules),
			containers: shares(report.noise.containers).map(({name, alerts}) => ({name: name === '' ? 'host' : name, alerts})),
			images: shares(report.noise.images),
		},
		noise: report.noise.exceptions.map((exception, index) => ({
			rule: exception.rule,
			priority: PRIORITIES[exception.priority],
			condition: exception.condition,
			alerts: exception.alerts,
			share: rounded(exception.share),
			cumulative: rounded(exception.cumulative),
			firstSeen: timeText(exception.firstSeenNs),
			lastSeen: timeText(exception.lastSeenNs),
			new: exception.isNew,
			candidates: report.candidates.filter(({noise}) => noise === index).map(({id}) => id),
		})),
		groups: groups.slice(0, GROUPS).map(groupJson),
		groupsLeftOut: Math.max(0, groups.length - GROUPS),
		candidates: report.candidates.map(candidateJson),
	};
	return escapeInvisible(JSON.stringify(json, undefined, '\t'));
}

function groupJson(group: NoiseGroup): object {
	return {
		rule: group.rule,
		priority: PRIORITIES[group.priority],
		container: containerText(group.containerId),
		key: Object.fromEntries(group.key.fields.map((field, index) => [field, toText(group.key.values[index])])),
		alerts: group.count,
		firstSeen: timeText(group.firstSeenNs),
		lastSeen: timeText(group.lastSeenNs),
	};
}

function candidateJson({id, key, title, rule, terms, condition, preview, places}: Candidate): object {
	return {
		id,
		key,
		title,
		rule,
		condition,
		terms: terms.map(({field, operator, values}) => ({field, operator, values: values.map(toText)})),
		silences: {
			ofRule: preview.rule.silenced,
			alertsOfRule: preview.rule.kept,
			total: preview.total.silenced,
			rules: shares(preview.rules),
			containers: shares(preview.containers).map(({name, alerts}) => ({name: containerText(name), alerts})),
			images: shares(preview.images),
			priorities: preview.priorities.map(({name, silenced}) => ({name: PRIORITIES[name], alerts: silenced})),
		},
		silenced: preview.silenced.map(alertJson),
		stillAlerting: preview.stillAlerting.map(alertJson),
		warnings: preview.warnings.map(({code, message, field}) => ({code, message: toText(message), ...(field !== undefined && {field})})),
		places: places.map(({place, explanation, alsoSilences}) => ({kind: place.kind, title: placeTitle(place), explanation, alsoSilences})),
	};
}

function alertJson(alert: Alert): object {
	const {fields, values} = groupKey(alert);
	return {
		time: timeText(alert.tsNs),
		rule: alert.rule,
		priority: PRIORITIES[alert.priority],
		container: containerText(alert.containerId),
		key: Object.fromEntries(fields.map((field, index) => [field, toText(values[index])])),
		fields: Object.fromEntries(Object.entries(alert.snapshot).map(([field, value]) => [field, fieldText(field, value)])),
	};
}

function fieldText(field: string, value: FieldValue): unknown {
	if (value === undefined) return null;
	return typeof value === 'object' ? value.map((item) => toText(valueText(field, item))) : toText(valueText(field, value));
}

const shares = (given: readonly Share<string>[]) => given.map(({name, silenced}) => ({name: toText(name), alerts: silenced}));
const containerText = (id: string): string => (id === '' ? 'host' : toText(id));
const timeText = (ns: bigint | undefined): string | null => (ns === undefined ? null : `${utcTime(ns)}Z`);
const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;

/** What JSON allows raw but a terminal acts on or hides is escaped: the meaning stays the same. */
function escapeInvisible(json: string): string {
	return json.replace(
		/[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
		(char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
