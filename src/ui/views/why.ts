import type {Alert} from '../../alerts/alert.ts';
import {readerOf} from '../../tuning/alert-value.ts';
import {knowsField} from '../../tuning/output-fields.ts';
import {type CheckVerdict, createCheckVerdict, type FieldReader} from '../store/snapshot-fields.ts';
import type {Store} from '../store/store.ts';
import {checkCount, explainCondition, pathToCause, type Verdict, type WhyNode} from '../store/why-it-fired.ts';
import {Line} from '../terminal/line.ts';
import {cellWidth, cutCells, wrapCells} from '../terminal/width.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import {type Box, fillLines} from '../widgets/box.ts';
import {plural} from '../widgets/numbers.ts';
import type {CopyOffer, Pane, Step} from './view.ts';
import {showValue} from './words.ts';

/** What the tree is asked of. */
export interface WhySubject {
	readonly rule: string;
	readonly alert?: Alert;
	readonly read: FieldReader;
	readonly knows: (field: string) => boolean;
}

export interface WhyLine {
	readonly node: WhyNode;
	readonly depth: number;
	readonly isOpen: boolean;
}

const MARKS: Readonly<Record<Verdict, string>> = {true: '✓', false: '✗', unknown: '?'};
const STYLES: Readonly<Record<Verdict, StyleName>> = {true: 'ok', false: 'bad', unknown: 'warn'};
/** A macro of more checks is folded to begin with, and so is all that lies deep. */
const SMALL_MACRO = 6;
const DEEP = 4;
const INDENT = 3;
/** Before a line's text: the selection's mark, the fold's, the verdict's. */
const TREE_CELLS = 6;
/** On a lower screen the tree needs every row. */
const WHOLE_FROM_HEIGHT = 15;
const MOST_WHOLE_ROWS = 6;

let verdictOf: CheckVerdict | undefined;

/** The fields of an alert as a subject. What its rule did not ask for when it fired, because the rules were others, is unknown. */
export function alertSubject(alert: Alert): WhySubject {
	return {rule: alert.rule, alert, read: (field) => readerOf(field)(alert), knows: (field) => knowsField(alert, field)};
}

export function explainRule(subject: WhySubject, store: Store): WhyNode | undefined {
	const rule = store.rules.find((candidate) => candidate.name === subject.rule);
	if (rule === undefined) return undefined;
	verdictOf ??= createCheckVerdict();
	const {read, knows} = subject;
	return explainCondition({condition: rule.condition, definitions: store.definitions, read, knows, verdictOf});
}

export function isOpenAtFirst(node: WhyNode, depth: number): boolean {
	if (node.children.length === 0 || depth >= DEEP) return false;
	return node.kind !== 'macro' || checkCount(node) <= SMALL_MACRO;
}

/** The visible lines of the tree; the topmost group's own line is the heading's business. */
export function whyLines(root: WhyNode, isOpen: (node: WhyNode, depth: number) => boolean): WhyLine[] {
	const lines: WhyLine[] = [];
	const walk = (node: WhyNode, depth: number): void => {
		const open = node.children.length > 0 && isOpen(node, depth);
		lines.push({node, depth, isOpen: open});
		if (open) for (const child of node.children) walk(child, depth + 1);
	};
	if (root.kind === 'and' && !root.negated) for (const child of root.children) walk(child, 0);
	else walk(root, 0);
	return lines;
}

/** `not open_write`, `one of`, `proc.name = cat`. */
export function whyTitle({kind, negated, text}: WhyNode): string {
	if (kind === 'and' || kind === 'or') return negated ? `not ${text}` : text;
	return (negated ? 'not ' : '') + text + (kind === 'missing' ? '  (no such macro)' : '');
}

/** Behind a macro: how its parts are joined. A group says so itself. */
export const whyJoin = ({kind, joins}: WhyNode): string => (kind !== 'macro' || joins === undefined ? '' : `  ${JOINS[joins]}`);

const JOINS = {and: 'all of', or: 'one of'} as const;

/** `  ← /etc/shadow`; nothing behind what saw no value. */
export const whyArrow = (node: WhyNode): string => (node.seen.length === 0 ? '' : `  ← ${whySeen(node)}`);

/** The value a check saw; with the field's name where it is not plain which one. */
export function whySeen({seen}: WhyNode): string {
	if (seen.length === 1) return showValue(seen[0].value, seen[0].field);
	return seen.map(({field, value}) => `${field} ${showValue(value, field)}`).join(', ');
}

/** *Why it fired*: the condition as a tree to fold, every check true or false with the value it saw. */
export class WhyPane implements Pane {
	readonly mode = 'why';
	private readonly folds = new Map<string, boolean>();
	private readonly root: WhyNode | undefined;
	private selected = 0;
	private offset = 0;
	private height = 1;

	constructor(
		private readonly subject: WhySubject,
		store: Store,
	) {
		this.root = explainRule(subject, store);
	}

	alert(): Alert | undefined {
		return this.subject.alert;
	}

	copies(): readonly CopyOffer[] {
		if (this.root === undefined) return [];
		const lines = whyLines(this.root, () => true).map(({node, depth}) => {
			return `${'   '.repeat(depth)}${MARKS[node.verdict]} ${whyTitle(node)}${whyJoin(node)}${whyArrow(node)}`;
		});
		return [{label: 'the whole tree as text', text: [`${this.subject.rule}: ${this.root.verdict}`, ...lines].join('\n')}];
	}

	navigate(step: Step): void {
		const count = this.lines().length;
		const moves = {up: -1, down: 1, pageUp: -this.height, pageDown: this.height, first: -count, last: count};
		this.selected = Math.max(0, Math.min(this.selected + moves[step], count - 1));
	}

	/** Opens or closes the selected part; what has no parts closes what it is in. */
	fold(open?: boolean): void {
		const lines = this.lines();
		const line = lines[this.selected];
		if (line === undefined) return;
		if (line.node.children.length > 0 && (open === undefined || open !== line.isOpen)) {
			this.folds.set(line.node.id, open ?? !line.isOpen);
			return;
		}
		if (open === true) return;
		const parent = lines.findLastIndex((other, at) => at < this.selected && other.depth < line.depth);
		if (parent >= 0) this.selected = parent;
	}

	foldAll(): void {
		const isAllOpen = this.lines().every(({node, isOpen}) => node.children.length === 0 || isOpen);
		const set = (node: WhyNode): void => {
			this.folds.set(node.id, !isAllOpen);
			node.children.forEach(set);
		};
		if (this.root !== undefined) set(this.root);
		this.selected = 0;
	}

	/** The first check, from above, that keeps the rule from firing; false where none does. */
	toFirstFailure(): boolean {
		if (this.root === undefined) return false;
		if (this.root.verdict === 'true') return false;
		const path = pathToCause(this.root);
		for (const node of path) this.folds.set(node.id, true);
		const last = path.at(-1);
		const at = this.lines().findIndex(({node}) => node === last);
		if (at >= 0) this.selected = at;
		return true;
	}

	click(row: number): undefined {
		const at = this.offset + row - 2;
		if (row < 2 || at >= this.lines().length) return;
		this.selected = at;
		this.fold();
	}

	paint(box: Box, theme: Theme): string[] {
		const {root} = this;
		const heading = new Line(theme, box.width)
			.skip(1)
			.put(this.subject.alert === undefined && root?.verdict !== 'true' ? 'Why it did not fire' : 'Why it fired', 'title')
			.put(' · ', 'faint')
			.put(this.subject.rule, 'strong');
		const verdictLine = new Line(theme, box.width).skip(1);
		if (root === undefined) {
			const gone = new Line(theme, box.width).skip(3).put('This rule is not loaded any more.', 'warn').end();
			return fillLines([heading.end(), '', gone], box.height);
		}
		const now = this.subject.alert === undefined ? '' : ' with the rules as they are now';
		const verdict = {true: 'fires', false: `does not fire${now}`, unknown: 'cannot be told: values are missing'};
		verdictLine.put(verdict[root.verdict], STYLES[root.verdict]);
		const lines = this.lines();
		const whole = this.paintWhole(lines, box, theme);
		this.height = Math.max(1, box.height - 2 - whole.length);
		this.offset = Math.max(0, Math.min(Math.max(this.offset, this.selected - this.height + 1), this.selected, lines.length - this.height));
		const shown = lines.slice(this.offset, this.offset + this.height);
		const tree = shown.map((line, at) => paintWhyLine(line, this.offset + at === this.selected, box.width, theme));
		return [...fillLines([heading.end(), verdictLine.end(), ...tree], box.height - whole.length), ...whole];
	}

	/** Below the tree, where one of its lines is cut: the selected one whole. Its height stays while one goes through them. */
	private paintWhole(lines: readonly WhyLine[], {width, height}: Box, theme: Theme): string[] {
		const isCut = ({node, depth}: WhyLine): boolean => TREE_CELLS + depth * INDENT + cellWidth(wholeText(node)) > width;
		const line = lines[this.selected];
		if (height < WHOLE_FROM_HEIGHT || line === undefined || !lines.some(isCut)) return [];
		const rows = Math.min(MOST_WHOLE_ROWS, Math.floor(height / 5));
		const parts = wrapCells(wholeText(line.node), width - 2);
		const last = parts.length > rows ? `${cutCells(parts[rows - 1], width - 3)}…` : parts[rows - 1];
		const shown = parts.length > rows ? [...parts.slice(0, rows - 1), last] : parts;
		return [
			'',
			...fillLines(
				shown.map((part) => new Line(theme, width).skip(1).put(part, 'value').end()),
				rows,
			),
		];
	}

	private lines(): WhyLine[] {
		if (this.root === undefined) return [];
		return whyLines(this.root, (node, depth) => this.folds.get(node.id) ?? isOpenAtFirst(node, depth));
	}
}

const wholeText = (node: WhyNode): string => whyTitle(node) + whyArrow(node);

function paintWhyLine({node, depth, isOpen}: WhyLine, isSelected: boolean, width: number, theme: Theme): string {
	const line = new Line(theme, width, isSelected ? 'selection' : 'text');
	line.put(isSelected ? '▸ ' : '  ', 'focus').skip(depth * INDENT);
	line.put(node.children.length === 0 ? '  ' : isOpen ? '▾ ' : '▸ ', 'tree').put(`${MARKS[node.verdict]} `, STYLES[node.verdict]);
	const seen = node.seen.length === 0 ? '' : whySeen(node);
	const room = Math.max(12, line.rest - (seen === '' ? 0 : Math.min(4 + cellWidth(seen), Math.floor(width / 3))));
	line.put(cutCells(whyTitle(node), room), styleOf(node));
	if (node.kind === 'macro') line.put(isOpen ? whyJoin(node) : `  ${plural(checkCount(node), 'check')}`, 'faint');
	if (seen !== '') line.put('  ← ', 'faint').put(seen, 'value');
	return line.end();
}

function styleOf({kind, verdict}: WhyNode): StyleName {
	if (kind === 'and' || kind === 'or') return 'muted';
	return kind === 'macro' ? 'accent' : verdict === 'true' ? 'text' : 'muted';
}
