import type {Alert} from '../../alerts/alert.ts';
import type {RuleSummary} from '../../engine/rule-facts.ts';
import type {ByteString} from '../../events/byte-string.ts';
import {type TermChoice, termChoicesInSteps, withOperator} from '../../tuning/candidates.ts';
import {type DiffLine, diffLines} from '../../tuning/change-set.ts';
import {type CommonPlace, commonPlacesFor} from '../../tuning/common-places.ts';
import {writeCondition} from '../../tuning/condition.ts';
import type {Draft, DraftPlace, MacroPlace, Term} from '../../tuning/draft.ts';
import {type Expiry, expiryLines} from '../../tuning/expiry.ts';
import {missingFieldsInSteps, WANTED_FIELDS} from '../../tuning/output-fields.ts';
import type {Preview} from '../../tuning/preview.ts';
import type {TuningProblem, TuningWarning} from '../../tuning/problem.ts';
import type {Steps} from '../../tuning/steps.ts';
import type {KeyMap} from '../keys/key-map.ts';
import type {ExceptionDesk} from '../store/exception-desk.ts';
import {createKeptPreview, type PreviewQuestion} from '../store/kept-preview.ts';
import type {KeptWork} from '../store/kept-work.ts';
import {SlicedWork} from '../store/sliced-work.ts';
import type {Store} from '../store/store.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import {plural} from '../widgets/numbers.ts';
import type {Pane, Step} from './view.ts';
import {paintWhitelist} from './whitelist-paint.ts';

export interface TermRow {
	readonly choice: TermChoice;
	term: Term;
	on: boolean;
}

/** What follows from the terms and the place. */
export interface Consequence {
	readonly condition: string | undefined;
	readonly problems: readonly TuningProblem[];
	/** Of the terms, of what they reach, and of the edit. */
	readonly warnings: readonly TuningWarning[];
	/** Undefined until the kept alerts have been counted. */
	readonly preview: Preview | undefined;
	/** Lines that a list or an exceptions entry adds to the file; macros are shown by their condition. */
	readonly written: readonly string[];
}

/** How long a trial lasts: hours, until the dashboard ends, or for good. */
export const LASTS = ['for good', '2 hours', '24 hours', '7 days', 'until restart'] as const;
const HOURS: Readonly<Record<string, number>> = {'2 hours': 2, '24 hours': 24, '7 days': 168};

/** The file and the rules it is written for may change meanwhile. */
const APPLY_EVERY_MS = 1000;

export interface WhitelistOptions {
	readonly store: Store;
	readonly desk: ExceptionDesk;
	readonly keys: KeyMap;
	/** The terms or the preview are others: they are read and counted beside the keys. */
	readonly changed: () => void;
	/** What to begin with; the smallest common exception without. */
	readonly terms?: readonly Term[];
	/** The alerts are those of so many tagged rows. */
	readonly taggedRows?: number;
}

/** What is read out of the alerts that an exception is made for. */
interface OriginFacts {
	readonly choices: readonly TermChoice[];
	/** Of the fields that exceptions often rest on those that no alert tells. */
	readonly untold: readonly string[];
}

/** The exception that is being written. */
export class WhitelistPane implements Pane {
	readonly mode = 'whitelist';
	readonly store: Store;
	readonly keys: KeyMap;
	private readonly taggedRows: number | undefined;
	/** None while the alerts are being read. */
	rows: readonly TermRow[] = [];
	/** The rules of the alerts: a tagged set may have several. */
	readonly rules: readonly string[];
	places: readonly CommonPlace[] = [];
	lasts: (typeof LASTS)[number] = 'for good';
	/** A moment instead, milliseconds since the epoch. */
	untilMs: number | undefined;
	selected = 0;
	offset = 0;
	place = 0;
	/** What the engine or the language said no to, until the draft changes. */
	refusal: string | undefined;
	/** Words of the user for the comment above the change; undefined: the usual ones. */
	words: string | undefined;
	private known: Omit<Consequence, 'preview'> | undefined;
	private knownAtMs = 0;
	private readonly desk: ExceptionDesk;
	private readonly counted: KeptWork<Preview>;
	private readonly reading: SlicedWork<OriginFacts>;
	private facts: OriginFacts | undefined;

	constructor(
		readonly origin: readonly Alert[],
		{store, desk, keys, changed, terms, taggedRows}: WhitelistOptions,
	) {
		this.taggedRows = taggedRows;
		this.store = store;
		this.desk = desk;
		this.keys = keys;
		this.counted = createKeptPreview(store, () => this.question(), changed);
		this.rules = [...new Set(origin.map(({rule}) => rule))];
		this.reading = new SlicedWork(this.read(), {done: (facts) => this.take(facts, terms), changed});
		this.reading.start();
	}

	private *read(): Steps<OriginFacts> {
		const {origin} = this;
		const choices = yield* termChoicesInSteps(origin);
		const untold = this.store.source?.kind === 'log' ? yield* missingFieldsInSteps(origin, WANTED_FIELDS) : [];
		return {choices, untold};
	}

	private take(facts: OriginFacts, terms: readonly Term[] | undefined): void {
		this.facts = facts;
		this.rows = facts.choices.map((choice) => ({choice, term: choice.term, on: choice.on}));
		if (terms === undefined) this.changed();
		else this.setTerms(terms);
	}

	/** Whether the alerts are still being read. */
	get isReading(): boolean {
		return this.facts === undefined;
	}

	/** What a key does to the terms: at once, or as soon as they are there. */
	whenRead(act: () => void): void {
		this.reading.whenDone(act);
	}

	private get loaded(): readonly RuleSummary[] {
		return this.store.rules.filter(({name}) => this.rules.includes(name));
	}

	/** Whether all rules of the alerts are known here: those of a log may be another Falco's. */
	get isLoaded(): boolean {
		return this.loaded.length === this.rules.length;
	}

	/** Which places there are depends on the terms: a list takes one, an entry those it is made of. */
	private placeAnew(): void {
		const {store, desk} = this;
		const chosen = this.places[this.place]?.title;
		const {loaded} = this;
		this.places = this.isLoaded ? commonPlacesFor(loaded, this.terms, {rules: store.rules, info: desk.rulesInfo()}) : [];
		const at = this.places.findIndex(({title}) => title === chosen);
		// Macros are what everybody knows; lists and entries are there to be chosen.
		const macro = this.places.findIndex(({places}) => places.every(({place}) => isMacroPlace(place)));
		this.place = Math.max(0, at >= 0 ? at : macro);
	}

	get title(): string {
		return this.rules.length === 1 ? this.rules[0] : `${this.rules.length} rules: ${this.rules.join(', ')}`;
	}

	/** Fields that exceptions often rest on and that this log of alerts does not tell. */
	get missing(): readonly string[] {
		const {untold = []} = this.facts ?? {};
		const outputs = this.loaded.map(({output}) => output);
		// What was added to the outputs comes with later alerts.
		return untold.filter((field) => !outputs.every((output) => output.includes(`%${field}`)));
	}

	/** What it is made for: the tagged rows, or all alerts of the group, also those that are not kept any more. */
	get seedText(): string {
		const {taggedRows} = this;
		if (taggedRows !== undefined) return plural(taggedRows, 'tagged row');
		return this.alerts > 1 ? `${plural(this.alerts, 'alert')} in the group` : '';
	}

	private get alerts(): number {
		return Math.max(this.origin.length, this.store.groups.groupOf(this.origin[0])?.count ?? 0);
	}

	get terms(): Term[] {
		return this.rows.filter((row) => row.on).map((row) => row.term);
	}

	/** One for each rule. */
	get drafts(): readonly Draft[] {
		const {terms} = this;
		const places = this.places[this.place]?.places ?? [];
		return places.map(({rule, place}) => this.withEnd({rule, terms, place, comment: this.comment}));
	}

	consequence(): Consequence {
		const nowMs = this.store.wallMs();
		if (this.known === undefined || nowMs - this.knownAtMs >= APPLY_EVERY_MS) {
			this.known = this.apply();
			this.knownAtMs = nowMs;
		}
		const preview = this.counted.update(nowMs);
		return {...this.known, warnings: [...(preview?.warnings ?? []), ...this.known.warnings], preview};
	}

	private question(): PreviewQuestion {
		const [rule, ...withRules] = this.rules;
		const alsoSilences = this.places[this.place]?.alsoSilences ?? [];
		return {draft: {rule, terms: this.terms}, withRules, alsoSilences, origin: this.origin};
	}

	/** What would be written, and what is wrong with it. */
	private apply(): Omit<Consequence, 'preview'> {
		const {terms, drafts} = this;
		const written = writeCondition(terms, {listNames: this.desk.rulesInfo().listNames});
		const applied = written.ok && drafts.length > 0 ? this.desk.preview(drafts) : undefined;
		const problems = written.ok ? (applied?.ok === false ? applied.problems : []) : written.problems;
		const added =
			applied?.ok && !drafts.every(({place}) => isMacroPlace(place)) ? diffLines(this.desk.text, applied.text, 0).filter(isAdded) : [];
		return {
			condition: written.ok ? written.condition : undefined,
			problems,
			warnings: applied?.ok ? applied.warnings : [],
			written: added.map(({text}) => text),
		};
	}

	close(): void {
		this.reading.stop();
		this.counted.stop();
	}

	cycleExpiry(): void {
		this.lasts = this.untilMs === undefined ? LASTS[(LASTS.indexOf(this.lasts) + 1) % LASTS.length] : LASTS[0];
		this.untilMs = undefined;
		this.changed();
	}

	/** It ends then. */
	setUntil(untilMs: number): void {
		this.untilMs = untilMs;
		this.changed();
	}

	/** Exactly these terms: a candidate was chosen. */
	setTerms(terms: readonly Term[]): void {
		for (const row of this.rows) {
			const term = terms.find((candidate) => candidate.field === row.choice.field);
			row.on = term !== undefined;
			row.term = term ?? row.choice.term;
		}
		this.selected = Math.max(
			0,
			this.rows.findIndex(({on}) => on),
		);
		this.changed();
	}

	toggle(): void {
		const row = this.rows[this.selected];
		if (row !== undefined) row.on = !row.on;
		this.changed();
	}

	cycleOperator(step: 1 | -1): void {
		const row = this.rows[this.selected];
		if (row === undefined) return;
		const {operators} = row.choice;
		const at = (operators.indexOf(row.term.operator) + step + operators.length) % operators.length;
		const base = row.term.values.length < row.choice.term.values.length ? row.choice.term : row.term;
		row.term = withOperator(base, operators[at]);
		row.on = true;
		this.changed();
	}

	setValue(value: ByteString): void {
		const row = this.rows[this.selected];
		if (row === undefined) return;
		row.term = {...row.term, values: [value]};
		row.on = true;
		this.changed();
	}

	cyclePlace(): void {
		if (this.places.length > 0) this.place = (this.place + 1) % this.places.length;
		this.changed();
	}

	navigate(step: Step): void {
		this.whenRead(() => this.move(step));
	}

	private move(step: Step): void {
		const moves: Readonly<Record<Step, number>> = {
			up: -1,
			down: 1,
			pageUp: -5,
			pageDown: 5,
			first: -this.rows.length,
			last: this.rows.length,
		};
		this.selected = Math.max(0, Math.min(this.selected + moves[step], this.rows.length - 1));
	}

	paint(box: Box, theme: Theme): string[] {
		return paintWhitelist(this, box, theme);
	}

	/** Terms, place or rules are other than before. */
	changed(): void {
		this.known = undefined;
		this.counted.reset();
		this.placeAnew();
		this.refusal = undefined;
	}

	/** Who, when, why: the line above the change. */
	get comment(): string {
		const [first, ...others] = this.rules;
		const rules = others.length === 0 ? `"${first}"` : `"${first}" and ${others.length} more`;
		return this.words ?? `${this.desk.signature()}: exception for ${rules}`;
	}

	/** Its end; undefined where it lasts for good. */
	private get expiry(): Expiry | undefined {
		if (this.untilMs !== undefined) return {kind: 'at', atMs: this.untilMs};
		if (this.lasts === 'for good') return undefined;
		const hours = HOURS[this.lasts];
		return hours === undefined ? {kind: 'restart'} : {kind: 'at', atMs: this.store.wallMs() + hours * 3_600_000};
	}

	/** The lines above the change that give the exception its end. */
	private withEnd(draft: Draft): Draft {
		const {expiry} = this;
		if (expiry === undefined) return draft;
		const applied = this.desk.preview([draft]);
		const lines = applied.ok ? expiryLines(this.desk.text, applied.text, expiry) : [];
		return {...draft, comment: [draft.comment, ...lines].join('\n')};
	}
}

const isAdded = ({kind}: DiffLine): boolean => kind === 'add';

export const isMacroPlace = (place: DraftPlace): place is MacroPlace => place.kind === 'hook' || place.kind === 'new-macro';
