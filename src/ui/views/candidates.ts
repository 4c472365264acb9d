import type {Alert} from '../../alerts/alert.ts';
import {writeCondition} from '../../tuning/condition.ts';
import type {Term} from '../../tuning/draft.ts';
import {type Preview, previewInSteps} from '../../tuning/preview.ts';
import type {Steps} from '../../tuning/steps.ts';
import {type Suggestion, suggestExceptionsInSteps} from '../../tuning/suggestions.ts';
import type {CommandId} from '../keys/commands.ts';
import type {KeyMap} from '../keys/key-map.ts';
import {SlicedWork} from '../store/sliced-work.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {showBytes} from '../terminal/sanitize.ts';
import {wrapCells} from '../terminal/width.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import {type Box, fillLines} from '../widgets/box.ts';
import {formatCount, plural} from '../widgets/numbers.ts';
import {exampleRows} from './example-rows.ts';
import type {Pane, Step} from './view.ts';
import {warningText} from './warning-text.ts';
import {containerName, priorityName} from './words.ts';

/** An exception that could be made. */
interface Candidate {
	readonly title: string;
	readonly terms: readonly Term[];
	readonly condition: string;
	/** Over all kept alerts; absent until it has been counted. */
	preview: Preview | undefined;
}

export interface CandidatesOptions {
	readonly alerts: readonly Alert[];
	/** Rules that the place silences too. */
	readonly alsoSilences: readonly string[];
	readonly store: Store;
	readonly choose: (terms: readonly Term[]) => void;
	readonly changed: () => void;
	readonly keys: KeyMap;
}

const COUNT_CELLS = 9;
/** Our own words are whole from 80 columns on: the exception beside them stands whole below. */
const titleCells = (width: number): number => (width < 76 ? 22 : 31);
const LABEL_CELLS = 14;
/** Below the list: what the selected one would do. */
const DETAIL_ROWS = 14;

/** The common exceptions of an alert's group or of a tagged set, narrow to wide, each with what it silences. */
export class CandidatesPane implements Pane {
	readonly mode = 'candidates';
	private candidates: Candidate[] = [];
	private selected = 0;
	private offset = 0;
	private listHeight = 1;

	private readonly rules: readonly string[];
	private readonly finding: SlicedWork<Suggestion[]>;
	private counting: SlicedWork<void> | undefined;

	constructor(private readonly options: CandidatesOptions) {
		const {alerts} = options;
		this.rules = [...new Set(alerts.map(({rule}) => rule))];
		const {changed} = options;
		this.finding = new SlicedWork(suggestExceptionsInSteps(alerts), {done: (found) => this.take(found), changed});
		this.finding.start();
	}

	private take(found: readonly Suggestion[]): void {
		this.candidates = found.map(({title, terms}) => {
			const written = writeCondition(terms);
			return {title, terms, condition: written.ok ? written.condition : '', preview: undefined};
		});
		this.counting = new SlicedWork(this.count(), {done: () => this.order(), changed: this.options.changed});
		this.counting.start();
	}

	close(): void {
		this.finding.stop();
		this.counting?.stop();
	}

	/** One candidate after the other over the same kept alerts, whatever comes meanwhile: what they silence is compared. */
	private *count(): Steps<void> {
		const {alerts, alsoSilences, store, changed} = this.options;
		const [rule, ...withRules] = this.rules;
		const newest = store.history.at(store.history.size - 1);
		for (const candidate of this.candidates) {
			const kept = upTo(store.history, newest);
			candidate.preview = yield* previewInSteps({rule, terms: candidate.terms}, kept, {withRules, alsoSilences, origin: alerts});
			changed();
			yield;
		}
	}

	private order(): void {
		const chosen = this.candidates[this.selected];
		const silenced = ({preview}: Candidate): number => preview?.total.silenced ?? 0;
		this.candidates = [...this.candidates].sort((a, b) => silenced(a) - silenced(b));
		// Who has not moved stays at the narrowest.
		if (this.selected > 0) this.selected = this.candidates.indexOf(chosen);
	}

	choose(): void {
		this.finding.whenDone(() => {
			const candidate = this.candidates[this.selected];
			if (candidate !== undefined) this.options.choose(candidate.terms);
		});
	}

	navigate(step: Step): void {
		this.finding.whenDone(() => this.move(step));
	}

	private move(step: Step): void {
		const count = this.candidates.length;
		const moves = {up: -1, down: 1, pageUp: -this.listHeight, pageDown: this.listHeight, first: -count, last: count};
		this.selected = Math.max(0, Math.min(this.selected + moves[step], count - 1));
	}

	click(row: number): CommandId | undefined {
		const at = this.offset + row - 2;
		if (row < 2 || row >= 2 + this.listHeight || at >= this.candidates.length) return undefined;
		const wasSelected = at === this.selected;
		this.selected = at;
		return wasSelected ? 'candidates.choose' : undefined;
	}

	paint(box: Box, theme: Theme): string[] {
		const {width} = box;
		const take = `${this.options.keys.hint('candidates.choose')} takes the terms`;
		const heading = new Line(theme, width).skip(1).put('Candidates', 'title').put(' · ', 'faint');
		heading
			.put(this.rules.length === 1 ? this.rules[0] : plural(this.rules.length, 'rule'), 'strong')
			.putFirst([`  narrow to wide, ${take}`, `  ${take}`], 'muted');
		const titles = new Line(theme, width).skip(3).right('SILENCES', COUNT_CELLS, 'muted').skip(2).right('OTHERS', 7, 'muted').skip(3);
		titles.cell('RESTS ON', titleCells(width), 'muted').skip(2).put('EXCEPTION', 'muted');
		if (this.candidates.length === 0) {
			const none = new Line(theme, width).skip(3);
			if (this.counting === undefined) none.put(`Reading ${plural(this.options.alerts.length, 'alert')}…`, 'muted');
			else none.put('These alerts have nothing in common that an exception could rest on.', 'warn');
			return fillLines([heading.end(), '', none.end()], box.height);
		}
		this.listHeight = Math.max(3, Math.min(this.candidates.length, box.height - DETAIL_ROWS - 3));
		this.offset = Math.max(0, Math.min(Math.max(this.offset, this.selected - this.listHeight + 1), this.selected));
		const rows = this.candidates
			.slice(this.offset, this.offset + this.listHeight)
			.map((candidate, at) => this.paintRow(candidate, this.offset + at === this.selected, width, theme));
		const origin = this.rules.length === 1 ? 'this rule' : 'these rules';
		const {store, keys} = this.options;
		const height = box.height - rows.length - 3;
		const detail = paintDetail(this.candidates[this.selected], {origin, store, keys, width, height, theme});
		return fillLines([heading.end(), titles.end(), ...rows, '', ...detail], box.height);
	}

	private paintRow({title, condition, preview}: Candidate, isSelected: boolean, width: number, theme: Theme): string {
		const line = new Line(theme, width, isSelected ? 'selection' : 'text').put(isSelected ? ' ▸ ' : '   ', 'focus');
		const others = preview === undefined ? 0 : preview.total.silenced - preview.rule.silenced;
		line.right(preview === undefined ? '…' : formatCount(preview.rule.silenced), COUNT_CELLS, 'strong').skip(2);
		line.right(preview === undefined ? '…' : others === 0 ? '–' : formatCount(others), 7, others > 0 ? 'warn' : 'faint');
		line.put(preview !== undefined && preview.warnings.length > 0 ? ' ! ' : '   ', 'warn');
		return line.cell(title, titleCells(width), 'text').skip(2).put(showBytes(condition), 'value').end();
	}
}

/** The alerts up to this one; all of them where it has made room. */
function* upTo(alerts: Iterable<Alert>, last: Alert | undefined): Iterable<Alert> {
	for (const alert of alerts) {
		yield alert;
		if (alert === last) return;
	}
}

interface DetailRoom {
	/** What the counts are of: `this rule`. */
	readonly origin: string;
	readonly store: Store;
	readonly keys: KeyMap;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
}

function paintDetail({condition, preview}: Candidate, {origin, store, keys, width, height, theme}: DetailRoom): string[] {
	const lines: string[] = [];
	const cells = Math.max(20, width - LABEL_CELLS - 5);
	const put = (label: string, parts: readonly string[], style: StyleName): void => {
		parts.forEach((part, at) => {
			const line = new Line(theme, width).skip(3);
			line.cell(at === 0 ? label : '', LABEL_CELLS, 'field').put(part, style);
			lines.push(line.end());
		});
	};
	const add = (label: string, text: string, style: StyleName = 'value'): void => put(label, wrapCells(text, cells), style);
	add('exception', showBytes(condition), 'diff.add');
	if (preview === undefined) return lines;
	const {rule, total, rules, containers, priorities} = preview;
	add(
		'silences',
		`${formatCount(rule.silenced)} of ${formatCount(rule.kept)} kept alerts of ${origin}, ${formatCount(total.silenced)} in all`,
	);
	add('of rules', rules.map(({name, silenced}) => `${name} ${formatCount(silenced)}`).join(', ') || '–');
	add(
		'in',
		containers
			.slice(0, 6)
			.map(({name, silenced}) => `${containerName(name, store.containers.get(name)?.name)} ${formatCount(silenced)}`)
			.join(', ') || '–',
		'container',
	);
	add('priorities', priorities.map(({name, silenced}) => `${priorityName(name)} ${formatCount(silenced)}`).join(', ') || '–');
	for (const warning of preview.warnings) add('!', showBytes(warningText(warning, keys)), 'warn');
	const rows = Math.max(1, Math.min(MOST_EXAMPLE_ROWS, (height - lines.length) >> 1));
	put('silenced', exampleRows(preview.silenced, cells, rows), 'muted');
	put('still alerts', exampleRows(preview.stillAlerting, cells, rows), 'value');
	return lines;
}

/** There are at most five examples. */
const MOST_EXAMPLE_ROWS = 5;
