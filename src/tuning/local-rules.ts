import {parseCondition} from '../filter/parse.ts';
import type {Expression} from '../filter/syntax.ts';
import {alternativesOf} from '../rules/alternatives.ts';
import {canonical, parseFragment} from '../rules/fragment.ts';
import {writeCondition} from './condition.ts';
import type {Draft, MacroPlace} from './draft.ts';
import {isBefore} from './falco-version.ts';
import {type LocalFile, type LocalItem, parseLocalFile} from './local-file.ts';
import {applyToOtherPlace} from './other-places.ts';
import type {TuningProblem, TuningWarning} from './problem.ts';
import {applyEdit, type EditedText, type NewItem, type RulesEdit} from './rules-edit.ts';
import type {RulesInfo} from './rules-info.ts';

export interface ApplyOptions {
	readonly info: RulesInfo;
	/** Of the Falco that reads the file, `0.38.0`. Before 0.38 there is no `override`. Default: the newest. */
	readonly falcoVersion?: string;
}

export type AppliedDraft =
	| {
			readonly ok: true;
			readonly text: string /** One line, for the change list. */;
			readonly summary: string;
			readonly warnings: readonly TuningWarning[];
	  }
	| {readonly ok: false; readonly problems: readonly TuningProblem[]};

/** The local rules text with the draft's exception in it. Only the place of the change differs from `text`. */
export function applyDraft(text: string, draft: Draft, options: ApplyOptions): AppliedDraft {
	const written = writeCondition(draft.terms, {listNames: options.info.listNames});
	if (!written.ok) return written;
	const parsed = parseLocalFile(text);
	if (!parsed.ok) return refused(parsed.problem);
	const {place} = draft;
	if (place.kind === 'list' || place.kind === 'exception') return applyToOtherPlace(parsed.file, draft, options);
	const {macro} = place;
	if (!/^[a-zA-Z][a-zA-Z0-9_]*$/.test(macro))
		return refused({code: 'macro-name', message: `'${macro}' cannot name a macro`, hint: 'letters, digits and _, a letter first'});
	if (options.info.listNames.has(macro))
		return refused({code: 'list-collision', message: `a list is already named '${macro}'`, hint: 'choose another name'});
	const writer = new DraftWriter(parsed.file, {...draft, place}, options);
	return writer.write(`(${written.condition})`);
}

function refused(problem: TuningProblem): AppliedDraft {
	return {ok: false, problems: [problem]};
}

/** How a rule comes to heed a macro: more of the item this file has of it, or an item of its own. */
interface RuleChange {
	readonly item: LocalItem | undefined;
	readonly add: NewItem;
}

type MacroDraft = Draft & {readonly place: MacroPlace};

/** Collects what a draft needs of the file: more of a macro, a macro, and the rule's `and not`. */
class DraftWriter {
	readonly #file: LocalFile;
	readonly #draft: MacroDraft;
	readonly #info: RulesInfo;
	readonly #legacyAppend: boolean;
	readonly #warnings: TuningWarning[] = [];

	constructor(file: LocalFile, draft: MacroDraft, options: ApplyOptions) {
		this.#file = file;
		this.#draft = draft;
		this.#info = options.info;
		this.#legacyAppend = isBefore(options.falcoVersion, 0, 38);
	}

	write(terms: string): AppliedDraft {
		const {place} = this.#draft;
		const present = this.#lastItem('macro', place.macro);
		if (place.kind === 'hook' && !present && !this.#info.macros.has(place.macro)) {
			return refused({
				code: 'unknown-macro',
				message: `no macro is named '${place.macro}'`,
				hint: 'let the exception have a macro of its own',
			});
		}
		const broken = present && parseFragment(present.condition ?? '');
		if (broken && !broken.ok) {
			const line = this.#file.text.slice(0, present.dash).split('\n').length;
			return refused({
				code: 'condition',
				message: `the condition that the file has for macro ${place.macro} is not understood: ${broken.problem.message}`,
				hint: 'correct it first: nothing was changed',
				line,
			});
		}
		const rule = place.kind === 'new-macro' ? this.#ruleChange() : undefined;
		if (rule !== undefined && 'code' in rule) return refused(rule);
		const repeated = present?.condition !== undefined && hasAlternative(present.condition, terms);
		if (repeated && rule === undefined)
			return {ok: true, text: this.#file.bom + this.#file.text, summary: 'this exception is already in the file', warnings: []};
		const edited = this.#edit(repeated ? undefined : present, repeated ? undefined : terms, rule);
		if (!edited.ok) return refused(edited.problem);
		return {ok: true, text: edited.text, summary: `${place.macro}: ${terms.slice(1, -1)}`, warnings: this.#warnings};
	}

	/** Extends in place where the file has the macro; where that cannot be done without touching more, adds items. */
	#edit(present: LocalItem | undefined, terms: string | undefined, rule: RuleChange | undefined): EditedText {
		const {macro} = this.#draft.place;
		const base = {comment: this.#draft.comment, legacyAppend: this.#legacyAppend};
		const newMacro = terms === undefined ? [] : [this.#macroItem(macro, terms, present !== undefined)];
		const macroInPlace = terms !== undefined && present ? [{item: present, addition: `or ${terms}`}] : [];
		const ruleInPlace = rule?.item ? [{item: rule.item, addition: rule.add.condition}] : [];
		const attempts: RulesEdit[] = [
			{...base, extend: [...macroInPlace, ...ruleInPlace], add: [...(present ? [] : newMacro), ...(rule && !rule.item ? [rule.add] : [])]},
			{...base, extend: macroInPlace, add: [...(present ? [] : newMacro), ...(rule ? [rule.add] : [])]},
			{...base, extend: [], add: [...newMacro, ...(rule ? [rule.add] : [])]},
		];
		let edited: EditedText = applyEdit(this.#file, attempts[0]);
		for (const attempt of attempts.slice(1)) if (!edited.ok) edited = applyEdit(this.#file, attempt);
		return edited;
	}

	/** A macro that can match keeps what it has, by `or`; a placeholder gives way. */
	#macroItem(name: string, terms: string, inFile: boolean): NewItem {
		const known = this.#info.macros.get(name);
		if (inFile || known?.canMatch) return {kind: 'macro', name, condition: `or ${terms}`, mode: 'append'};
		return {kind: 'macro', name, condition: terms, mode: known ? 'replace' : 'define'};
	}

	/** What makes the rule heed a macro of our own; undefined where it does already. */
	#ruleChange(): RuleChange | TuningProblem | undefined {
		const {rule, place} = this.#draft;
		const condition = this.#ruleCondition(rule);
		if (condition === undefined) return {code: 'unknown-rule', message: `no rule is named '${rule}'`};
		const present = parseCondition(condition);
		if (!present.ok) return {code: 'condition', message: `the condition of '${rule}' is not understood: ${present.problem.message}`};
		if (negates(present.expression, place.macro)) return undefined;
		if (appendsAsConjunct(condition, place.macro)) {
			return {item: this.#lastItem('rule', rule), add: {kind: 'rule', name: rule, condition: `and not ${place.macro}`, mode: 'append'}};
		}
		if (this.#legacyAppend) {
			return {
				code: 'condition',
				message: `the condition of '${rule}' is an 'or': 'and not' appended to it would only concern its last part`,
				hint: 'Falco 0.38 and later can replace the condition',
			};
		}
		this.#warnings.push({
			code: 'copies-condition',
			message: `the condition of '${rule}' is an 'or', so it is written out as a whole: later changes of the shipped rule will not reach it`,
		});
		return {item: undefined, add: {kind: 'rule', name: rule, condition: `(${condition.trim()}) and not ${place.macro}`, mode: 'replace'}};
	}

	/** The condition as the loaded rules have it, with what this file appends and they do not know yet. */
	#ruleCondition(rule: string): string | undefined {
		const loaded = this.#info.rules.get(rule)?.condition;
		const items = this.#file.items.filter((item) => item.kind === 'rule' && item.name === rule && item.condition !== undefined);
		const start = items.findLastIndex((item) => item.mode !== 'append');
		if (start >= 0)
			return items
				.slice(start)
				.map((item) => item.condition!.trim())
				.join(' ');
		const pending = items.map((item) => item.condition!.trim()).filter((fragment) => !squeeze(loaded ?? '').includes(squeeze(fragment)));
		return loaded === undefined ? undefined : [loaded.trim(), ...pending].join(' ');
	}

	#lastItem(kind: LocalItem['kind'], name: string): LocalItem | undefined {
		return this.#file.items.findLast((item) => item.kind === kind && item.name === name && item.condition !== undefined);
	}
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Whether `and not macro` behind a condition excepts from all of it: behind an `or` it would bind to the last part only. */
function appendsAsConjunct(condition: string, macro: string): boolean {
	const parsed = parseCondition(`${condition.trim()} and not ${macro}`);
	if (!parsed.ok || parsed.expression.kind !== 'and') return false;
	const last = parsed.expression.items.at(-1);
	return last?.kind === 'not' && last.item.kind === 'macro' && last.item.name === macro;
}

/** Whether a condition is false wherever the macro is true, by a plain `and not macro`. */
export function negates(expression: Expression, macro: string): boolean {
	if (expression.kind === 'and') return expression.items.some((item) => negates(item, macro));
	if (expression.kind === 'or') return expression.items.every((item) => negates(item, macro));
	return expression.kind === 'not' && expression.item.kind === 'macro' && expression.item.name === macro;
}

function hasAlternative(condition: string, terms: string): boolean {
	const wanted = parseCondition(terms);
	if (!wanted.ok) return false;
	const text = canonical(wanted.expression);
	return alternativesOf(condition).some(({expression}) => canonical(expression) === text);
}
