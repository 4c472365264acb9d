import type {Alert} from '../../alerts/alert.ts';
import {alertValue} from '../../tuning/alert-value.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {showBytes, showText} from '../terminal/sanitize.ts';
import {cellWidth, cutCells, wrapCells} from '../terminal/width.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import {formatMoment, formatRate, plural} from '../widgets/numbers.ts';
import type {GroupRow} from './group-rows.ts';
import {exceptionName} from './silencer-text.ts';
import {containerName, oneLine, priorityName, priorityStyle, showValue} from './words.ts';

/** The first and the last alert of several. */
export interface SeenSpan {
	readonly firstSeenNs: bigint;
	readonly lastSeenNs: bigint;
}

export interface SummaryModel {
	readonly alert: Alert;
	readonly group: GroupRow | undefined;
	readonly store: Store;
	/** What would silence it, where that is what the list is about. */
	readonly exception?: string;
	/** When the alerts that the row stands for were seen; without it this alert alone. */
	readonly seen?: SeenSpan;
}

/** What one looks for first, in this order; those an alert lacks are left out. */
const FIELDS: readonly (readonly [field: string, label: string])[] = [
	['proc.name', 'proc.name'],
	['fd.name', 'fd.name'],
	['proc.cmdline', 'proc.cmdline'],
	['proc.exepath', 'proc.exepath'],
	['proc.pname', 'proc.pname'],
	['evt.type', 'evt.type'],
	['user.name', 'user.name'],
	['container.image.repository', 'image'],
];
const LABEL_CELLS = 14;
/** Higher than this there is room for everything, wrapped. */
const TALL = 12;
const MOST_ROWS = 3;

/** The selected alert beside or below the list. */
export function paintAlertSummary(model: SummaryModel, box: Box, theme: Theme): string[] {
	const {alert, group, store} = model;
	const head = headline(alert, group, box.width, theme);
	if (box.height > TALL) return [head, ...paintTall(model, box, theme)];
	const fact = (label: string, text: string, style: StyleName = 'value'): string => paintFact({label, text, style}, box.width, theme)[0];
	const silencers = store.silenced.byOf(alert).map((exception) => fact('silenced by', silencerText(exception), 'trial'));
	const facts = factsOf(alert).map(([label, text]) => fact(label, text));
	const {width} = box;
	const offered =
		model.exception === undefined
			? []
			: cutRows(
					paintFact({label: 'exception', text: model.exception, style: 'strong'}, width, theme),
					{most: 2, indent: 1 + LABEL_CELLS, width},
					theme,
				);
	const seen = seenFacts(model);
	const seenText = seen.length === 1 ? seen[0][1] : seen.map(([label, text]) => `${label.split(' ')[0]} ${text}`).join(', ');
	const when = fact(seen.length === 1 ? seen[0][0] : 'seen', seenText, 'muted');
	// When it began tells more than the last of the facts; the ancestry still has its row.
	const room = Math.max(1, box.height - 2 - (alert.ancestry.length === 0 ? 0 : 1));
	return pair([head, ...[...offered, ...silencers, ...facts].slice(0, room), when], alert, box, theme);
}

/** First what identifies it, then where it came from, then the long texts; the rule's condition gets what is left. */
function paintTall(model: SummaryModel, {width, height}: Box, theme: Theme): string[] {
	const {alert, store, exception: offered} = model;
	const lines: string[] = [];
	const add = (label: string, text: string, style: StyleName = 'value', rows = MOST_ROWS): void => {
		lines.push(...cutRows(paintFact({label, text, style}, width, theme), {most: rows, indent: 1 + LABEL_CELLS, width}, theme));
	};
	if (offered !== undefined) add('exception', offered, 'strong', 4 * MOST_ROWS);
	for (const exception of store.silenced.byOf(alert)) add('silenced by', silencerText(exception), 'trial', 2 * MOST_ROWS);
	for (const [label, text] of factsOf(alert)) add(label, text);
	add('container', containerName(alert.containerId, store.containers.get(alert.containerId)?.name), 'container');
	if (alert.ancestry.length > 0) add('ancestry', ancestry(alert));
	if (model.group !== undefined) add('rate', formatRate(model.group.perSecond), 'muted');
	for (const [label, text] of seenFacts(model)) add(label, text, 'muted');
	const paragraph = (title: string, text: string, style: StyleName): void => {
		const room = height - 1 - lines.length - 2;
		if (room < MOST_ROWS) return;
		const wrapped = wrapCells(showText(text), width - 2).map((part) => new Line(theme, width).skip(1).put(part, style).end());
		lines.push('', new Line(theme, width).skip(1).put(title, 'accent').end(), ...cutRows(wrapped, {most: room, indent: 1, width}, theme));
	};
	paragraph('MESSAGE', showBytes(alert.message), 'text');
	const rule = store.rules.find((candidate) => candidate.name === alert.rule);
	if (rule !== undefined) paragraph('CONDITION', oneLine(rule.condition), 'muted');
	return lines;
}

/** Of the most telling fields those that it has. */
const factsOf = (alert: Alert): (readonly [label: string, text: string])[] =>
	FIELDS.flatMap(([field, label]) => {
		const value = alertValue(alert, field);
		return value === undefined || value === '' ? [] : [[label, showValue(value, field)] as const];
	});

/** The first and the last of several, or the time of one. */
function seenFacts({alert, group, seen = group && spanOf(group), store}: SummaryModel): (readonly [label: string, text: string])[] {
	const moment = (tsNs: bigint): string => formatMoment(tsNs, store.nowMs);
	if (seen === undefined) return [['time', moment(alert.tsNs)]];
	if (moment(seen.firstSeenNs) === moment(seen.lastSeenNs)) return [['seen', moment(seen.lastSeenNs)]];
	return [
		['first seen', moment(seen.firstSeenNs)],
		['last seen', moment(seen.lastSeenNs)],
	];
}

const spanOf = ({group, lastSeenNs}: GroupRow): SeenSpan => ({firstSeenNs: group.firstSeenNs, lastSeenNs});

const silencerText = (exception: Parameters<typeof exceptionName>[0] & {readonly condition: string}): string =>
	`${exceptionName(exception)}: ${showBytes(exception.condition)}`;

interface Fact {
	readonly label: string;
	readonly text: string;
	readonly style: StyleName;
}

function paintFact({label, text, style}: Fact, width: number, theme: Theme): string[] {
	return wrapCells(showText(text), Math.max(8, width - LABEL_CELLS - 2)).map((part, at) =>
		new Line(theme, width)
			.skip(1)
			.cell(at === 0 ? label : '', LABEL_CELLS, 'field')
			.put(part, style)
			.end(),
	);
}

interface Cut {
	readonly most: number;
	/** Where the note begins that says how many are left out. */
	readonly indent: number;
	readonly width: number;
}

/** The first rows; where some are left out, the last says how many. */
function cutRows(rows: readonly string[], {most, indent, width}: Cut, theme: Theme): readonly string[] {
	if (rows.length <= most) return rows;
	const note = `… ${plural(rows.length - most + 1, 'more line')}`;
	return [...rows.slice(0, most - 1), new Line(theme, width).skip(indent).put(note, 'faint').end()];
}

/** Below the list there is little height: the most telling fields, then where it came from. */
function pair(lines: readonly string[], alert: Alert, box: Box, theme: Theme): string[] {
	// Of a log of alerts it may be unknown.
	if (alert.ancestry.length === 0) return lines.slice(0, box.height);
	const last = new Line(theme, box.width).skip(1).cell('ancestry', LABEL_CELLS, 'field').put(ancestry(alert), 'value').end();
	return [...lines.slice(0, box.height - 1), last];
}

function headline(alert: Alert, group: GroupRow | undefined, width: number, theme: Theme): string {
	const priority = priorityName(alert.priority);
	// A long rule's name is cut rather than the priority.
	const line = new Line(theme, width)
		.skip(1)
		.put(cutCells(alert.rule, width - priority.length - 5), 'strong')
		.put(' · ', 'faint')
		.put(priority, priorityStyle(alert.priority));
	if (group === undefined) return line.end();
	// What does not fit whole stays away: the list says it, too.
	const add = (text: string, style: StyleName): void => {
		if (cellWidth(text) < line.rest) line.put(text, style);
	};
	if (group.state !== undefined) add(group.state === 'trial' ? ' · trial' : ' · whitelisted', 'trial');
	add(` · ${plural(group.count, 'alert')}`, 'muted');
	add(` · ${group.container}`, 'muted');
	// The last: its width changes. On 80 columns the list has no room for it.
	if (group.perSecond >= 0.05) add(` · ${formatRate(group.perSecond)}`, 'muted');
	return line.end();
}

/** The oldest first: `systemd ▸ cron ▸ sh ▸ backup-agent`. */
export function ancestry(alert: Alert): string {
	return [...alert.ancestry]
		.reverse()
		.map((ancestor) => showBytes(ancestor.name))
		.join(' ▸ ');
}
