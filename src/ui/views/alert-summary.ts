import type {Alert} from '../../alerts/alert.ts';
import {alertValue} from '../../tuning/alert-value.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {showBytes, showText} from '../terminal/sanitize.ts';
import {wrapCells} from '../terminal/width.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import {formatTime, plural} from '../widgets/numbers.ts';
import type {GroupRow} from './group-rows.ts';
import {exceptionName} from './silencer-text.ts';
import {containerName, oneLine, priorityName, priorityStyle, showValue} from './words.ts';

export interface SummaryModel {
	readonly alert: Alert;
	readonly group: GroupRow | undefined;
	readonly store: Store;
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

/** The selected alert beside or below the list. */
export function paintAlertSummary({alert, group, store}: SummaryModel, box: Box, theme: Theme): string[] {
	const lines = [headline(alert, group, box.width, theme)];
	const silencers = store.silenced.byOf(alert);
	const add = (label: string, text: string, style: StyleName = 'value', rows = 1): void => {
		const wrapped = wrapCells(showText(text), Math.max(8, box.width - LABEL_CELLS - 2));
		for (const [at, part] of wrapped.slice(0, rows).entries()) {
			const isCut = at === rows - 1 && wrapped.length > rows;
			lines.push(
				new Line(theme, box.width)
					.skip(1)
					.cell(at === 0 ? label : '', LABEL_CELLS, 'field')
					.put(isCut ? `${part} …` : part, style)
					.end(),
			);
		}
	};
	const isTall = box.height > 12;
	for (const exception of silencers)
		add('silenced by', `${exceptionName(exception)}: ${showBytes(exception.condition)}`, 'trial', isTall ? 3 : 1);
	for (const [field, label] of FIELDS) {
		const value = alertValue(alert, field);
		if (value !== undefined && value !== '') add(label, showValue(value, field), 'value', isTall ? 3 : 1);
	}
	if (!isTall) return pair(lines, alert, box, theme);
	add('container', containerName(alert.containerId, store.containers.get(alert.containerId)?.name), 'container');
	if (alert.ancestry.length > 0) add('ancestry', ancestry(alert), 'value', 3);
	add('message', showBytes(alert.message), 'text', 6);
	add('last seen', formatTime(alert.tsNs), 'muted');
	const rule = store.rules.find((candidate) => candidate.name === alert.rule);
	if (rule !== undefined) add('condition', oneLine(rule.condition), 'muted', Math.max(1, box.height - lines.length));
	return lines;
}

/** Below the list there is little height: the most telling fields, then where it came from. */
function pair(lines: readonly string[], alert: Alert, box: Box, theme: Theme): string[] {
	// Of a log of alerts it may be unknown.
	if (alert.ancestry.length === 0) return lines.slice(0, box.height);
	const last = new Line(theme, box.width).skip(1).cell('ancestry', LABEL_CELLS, 'field').put(ancestry(alert), 'value').end();
	return [...lines.slice(0, box.height - 1), last];
}

function headline(alert: Alert, group: GroupRow | undefined, width: number, theme: Theme): string {
	const line = new Line(theme, width)
		.skip(1)
		.put(alert.rule, 'strong')
		.put(' · ', 'faint')
		.put(priorityName(alert.priority), priorityStyle(alert.priority));
	if (group === undefined) return line.end();
	line.put(` · ${plural(group.count, 'alert')} · ${group.container}`, 'muted');
	if (group.state !== undefined) line.put(group.state === 'trial' ? ' · trial' : ' · whitelisted', 'trial');
	return line.end();
}

/** The oldest first: `systemd ▸ cron ▸ sh ▸ backup-agent`. */
export function ancestry(alert: Alert): string {
	return [...alert.ancestry]
		.reverse()
		.map((ancestor) => showBytes(ancestor.name))
		.join(' ▸ ');
}
