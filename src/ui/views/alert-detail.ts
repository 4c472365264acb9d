import type {Alert} from '../../alerts/alert.ts';
import type {NoiseGroup} from '../../tuning/noise-group.ts';
import type {Store} from '../store/store.ts';
import {checkCount} from '../store/why-it-fired.ts';
import {Line} from '../terminal/line.ts';
import {showBytes} from '../terminal/sanitize.ts';
import {formatCount, formatMoment, plural} from '../widgets/numbers.ts';
import {alertCopies} from './alert-copies.ts';
import {DocumentPane, type Paragraph} from './document-pane.ts';
import {exceptionName} from './silencer-text.ts';
import type {CopyOffer, Pane} from './view.ts';
import {alertSubject, explainRule, isOpenAtFirst, type WhyLine, whyArrow, whyJoin, whyLines, whyTitle} from './why.ts';
import {containerName, oneLine, priorityName, priorityStyle, showValue} from './words.ts';

/** Everything that is known of one alert. It stays the same alert while others come. */
export function createAlertDetail(alert: Alert, store: Store): Pane {
	const heading = (width: number, theme: Parameters<Pane['paint']>[1]): string =>
		new Line(theme, width)
			.skip(1)
			.put(alert.rule, 'strong')
			.put(' · ', 'faint')
			.put(priorityName(alert.priority), priorityStyle(alert.priority))
			.put(` · ${formatMoment(alert.tsNs, store.nowMs)}`, 'muted')
			.end();
	const why = new WhyParagraphs(alert, store);
	const pane = new DocumentPane('detail', heading, () => paragraphs(alert, store, why.get()));
	return Object.assign(pane, {alert: (): Alert => alert, copies: (): readonly CopyOffer[] => alertCopies(alert, store)});
}

/** The condition's tree, evaluated anew only when the rules change. */
class WhyParagraphs {
	private rules: Store['rules'] | undefined;
	private known: readonly Paragraph[] = [];

	constructor(
		private readonly alert: Alert,
		private readonly store: Store,
	) {}

	get(): readonly Paragraph[] {
		if (this.rules !== this.store.rules) {
			this.rules = this.store.rules;
			const root = explainRule(alertSubject(this.alert), this.store);
			this.known = root === undefined ? [] : whyLines(root, isOpenAtFirst).map(whyParagraph);
		}
		return this.known;
	}
}

/** A script given as an argument must not push the process itself off the screen. */
const MOST_LINES = {ancestor: 2, process: 8} as const;

const WHY_MARKS = {true: '✓', false: '✗', unknown: '?'} as const;
const WHY_STYLES = {true: 'value', false: 'muted', unknown: 'warn'} as const;

function whyParagraph({node, depth, isOpen}: WhyLine): Paragraph {
	const folded = node.children.length > 0 && !isOpen ? `  ${plural(checkCount(node), 'check')}` : whyJoin(node);
	const text = `${WHY_MARKS[node.verdict]} ${whyTitle(node)}${folded}${whyArrow(node)}`;
	return {text, style: WHY_STYLES[node.verdict], indent: 3 + depth * 3};
}

function paragraphs(alert: Alert, store: Store, why: readonly Paragraph[]): Paragraph[] {
	const rule = store.rules.find((candidate) => candidate.name === alert.rule);
	const list: Paragraph[] = [{text: ''}, {text: showBytes(alert.message)}, {text: ''}];
	const section = (title: string): void => {
		list.push({text: ''}, {text: title, style: 'accent'});
	};
	for (const exception of store.silenced.byOf(alert))
		list.push({label: 'silenced by', text: `${exceptionName(exception)}: ${showBytes(exception.condition)}`, style: 'trial'});
	list.push({
		label: 'container',
		text: containerName(alert.containerId, store.containers.get(alert.containerId)?.name),
		style: 'container',
	});
	list.push({
		label: 'event',
		text: eventText(alert),
		style: 'value',
	});
	const group = store.groups.groupOf(alert);
	if (group !== undefined && group.count > 1) list.push({label: 'alerts alike', text: alikeText(group, store.nowMs), style: 'value'});
	list.push({label: 'source, tags', text: [alert.source, ...alert.tags].join(' · '), style: 'muted'});
	section('ANCESTRY');
	if (alert.ancestry.length === 0) list.push({text: noAncestry(store), style: 'muted', indent: 3});
	[...alert.ancestry].reverse().forEach((ancestor, depth, {length}) => {
		const branch = depth === 0 ? '' : `${'   '.repeat(depth - 1)}└─ `;
		const text = `${showBytes(ancestor.name)} (${ancestor.pid})  ${showBytes(ancestor.cmdline)}`;
		list.push({lead: branch, text, style: 'value', indent: 3, mostLines: depth === length - 1 ? MOST_LINES.process : MOST_LINES.ancestor});
	});
	section('FIELDS');
	for (const [name, value] of fieldsOf(alert))
		list.push({label: name, text: showValue(value, name), style: 'value', indent: 3, isShort: true});
	if (rule === undefined) return list;
	section(`WHY IT ${store.silenced.isSilenced(alert) ? 'DID NOT FIRE' : 'FIRED'}  (f folds and unfolds)`);
	list.push(...why);
	section('RULE');
	list.push({label: 'file', text: `${rule.file}:${rule.line}`, style: 'value', indent: 3});
	list.push({label: 'description', text: oneLine(rule.desc), indent: 3});
	list.push({label: 'condition', text: oneLine(rule.condition), style: 'value', indent: 3});
	list.push({label: 'with macros unfolded', text: oneLine(rule.expanded), style: 'muted', indent: 3});
	list.push({label: 'output', text: oneLine(rule.output), style: 'muted', indent: 3});
	if (rule.hookMacros.length > 0) list.push({label: 'macros made for users', text: rule.hookMacros.join(', '), style: 'value', indent: 3});
	const problems = store.problems.filter((problem) => problem.locations.some((location) => location.itemName === rule.name));
	for (const problem of problems)
		list.push({label: problem.severity, text: `${problem.message}\n${problem.snippet}`, style: 'warn', indent: 3, isCode: true});
	return list;
}

const alikeText = ({count, firstSeenNs, lastSeenNs}: NoiseGroup, nowMs: number): string =>
	`${formatCount(count)} · first ${formatMoment(firstSeenNs, nowMs)} · last ${formatMoment(lastSeenNs, nowMs)}`;

/** A log tells only what the output of the rule names: a number that is not known is left out. */
function eventText({evtType, evtNum, pid, tid}: Alert): string {
	const known = [
		evtType,
		evtNum > 0 ? `number ${evtNum}` : '',
		[pid > 0 ? `process ${pid}` : '', tid > 0 ? `thread ${tid}` : ''].filter(Boolean).join(', '),
	].filter(Boolean);
	return known.length === 0 ? 'not told: the output of the rule names nothing of it' : known.join(' · ');
}

const noAncestry = ({source}: Store): string =>
	source?.kind === 'log' ? 'a log does not hold it: what the output of the rule names of it stands in the fields' : 'not known';

function fieldsOf(alert: Alert): [string, Parameters<typeof showValue>[0]][] {
	const all = {...alert.fields, ...alert.snapshot};
	return Object.keys(all)
		.sort()
		.map((name) => [name, all[name]]);
}
