import type {Alert} from '../../alerts/alert.ts';
import type {ByteString} from '../../events/byte-string.ts';
import {type TermChoice, termChoices, withOperator} from '../../tuning/candidates.ts';
import {diffLines} from '../../tuning/change-set.ts';
import {writeCondition} from '../../tuning/condition.ts';
import type {Draft, DraftPlace, MacroPlace, Term} from '../../tuning/draft.ts';
import {type Expiry, expiryComment} from '../../tuning/expiry.ts';
import {type PlaceChoice, placesFor, placeTitle} from '../../tuning/places.ts';
import {type Preview, previewDraft} from '../../tuning/preview.ts';
import type {TuningProblem} from '../../tuning/problem.ts';
import type {ExceptionDesk} from '../store/exception-desk.ts';
import type {Store} from '../store/store.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
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
	readonly preview: Preview;
	/** Lines that a list or an exceptions entry adds to the file; macros are shown by their condition. */
	readonly written: readonly string[];
}

/** How long a trial lasts: hours, until the dashboard ends, or for good. */
export const LASTS = ['for good', '2 hours', '24 hours', '7 days', 'until restart'] as const;
const HOURS: Readonly<Record<string, number>> = {'2 hours': 2, '24 hours': 24, '7 days': 168};

const PREVIEW_EVERY_MS = 1000;

/** The exception that is being written. */
export class WhitelistPane implements Pane {
	readonly mode = 'whitelist';
	readonly rows: TermRow[];
	places: readonly PlaceChoice<DraftPlace>[] = [];
	lasts: (typeof LASTS)[number] = 'for good';
	selected = 0;
	offset = 0;
	place = 0;
	/** What the engine or the language said no to, until the draft changes. */
	refusal: string | undefined;
	private known: Consequence | undefined;
	private knownAtMs = 0;

	constructor(
		readonly origin: readonly Alert[],
		readonly store: Store,
		private readonly desk: ExceptionDesk,
	) {
		this.rows = termChoices(origin).map((choice) => ({choice, term: choice.term, on: choice.on}));
		this.placeAnew();
		// Macros are what everybody knows; lists and entries are there to be chosen.
		this.place = Math.max(
			0,
			this.places.findIndex(({place}) => isMacroPlace(place)),
		);
	}

	/** Which places there are depends on the terms: a list takes one, an entry those it is made of. */
	private placeAnew(): void {
		const {store, desk} = this;
		const chosen = this.places[this.place];
		const rule = store.rules.find((candidate) => candidate.name === this.rule);
		this.places = rule === undefined ? [] : placesFor(rule, this.terms, {rules: store.rules, info: desk.rulesInfo()});
		const same = (choice: PlaceChoice<DraftPlace>): boolean =>
			chosen !== undefined && placeTitle(choice.place) === placeTitle(chosen.place);
		const at = this.places.findIndex(same);
		this.place =
			at >= 0
				? at
				: Math.max(
						0,
						this.places.findIndex(({place}) => isMacroPlace(place)),
					);
	}

	get rule(): string {
		return this.origin[0].rule;
	}

	/** All alerts of the group, also those that are not kept any more. */
	get alerts(): number {
		return Math.max(this.origin.length, this.store.groups.groupOf(this.origin[0])?.count ?? 0);
	}

	get terms(): Term[] {
		return this.rows.filter((row) => row.on).map((row) => row.term);
	}

	get draft(): Draft | undefined {
		const place = this.places[this.place]?.place;
		return place && {rule: this.rule, terms: this.terms, place, comment: this.comment()};
	}

	consequence(): Consequence {
		const nowMs = this.store.wallMs();
		if (this.known !== undefined && nowMs - this.knownAtMs < PREVIEW_EVERY_MS) return this.known;
		const written = writeCondition(this.terms, {listNames: this.desk.rulesInfo().listNames});
		const alsoSilences = this.places[this.place]?.alsoSilences ?? [];
		const preview = previewDraft({rule: this.rule, terms: this.terms}, this.store.history, {alsoSilences, origin: this.origin});
		const elsewhere = this.linesElsewhere();
		this.known = {
			condition: written.ok ? written.condition : undefined,
			problems: written.ok ? elsewhere.problems : written.problems,
			preview,
			written: elsewhere.lines,
		};
		this.knownAtMs = nowMs;
		return this.known;
	}

	private linesElsewhere(): {readonly lines: readonly string[]; readonly problems: readonly TuningProblem[]} {
		const {draft, desk} = this;
		if (draft === undefined || draft.terms.length === 0 || isMacroPlace(draft.place)) return {lines: [], problems: []};
		const applied = desk.preview(draft);
		if (!applied.ok) return {lines: [], problems: applied.problems};
		const added = diffLines(desk.text, applied.text, 0).filter(({kind}) => kind === 'add');
		return {lines: added.map(({text}) => text), problems: []};
	}

	cycleExpiry(): void {
		this.lasts = LASTS[(LASTS.indexOf(this.lasts) + 1) % LASTS.length];
		this.changed();
	}

	/** Exactly these terms: a candidate was chosen. */
	setTerms(terms: readonly Term[]): void {
		for (const row of this.rows) {
			const term = terms.find((candidate) => candidate.field === row.choice.field);
			row.on = term !== undefined;
			row.term = term ?? row.choice.term;
		}
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

	private changed(): void {
		this.known = undefined;
		this.placeAnew();
		this.refusal = undefined;
	}

	private comment(): string {
		const day = new Date(this.store.wallMs()).toISOString().slice(0, 10);
		return `${day} Falconer: exception for "${this.rule}"${this.expiryLine()}`;
	}

	/** The line above the macro that gives the exception its end. */
	private expiryLine(): string {
		const place = this.places[this.place]?.place;
		const written = writeCondition(this.terms, {listNames: this.desk.rulesInfo().listNames});
		if (this.lasts === 'for good' || place === undefined || !isMacroPlace(place) || !written.ok) return '';
		const hours = HOURS[this.lasts];
		const expiry: Expiry = hours === undefined ? {kind: 'restart'} : {kind: 'at', atMs: this.store.wallMs() + hours * 3_600_000};
		return `\n${expiryComment({macro: place.macro, condition: written.condition}, expiry)}`;
	}
}

export const isMacroPlace = (place: DraftPlace): place is MacroPlace => place.kind === 'hook' || place.kind === 'new-macro';
