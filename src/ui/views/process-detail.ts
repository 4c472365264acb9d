import type {ProcessRow} from '../../engine/process-rows.ts';
import {alertValue} from '../../tuning/alert-value.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {showBytes} from '../terminal/sanitize.ts';
import type {Theme} from '../theme/theme.ts';
import {formatCount, formatTimeCell} from '../widgets/numbers.ts';
import {DocumentPane, type Paragraph} from './document-pane.ts';
import type {CopyOffer} from './view.ts';
import {containerName, priorityLetter, priorityStyle} from './words.ts';

/** Alerts that are listed; the view of alerts has them all. */
const MOST_ALERTS = 50;
/** A chain of parents that is longer is a loop or hostile. */
const MOST_ANCESTORS = 64;

/** One process: where it comes from, what it is, and its alerts that are kept. */
export class ProcessDetail extends DocumentPane {
	constructor(
		readonly process: ProcessRow,
		store: Store,
	) {
		const heading = (width: number, theme: Theme): string =>
			new Line(theme, width)
				.skip(1)
				.put(showBytes(process.name), 'strong')
				.put(` · ${process.pid}`, 'muted')
				.put(store.processes.some(({pid}) => pid === process.pid) ? '' : ' · ended', 'warn')
				.end();
		super('detail', heading, () => paragraphs(present(process, store), store));
	}

	copies(): readonly CopyOffer[] {
		const {process} = this;
		return [
			{label: 'command line', text: showBytes(process.cmdline)},
			{label: 'process id', text: String(process.pid)},
			{label: 'executable', text: showBytes(process.exepath)},
		];
	}
}

/** Its counts go on while it lives. */
const present = (process: ProcessRow, store: Store): ProcessRow => store.processes.find(({pid}) => pid === process.pid) ?? process;

function paragraphs(process: ProcessRow, store: Store): Paragraph[] {
	const user = showBytes(process.user);
	const ancestors = ancestryOf(process, store.processes);
	return [
		{text: ''},
		{label: 'command line', text: showBytes(process.cmdline) || showBytes(process.name), style: 'value'},
		{label: 'executable', text: showBytes(process.exepath) || '–', style: 'value'},
		{label: 'user', text: user === '' ? String(process.uid) : `${user} (${process.uid})`, style: 'value'},
		{label: 'container', text: containerName(process.containerId, store.containers.get(process.containerId)?.name), style: 'container'},
		{label: 'threads', text: String(process.threads), style: 'value'},
		{label: 'events', text: formatCount(process.events), style: 'value'},
		{label: 'alerts', text: formatCount(process.alerts), style: process.alerts > 0 ? 'warn' : 'value'},
		{text: ''},
		{text: 'ANCESTRY', style: 'accent'},
		...ancestors.map(
			({pid, name, cmdline}): Paragraph => ({label: String(pid), text: showBytes(cmdline) || showBytes(name), style: 'value', indent: 3}),
		),
		...(ancestors.length === 0 ? [{text: 'no parent is known', style: 'muted', indent: 3} as const] : []),
		{text: ''},
		...alertParagraphs(process.pid, store),
	];
}

function ancestryOf(process: ProcessRow, processes: readonly ProcessRow[]): ProcessRow[] {
	const byPid = new Map(processes.map((row) => [row.pid, row]));
	const chain: ProcessRow[] = [];
	for (let next = byPid.get(process.ppid); next !== undefined && chain.length < MOST_ANCESTORS; next = byPid.get(next.ppid)) {
		if (chain.includes(next) || next.pid === process.pid) break;
		chain.push(next);
	}
	return chain;
}

function alertParagraphs(pid: number, {history, nowMs}: Store): Paragraph[] {
	const found: Paragraph[] = [];
	let more = 0;
	for (let at = history.size - 1; at >= 0; at--) {
		const alert = history.at(at)!;
		if (alert.pid !== pid) continue;
		if (found.length >= MOST_ALERTS) {
			more++;
			continue;
		}
		const what = alertValue(alert, 'fd.name') ?? alertValue(alert, 'proc.cmdline');
		found.push({
			label: `${formatTimeCell(alert.tsNs, nowMs)} ${priorityLetter(alert.priority)}`,
			text: `${alert.rule}  ${showBytes(String(what ?? ''))}`,
			style: priorityStyle(alert.priority),
			indent: 3,
		});
	}
	if (found.length === 0) return [{text: 'No alert of it is kept.', style: 'muted'}];
	const rest: Paragraph[] = more === 0 ? [] : [{text: `and ${formatCount(more)} more, kept with the alerts`, style: 'muted', indent: 3}];
	return [{text: 'ALERTS', style: 'accent'}, ...found, ...rest];
}
