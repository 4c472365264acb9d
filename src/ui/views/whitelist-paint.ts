import type {Alert} from '../../alerts/alert.ts';
import {groupKey} from '../../tuning/key-fields.ts';
import {placeTitle} from '../../tuning/places.ts';
import {Line} from '../terminal/line.ts';
import {showBytes} from '../terminal/sanitize.ts';
import {cellWidth, wrapCells} from '../terminal/width.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import {type Box, fillLines} from '../widgets/box.ts';
import {formatCount, plural} from '../widgets/numbers.ts';
import {type Consequence, isMacroPlace, type TermRow, type WhitelistPane} from './whitelist.ts';

const MOST_FIELD_CELLS = 28;
/** `startswith` is the longest. */
const OPERATOR_CELLS = 10;
const NOTE_CELLS = 28;

/** The form: terms, place, what it would have silenced, what will be written. */
export function paintWhitelist(pane: WhitelistPane, box: Box, theme: Theme): string[] {
	const consequence = pane.consequence();
	const below = [
		...paintPlaces(pane, box.width, theme),
		...paintPreview(pane, consequence, box.width, theme),
		...paintCondition(pane, consequence, box, theme),
	];
	const room = Math.max(3, box.height - below.length - 3);
	const heading = new Line(theme, box.width).skip(1).put('Whitelist', 'title').put(' · ', 'faint').put(pane.rule, 'strong');
	if (pane.alerts > 1) heading.put(` · ${plural(pane.alerts, 'alert')} in the group`, 'muted');
	return fillLines(
		[heading.end(), paintSection('TERMS', theme, box.width), ...paintTerms(pane, room, box.width, theme), '', ...below],
		box.height,
	);
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
const note = (row: TermRow): string => `${plural(row.choice.distinct, 'value')} in the last ${plural(row.choice.alerts, 'alert')}`;

function paintPlaces(pane: WhitelistPane, width: number, theme: Theme): string[] {
	const lines = [paintSection('PLACE', theme, width)];
	pane.places.forEach((choice, at) => {
		const isChosen = at === pane.place;
		const line = new Line(theme, width)
			.skip(3)
			.put(isChosen ? '(•) ' : '( ) ', isChosen ? 'accent' : 'faint')
			.put(placeTitle(choice.place), isChosen ? 'value' : 'muted');
		if (isChosen) line.put(`  ${choice.explanation}`, choice.alsoSilences.length > 0 ? 'warn' : 'faint');
		lines.push(line.end());
	});
	const isKept = pane.lasts === 'for good';
	lines.push(
		new Line(theme, width)
			.skip(3)
			.put('lasts ', 'muted')
			.put(pane.lasts, isKept ? 'value' : 'accent')
			.put('  t changes it', 'faint')
			.end(),
	);
	if (pane.places.length === 0) lines.push(new Line(theme, width).skip(3).put('this rule is not loaded any more', 'warn').end());
	return [...lines, ''];
}

function paintPreview(pane: WhitelistPane, {preview, problems}: Consequence, width: number, theme: Theme): string[] {
	const {rule, total} = preview;
	const others = total.silenced - rule.silenced;
	const lines = [paintSection('PREVIEW', theme, width)];
	const silences = new Line(theme, width)
		.skip(3)
		.put('silences ', 'muted')
		.put(`${formatCount(rule.silenced)} of ${formatCount(rule.kept)}`, rule.silenced === 0 ? 'warn' : 'strong');
	silences
		.put(' kept alerts of this rule, ', 'muted')
		.put(formatCount(others), others > 0 ? 'warn' : 'value')
		.put(' of others', 'muted');
	lines.push(silences.end());
	lines.push(new Line(theme, width).skip(3).put('still alerts  ', 'muted').put(examples(preview.stillAlerting), 'value').end());
	for (const warning of preview.warnings)
		lines.push(new Line(theme, width).skip(3).put('! ', 'warn').put(showBytes(warning.message), 'warn').end());
	for (const problem of problems) {
		const hint = problem.hint === undefined ? '' : `: ${problem.hint}`;
		lines.push(
			new Line(theme, width)
				.skip(3)
				.put('✗ ', 'bad')
				.put(showBytes(problem.message) + showBytes(hint), 'bad')
				.end(),
		);
	}
	if (pane.refusal !== undefined) lines.push(new Line(theme, width).skip(3).put('✗ ', 'bad').put(pane.refusal, 'bad').end());
	return [...lines, ''];
}

function examples(alerts: readonly Alert[]): string {
	if (alerts.length === 0) return 'nothing that was kept';
	return alerts.map((alert) => groupKey(alert).values.map(showBytes).join(' → ')).join('   ');
}

function paintCondition(pane: WhitelistPane, {condition, written}: Consequence, box: Box, theme: Theme): string[] {
	const place = pane.places[pane.place]?.place;
	if (condition === undefined || place === undefined) return [];
	if (!isMacroPlace(place)) return written.slice(0, 6).map((text) => new Line(theme, box.width).skip(3).put(text, 'diff.add').end());
	const lines = wrapCells(showBytes(`(${condition})`), Math.max(20, box.width - 20)).slice(0, 3);
	return [
		new Line(theme, box.width).skip(3).put(`- macro: ${place.macro}`, 'diff.add').end(),
		...lines.map((text, at) =>
			new Line(theme, box.width)
				.skip(3)
				.put(at === 0 ? '  condition: ' : '             ', 'diff.add')
				.put(text, 'diff.add')
				.end(),
		),
	];
}
