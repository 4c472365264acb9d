import type {Alert} from '../../alerts/alert.ts';
import type {ExceptionSummary, RuleSummary} from '../../engine/rule-facts.ts';
import {type KnownExceptions, listExceptions, type SavedException} from '../../tuning/exceptions.ts';
import {compileTerms} from '../../tuning/match-term.ts';

/** `trial`: the engine applies it, no file holds it. `undone`: still in the file, taken back in memory. */
export type ExceptionState = 'trial' | 'saved' | 'undone';

export interface ExceptionRow {
	readonly exception: SavedException;
	readonly state: ExceptionState;
	/** Rules that it concerns. */
	readonly rules: readonly string[];
	/** undefined where it is more than checks joined by `and`. */
	readonly test: ((alert: Alert) => boolean) | undefined;
	/** Where it does not stand in the local rules: the other file, where nothing is edited now. */
	readonly elsewhere: string | undefined;
}

/** What is known of the rules: exceptions of lists and entries are only known to who loaded them. */
export interface LoadedRules {
	readonly rules: readonly RuleSummary[];
	/** With the present text, and with the text as it was saved. */
	readonly present?: readonly ExceptionSummary[];
	readonly saved?: readonly ExceptionSummary[];
}

/** The exceptions of the present text beside those of the file. */
export function exceptionRows(savedText: string, text: string, loaded: LoadedRules): ExceptionRow[] {
	const {rules, present = [], saved = present} = loaded;
	const hooks = new Set(rules.flatMap((rule) => rule.hookMacros));
	const inForce = listOf(text, hooks, present);
	const inFile = savedText === text ? inForce : listOf(savedText, hooks, saved);
	const fileKeys = new Set(inFile.map(({key}) => key));
	const presentKeys = new Set(inForce.map(({key}) => key));
	const rulesOf = (exception: SavedException): readonly string[] => rulesOfException(exception, loaded);
	const row = (exception: SavedException, state: ExceptionState, elsewhere?: string): ExceptionRow => ({
		exception,
		state,
		rules: rulesOf(exception),
		test: exception.terms && compileTerms(exception.terms),
		elsewhere,
	});
	return [
		...inForce.map((exception) => row(exception, fileKeys.has(exception.key) ? 'saved' : 'trial')),
		...present.filter(({key}) => !presentKeys.has(key)).map((one) => row(foreign(one), 'saved', one.file)),
		...inFile.filter(({key}) => !presentKeys.has(key)).map((exception) => row(exception, 'undone')),
	];
}

/** As loading them says; where nobody loaded them, the rules that name the macro. */
export function rulesOfException({key, name, kind}: SavedException, {rules, present = [], saved = []}: LoadedRules): readonly string[] {
	const known = present.find((one) => one.key === key) ?? saved.find((one) => one.key === key);
	if (known !== undefined) return known.rules;
	return kind === 'macro' ? rules.filter(({macros}) => macros.includes(name)).map((rule) => rule.name) : [];
}

function foreign({key, kind, name, condition, line}: ExceptionSummary): SavedException {
	return {id: '', key, kind, name, condition, terms: undefined, comment: '', line};
}

function listOf(text: string, hooks: ReadonlySet<string>, loaded: readonly ExceptionSummary[]): readonly SavedException[] {
	const listed = listExceptions(text, hooks, knownOf(loaded));
	return listed.ok ? listed.exceptions : [];
}

export const knownOf = (loaded: readonly ExceptionSummary[]): KnownExceptions => new Map(loaded.map((one) => [one.key, one]));

/** The rows of a text are worked out once, not for every frame. */
export class ExceptionRows {
	private savedText = '';
	private text = '';
	private loaded: LoadedRules = {rules: []};
	private rows: readonly ExceptionRow[] = [];

	of(savedText: string, text: string, rules: readonly RuleSummary[], present?: readonly ExceptionSummary[]): readonly ExceptionRow[] {
		if (savedText !== this.savedText || text !== this.text || rules !== this.loaded.rules || present !== this.loaded.present) {
			const saved = savedText === text ? present : this.loaded.saved;
			this.savedText = savedText;
			this.text = text;
			this.loaded = {rules, present, saved};
			this.rows = exceptionRows(savedText, text, this.loaded);
		}
		return this.rows;
	}
}
