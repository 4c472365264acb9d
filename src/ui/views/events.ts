import type {EventLine} from '../../engine/event-line.ts';
import type {KeyMap} from '../keys/key-map.ts';
import type {EventTail} from '../store/event-tail.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {showBytes} from '../terminal/sanitize.ts';
import {wrapCells} from '../terminal/width.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import type {Column} from '../widgets/columns.ts';
import {formatCount, formatMoment, formatTime, formatTimeCell} from '../widgets/numbers.ts';
import {DocumentPane, type Paragraph} from './document-pane.ts';
import {exportTime, exportValue} from './export-rows.ts';
import type {CellTerm} from './table-spec.ts';
import {TableView} from './table-view.ts';
import type {CopyOffer, Pane} from './view.ts';
import type {WhySubject} from './why.ts';
import {containerName, showValue} from './words.ts';

const columnsOf = (store: Store): readonly Column<EventLine>[] => [
	{id: 'time', title: 'TIME', width: 12, text: (line) => formatTimeCell(line.tsNs, store.nowMs), style: () => 'muted'},
	{
		id: 'container',
		title: 'CONTAINER',
		width: 12,
		drop: 1,
		text: (line) => containerName(line.containerId, store.containers.get(line.containerId)?.name),
		style: () => 'container',
	},
	{id: 'pid', title: 'PID', width: 7, align: 'right', drop: 2, text: (line) => String(line.pid), style: () => 'muted'},
	{id: 'process', title: 'PROCESS', width: 15, text: (line) => showBytes(line.process), style: () => 'strong'},
	{id: 'type', title: 'EVENT', width: 12, text: (line) => line.type, style: () => 'accent'},
	{id: 'info', title: 'INFO', width: 24, grow: 1, text: (line) => showBytes(line.info), style: () => 'value'},
];

/** The live tail of events under a filter, the newest first. */
export function createEventsView(store: Store, tail: EventTail, keys: KeyMap): TableView<EventLine> {
	return new TableView<EventLine>({
		id: 'events',
		title: 'Events',
		columns: columnsOf(store),
		nowMs: store.wallMs,
		derive: () => [...tail.lines].reverse(),
		keyOf: (line) => String(line.num),
		searchText: (line) => `${showBytes(line.process)} ${line.type} ${showBytes(line.info)}`,
		paintHead: (box, theme) => paintHead(tail, box, theme),
		paintEmpty: (box, theme) => paintEmpty(store, tail, keys, box, theme),
		cellTerms: eventTerms,
		copiesOf: eventCopies,
		exportRow: (line) => ({time: exportTime(line.tsNs), ...exportFields(line)}),
		sheetRow: (line) => ({
			byColumn: {
				time: exportTime(line.tsNs),
				container: containerName(line.containerId, store.containers.get(line.containerId)?.name),
				pid: line.pid,
				process: showBytes(line.process),
				type: line.type,
			},
			// The arguments are what the event is about: they are told whichever columns are shown.
			always: {info: showBytes(line.info)},
		}),
	});
}

/** What a cell says of the event, as a condition asks it. */
function eventTerms(line: EventLine, column: string): readonly CellTerm[] | undefined {
	switch (column) {
		case 'container':
			return [{field: 'container.id', value: line.containerId === '' ? 'host' : line.containerId}];
		case 'pid':
			return [{field: 'proc.pid', value: String(line.pid)}];
		case 'process':
			return line.process === '' ? undefined : [{field: 'proc.name', value: line.process}];
		case 'type':
			return [{field: 'evt.type', value: line.type}];
		default:
			return undefined;
	}
}

function paintHead(tail: EventTail, box: Box, theme: Theme): string[] {
	const line = new Line(theme, box.width).skip(1).put(`${formatCount(tail.passed)} passed`, 'muted');
	if (tail.dropped > 0) line.put(`, ${formatCount(tail.dropped)} too many to show`, 'warn');
	if (tail.problem !== undefined) line.put(`  ✗ ${tail.problem.message}`, 'bad');
	if (tail.filter === '') line.put('  all events that the rules and the state need', 'faint');
	else line.put('  filter ', 'muted').put(tail.filter, 'match');
	return [line.end(), ''];
}

function paintEmpty(store: Store, tail: EventTail, keys: KeyMap, box: Box, theme: Theme): string[] {
	const text = (words: string, style: 'strong' | 'muted'): string => new Line(theme, box.width).skip(4).put(words, style).end();
	if (!tail.isPossible) return ['', text('No events here.', 'strong'), text('This source tells alerts only.', 'muted')];
	if (store.status.kind === 'ended') {
		const then = wrapCells(whatThen(store, keys), box.width - 6).map((part) => text(part, 'muted'));
		return ['', text('The recording has ended: no event comes any more.', 'strong'), ...then];
	}
	if (tail.filter === '') return ['', text('No events yet.', 'strong')];
	return [
		'',
		text('No event has passed the filter yet.', 'strong'),
		text(`${keys.hint('filter')} changes it, ${keys.hint('clear')} removes it.`, 'muted'),
	];
}

/** The tail has only what passes while somebody looks: a recording can pass again. */
function whatThen({tick}: Store, keys: KeyMap): string {
	if (tick?.replay === undefined || tick.replay.isOnce) return 'It came through a pipe, which does not go back.';
	const [back, goTo] = [keys.hint('replay.back'), keys.hint('replay.goTo')];
	return `${back} goes back 10 seconds, ${goTo} to a time: its events pass here then.`;
}

const exportFields = ({fields}: EventLine): Record<string, unknown> =>
	Object.fromEntries(
		Object.keys(fields)
			.sort()
			.map((name) => [name, exportValue(fields[name], name)]),
	);

const shownFields = ({fields}: EventLine): Record<string, string> =>
	Object.fromEntries(
		Object.keys(fields)
			.sort()
			.map((name) => [name, showValue(fields[name], name)]),
	);

function eventCopies(line: EventLine): CopyOffer[] {
	return [
		{label: 'the line', text: `${formatTime(line.tsNs)} ${showBytes(line.process)} (${line.pid}) ${line.type} ${showBytes(line.info)}`},
		{label: 'JSON: every field', text: JSON.stringify(shownFields(line))},
	];
}

/** An event as something that rules can be asked about. */
export const eventSubject = (line: EventLine, rule: string): WhySubject => ({
	rule,
	read: (field) => line.fields[field],
	// Fields with an argument were not kept; of the others a missing value is known to be missing.
	knows: (field) => field in line.fields || !/[[]|^evt\.(raw)?arg\./.test(field),
});

/** All fields of one event. */
export class EventDetail extends DocumentPane implements Pane {
	constructor(
		readonly line: EventLine,
		store: Store,
	) {
		const heading = (width: number, theme: Theme): string =>
			new Line(theme, width)
				.skip(1)
				.put(line.type, 'strong')
				.put(' · ', 'faint')
				.put(`${showBytes(line.process)} (${line.pid})`, 'value')
				.put(` · ${formatMoment(line.tsNs, store.nowMs)} · number ${line.num}`, 'muted')
				.end();
		super('detail', heading, () => paragraphs(line, store));
	}

	copies(): readonly CopyOffer[] {
		return eventCopies(this.line);
	}
}

/** What tells most of an event stands first. */
const FIRST = ['evt', 'fd', 'fs', 'proc', 'user', 'container'];

function rank(name: string): number {
	const at = FIRST.indexOf(name.split('.')[0]);
	return at < 0 ? FIRST.length : at;
}

function paragraphs(line: EventLine, store: Store): Paragraph[] {
	const list: Paragraph[] = [{text: ''}, {text: showBytes(line.info)}, {text: ''}];
	const container = containerName(line.containerId, store.containers.get(line.containerId)?.name);
	list.push({label: 'container', text: container, style: 'container'});
	let group = '';
	const texts = Object.entries(shownFields(line)).filter(([, text]) => text !== '');
	for (const [name, text] of texts.sort(([a], [b]) => rank(a) - rank(b))) {
		const own = name.split('.')[0];
		if (own !== group) list.push({text: ''}, {text: own.toUpperCase(), style: 'accent'});
		group = own;
		list.push({label: name, text, style: 'value', indent: 3, isShort: true});
	}
	return list;
}
