import type {Alert} from '../../alerts/alert.ts';
import type {CommonPlace} from '../../tuning/common-places.ts';
import {Line} from '../terminal/line.ts';
import {showBytes, showText} from '../terminal/sanitize.ts';
import {cellWidth, cutCells, wrapCells} from '../terminal/width.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import {type Box, fillLines} from '../widgets/box.ts';
import {formatCount, plural} from '../widgets/numbers.ts';
import {exampleRows} from './example-rows.ts';
import {warningText} from './warning-text.ts';
import {type Consequence, isMacroPlace, type TermRow, type WhitelistPane} from './whitelist.ts';

const MOST_FIELD_CELLS = 28;
/** `startswith` is the longest. */
const OPERATOR_CELLS = 10;
const NOTE_CELLS = 28;

/** Below that height only the chosen place is shown, and nothing stands between the sections. */
const ROOMY_ROWS = 30;
/** Below that height every row counts: of each section only what must be known before trying it. */
const LOW_ROWS = 14;

/** The form: terms, place, what it would have silenced, what will be written. */
export function paintWhitelist(pane: WhitelistPane, box: Box, theme: Theme): string[] {
	if (pane.isReading) return paintReading(pane, box, theme);
	if (box.height < LOW_ROWS) return paintLow(pane, box, theme);
	const consequence = pane.consequence();
	const {width} = box;
	const isRoomy = box.height >= ROOMY_ROWS;
	const gap = isRoomy ? [''] : [];
	const below = [
		...(isRoomy ? paintPlaces(pane, width, theme) : paintChosenPlace(pane, width, theme)),
		...gap,
		...paintPreview(pane, consequence, {most: isRoomy ? 3 : 1, width, theme}),
		...paintWarnings(pane, consequence, {most: isRoomy ? 12 : 4, width, theme}),
		...gap,
		...paintCondition(pane, consequence, box, theme),
	];
	const missing = paintMissing(pane, width, theme);
	const room = Math.max(3, box.height - below.length - missing.length - gap.length - 2);
	const terms = paintTerms(pane, room, width, theme);
	return fillLines(
		[paintHeading(pane, width, theme), paintSection('TERMS', theme, width), ...terms, ...missing, ...gap, ...below],
		box.height,
	);
}

function paintReading(pane: WhitelistPane, box: Box, theme: Theme): string[] {
	const reading = new Line(theme, box.width).skip(3).put(`Reading ${plural(pane.origin.length, 'alert')}…`, 'muted');
	return fillLines([paintHeading(pane, box.width, theme), '', reading.end()], box.height);
}

/** The terms, where it goes, what it silences, what is wrong with it, what will be written: in as many rows as there are. */
function paintLow(pane: WhitelistPane, box: Box, theme: Theme): string[] {
	const consequence = pane.consequence();
	const {width} = box;
	const [place] = paintChosenPlace(pane, width, theme);
	const below = [
		place,
		paintSilences(pane, consequence, width, theme),
		...paintWarnings(pane, consequence, {most: 2, width, theme}),
		...paintCondition(pane, consequence, box, theme),
	];
	const terms = paintTerms(pane, Math.max(2, box.height - below.length - 1), width, theme);
	return fillLines([paintHeading(pane, width, theme), ...terms, ...below], box.height);
}

function paintHeading(pane: WhitelistPane, width: number, theme: Theme): string {
	const heading = new Line(theme, width).skip(1).put('Whitelist', 'title').put(' · ', 'faint').put(pane.title, 'strong');
	const {seedText} = pane;
	if (seedText !== '') heading.putFirst([` · ${seedText}`, ` · ${seedText.replace(/ in .*/, '')}`], 'muted');
	return heading.end();
}

function paintSection(title: string, theme: Theme, width: number): string {
	return new Line(theme, width).skip(3).put(title, 'muted').end();
}

function paintTerms(pane: WhitelistPane, room: number, width: number, theme: Theme): string[] {
	const height = Math.min(room, pane.rows.length);
	pane.offset = Math.max(0, Math.min(Math.max(pane.offset, pane.selected - height + 1), pane.selected, pane.rows.length - height));
	if (pane.rows.length === 0)
		return [new Line(theme, width).skip(3).put('This alert kept no field that an exception could be made of.', 'warn').end()];
	const fieldCells = Math.min(MOST_FIELD_CELLS, Math.max(...pane.rows.map((row) => cellWidth(row.choice.field))));
	return pane.rows
		.slice(pane.offset, pane.offset + height)
		.map((row, at) => paintTerm(row, {isSelected: pane.offset + at === pane.selected, fieldCells, width, theme}));
}

interface TermRoom {
	readonly isSelected: boolean;
	readonly fieldCells: number;
	readonly width: number;
	readonly theme: Theme;
}

function paintTerm(row: TermRow, {isSelected, fieldCells, width, theme}: TermRoom): string {
	const line = new Line(theme, width, isSelected ? 'selection' : 'text');
	const style: StyleName = row.on ? 'value' : 'faint';
	line.put(isSelected ? ' ▸ ' : '   ', 'focus').put(row.on ? '[x] ' : '[ ] ', row.on ? 'accent' : 'faint');
	line
		.cell(row.choice.field, fieldCells, row.on ? 'strong' : 'muted')
		.skip(2)
		.cell(row.term.operator, OPERATOR_CELLS, row.on ? 'accent' : 'faint')
		.skip(1);
	const noteCells = width >= 100 ? NOTE_CELLS : 0;
	line.cell(row.term.values.map(showBytes).join(', '), line.rest - noteCells - 2, style);
	if (noteCells > 0) line.skip(1).right(note(row), noteCells, 'muted');
	return line.end();
}

/** Of a group the last alerts are kept whole: the values are those of them. */
const note = (row: TermRow): string => `${plural(row.choice.distinct, 'value')} in ${plural(row.choice.alerts, 'alert')}`;

/** What a log of alerts does not tell can be no term: the rule's output can be made to tell it. */
function paintMissing(pane: WhitelistPane, width: number, theme: Theme): string[] {
	const {missing} = pane;
	if (missing.length === 0) return [];
	const whose = pane.rules.length === 1 ? "the rule's output" : 'the outputs of the rules';
	const text = `this log does not tell ${missing.join(', ')}: ${pane.keys.hint('draft.fields')} adds ${missing.length === 1 ? 'it' : 'them'} to ${whose}`;
	return wrapped(`! ${text}`, width).map((part) => new Line(theme, width).skip(3).put(part, 'warn').end());
}

const wrapped = (text: string, width: number): string[] => wrapCells(text, Math.max(20, width - 6));

function paintPlaces(pane: WhitelistPane, width: number, theme: Theme): string[] {
	const lines = [paintSection(pane.places.length > 1 ? `PLACE  ${pane.keys.hint('draft.place')} takes the next` : 'PLACE', theme, width)];
	pane.places.forEach((choice, at) => {
		const isChosen = at === pane.place;
		const line = new Line(theme, width).skip(3).put(isChosen ? '(•) ' : '( ) ', isChosen ? 'accent' : 'faint');
		lines.push(
			line
				.put(choice.title, isChosen ? 'value' : 'muted')
				.put(at === 0 ? '  best' : '', 'faint')
				.end(),
		);
		if (isChosen) lines.push(...paintExplanation(choice, 3, width, theme));
	});
	if (pane.places.length === 0) lines.push(paintNoPlace(pane, width, theme));
	return [...lines, ...paintWords(pane, [new Line(theme, width), new Line(theme, width)])];
}

function paintChosenPlace(pane: WhitelistPane, width: number, theme: Theme): string[] {
	const words = paintWords(pane, [new Line(theme, width)]);
	const choice = pane.places[pane.place];
	if (choice === undefined) return [paintNoPlace(pane, width, theme), ...words];
	const others = pane.places.length > 1 ? `  ${pane.place + 1} of ${pane.places.length}, ${pane.keys.hint('draft.place')}` : '';
	const line = new Line(theme, width).skip(3).put('PLACE ', 'muted');
	line.put(cutCells(choice.title, line.rest - cellWidth(others)), 'value').put(others, 'faint');
	return [line.end(), ...paintExplanation(choice, 2, width, theme), ...words];
}

function paintExplanation({explanation, alsoSilences}: CommonPlace, most: number, width: number, theme: Theme): string[] {
	const parts = wrapped(explanation, width - 4).slice(0, most);
	return parts.map((part) =>
		new Line(theme, width)
			.skip(7)
			.put(part, alsoSilences.length > 0 ? 'warn' : 'faint')
			.end(),
	);
}

function paintNoPlace(pane: WhitelistPane, width: number, theme: Theme): string {
	const whose = pane.rules.length === 1 ? 'this rule is' : 'one of these rules is';
	return new Line(theme, width).skip(3).put(`${whose} not loaded: no exception can be written for it`, 'warn').end();
}

/** How long it lasts and what is written above it: on one line or on two. */
function paintWords(pane: WhitelistPane, [first, second]: readonly Line[]): string[] {
	const style = (isUsual: boolean): StyleName => (isUsual ? 'value' : 'accent');
	first
		.skip(3)
		.put('lasts ', 'muted')
		.put(
			pane.untilMs === undefined ? pane.lasts : `until ${momentText(pane.untilMs)}`,
			style(pane.untilMs === undefined && pane.lasts === 'for good'),
		)
		.put(`  ${pane.keys.hint('draft.expiry')} changes it, ${pane.keys.hint('draft.until')} a date`, 'faint');
	const comment = (second ?? first).skip(3).put('comment ', 'muted');
	const hint = `  ${pane.keys.hint('draft.comment')}${second === undefined ? '' : ' changes it'}`;
	comment.put(cutCells(showText(pane.comment), comment.rest - cellWidth(hint)), style(pane.words === undefined)).put(hint, 'faint');
	return [first, ...(second === undefined ? [] : [second])].map((line) => line.end());
}

/** A moment of the file, where times are UTC. */
export const momentText = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function paintPreview(pane: WhitelistPane, consequence: Consequence, {most, width, theme}: PartRoom): string[] {
	const {preview} = consequence;
	const side = (label: string, alerts: readonly Alert[] | undefined, style: StyleName): string[] =>
		(alerts === undefined ? ['…'] : exampleRows(alerts, width - EXAMPLES_AT - 1, most)).map((text, at) =>
			new Line(theme, width)
				.skip(3)
				.cell(at === 0 ? label : '', EXAMPLES_AT - 3, 'muted')
				.put(text, style)
				.end(),
		);
	return [
		paintSection('PREVIEW', theme, width),
		paintSilences(pane, consequence, width, theme),
		...side('silenced', preview?.silenced, 'muted'),
		...side('still alerts', preview?.stillAlerting, 'value'),
	];
}

/** Where examples begin. */
const EXAMPLES_AT = 17;

function paintSilences(pane: WhitelistPane, {preview}: Consequence, width: number, theme: Theme): string {
	if (preview === undefined) {
		const kept = `counting ${formatCount(pane.store.history.size)} kept alerts…`;
		return new Line(theme, width).skip(3).put('silences ', 'muted').put(kept, 'muted').end();
	}
	const {rule, total} = preview;
	const others = total.silenced - rule.silenced;
	const kept = width < 80 ? '' : ' kept alerts';
	return new Line(theme, width)
		.skip(3)
		.put('silences ', 'muted')
		.put(`${formatCount(rule.silenced)} of ${formatCount(rule.kept)}`, rule.silenced === 0 ? 'warn' : 'strong')
		.put(`${kept} of ${pane.rules.length === 1 ? 'this rule' : 'these rules'}, `, 'muted')
		.put(formatCount(others), others > 0 ? 'warn' : 'value')
		.put(' of others', 'muted')
		.end();
}

interface PartRoom {
	/** Lines that it may take. */
	readonly most: number;
	readonly width: number;
	readonly theme: Theme;
}

/** What keeps it from being tried, then what should be thought of. */
function paintWarnings(pane: WhitelistPane, {problems, warnings}: Consequence, {most, width, theme}: PartRoom): string[] {
	const said = [
		...problems.map(({message, hint}) => ({sign: '✗', text: hint === undefined ? message : `${message}: ${hint}`, style: 'bad' as const})),
		...(pane.refusal === undefined ? [] : [{sign: '✗', text: pane.refusal, style: 'bad' as const}]),
		...warnings.map((warning) => ({sign: '!', text: warningText(warning, pane.keys), style: 'warn' as const})),
	];
	const lines = said.flatMap(({sign, text, style}) =>
		wrapped(`${sign} ${showBytes(text)}`, width).map((part, at) =>
			new Line(theme, width)
				.skip(at === 0 ? 3 : 5)
				.put(part, style)
				.end(),
		),
	);
	if (lines.length <= most) return lines;
	const more = `  ${plural(lines.length - most + 1, 'more line')} of warnings: a larger screen shows them`;
	return [...lines.slice(0, most - 1), new Line(theme, width).skip(3).put(more, 'warn').end()];
}

function paintCondition(pane: WhitelistPane, {condition, written}: Consequence, box: Box, theme: Theme): string[] {
	const places = (pane.places[pane.place]?.places ?? []).map(({place}) => place);
	if (condition === undefined || places.length === 0) return [];
	if (!places.every(isMacroPlace)) return written.slice(0, 6).map((text) => new Line(theme, box.width).skip(3).put(text, 'diff.add').end());
	const lines = wrapCells(showBytes(`(${condition})`), Math.max(20, box.width - 20)).slice(0, 3);
	return [
		...[...new Set(places.map(({macro}) => macro))].map((macro) =>
			new Line(theme, box.width).skip(3).put(`- macro: ${macro}`, 'diff.add').end(),
		),
		...lines.map((text, at) =>
			new Line(theme, box.width)
				.skip(3)
				.put(at === 0 ? '  condition: ' : '             ', 'diff.add')
				.put(text, 'diff.add')
				.end(),
		),
	];
}
