import type {Alert} from '../../alerts/alert.ts';
import type {RuleSummary} from '../../engine/protocol.ts';
import {listExceptions, type SavedException} from '../../tuning/exceptions.ts';
import {compileTerms} from '../../tuning/match-term.ts';

/** `trial`: the engine applies it, no file holds it. `undone`: still in the file, taken back in memory. */
export type ExceptionState = 'trial' | 'saved' | 'undone';

export interface ExceptionRow {
	readonly exception: SavedException;
	readonly state: ExceptionState;
	/** Rules whose condition names the macro. */
	readonly rules: readonly string[];
	/** undefined where it is more than checks joined by `and`. */
	readonly test: ((alert: Alert) => boolean) | undefined;
}

/** The exceptions of the present text beside those of the file. */
export function exceptionRows(savedText: string, text: string, rules: readonly RuleSummary[]): ExceptionRow[] {
	const hooks = new Set(rules.flatMap((rule) => rule.hookMacros));
	const row = (exception: SavedException, state: ExceptionState): ExceptionRow => ({
		exception,
		state,
		rules: rules.filter((rule) => rule.macros.includes(exception.macro)).map((rule) => rule.name),
		test: exception.terms && compileTerms(exception.terms),
	});
	const saved = exceptionsOf(savedText, hooks);
	if (savedText === text) return saved.map((exception) => row(exception, 'saved'));
	const present = exceptionsOf(text, hooks);
	const savedKeys = new Set(saved.map(keyOf));
	const presentKeys = new Set(present.map(keyOf));
	return [
		...present.map((exception) => row(exception, savedKeys.has(keyOf(exception)) ? 'saved' : 'trial')),
		...saved.filter((exception) => !presentKeys.has(keyOf(exception))).map((exception) => row(exception, 'undone')),
	];
}

function exceptionsOf(text: string, hooks: ReadonlySet<string>): readonly SavedException[] {
	const listed = listExceptions(text, hooks);
	return listed.ok ? listed.exceptions : [];
}

const keyOf = (exception: SavedException): string => `${exception.macro}\0${exception.condition}`;

/** The rows of a text are worked out once, not for every frame. */
export class ExceptionRows {
	private savedText = '';
	private text = '';
	private rules: readonly RuleSummary[] = [];
	private rows: readonly ExceptionRow[] = [];

	of(savedText: string, text: string, rules: readonly RuleSummary[]): readonly ExceptionRow[] {
		if (savedText !== this.savedText || text !== this.text || rules !== this.rules) {
			this.rows = exceptionRows(savedText, text, rules);
			this.savedText = savedText;
			this.text = text;
			this.rules = rules;
		}
		return this.rows;
	}
}
