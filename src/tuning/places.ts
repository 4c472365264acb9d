import type {RuleSummary} from '../engine/rule-facts.ts';
import type {DraftPlace, MacroPlace, Term} from './draft.ts';
import {fittingException, newExceptionName} from './exception-entry.ts';
import {listUsesOf} from './list-uses.ts';
import type {RulesInfo} from './rules-info.ts';

export interface PlaceChoice<Place extends DraftPlace = MacroPlace> {
	readonly place: Place;
	/** Why this place, for the list of places. */
	readonly explanation: string;
	/** Other rules the exception would also silence there. */
	readonly alsoSilences: readonly string[];
}

/**
 * The macros an exception of a rule can go to, the best first: placeholders that the rule leaves to its users, macros
 * for users that already match something, a macro of its own, hooks that other rules share without being named for users.
 */
export function choosePlaces(rule: RuleSummary, rules: readonly RuleSummary[], info?: RulesInfo): PlaceChoice[] {
	const own: PlaceChoice = {
		place: {kind: 'new-macro', macro: newMacroName(rule.name, takenNames(rules, info))},
		explanation: 'a macro of its own, and `and not` it appended to the rule',
		alsoSilences: [],
	};
	const ranked = [{choice: own, rank: OWN_MACRO_RANK}];
	for (const macro of rule.hookMacros) {
		const alsoSilences = rulesSharing(macro, rule.name, rules);
		const canMatch = info?.macros.get(macro)?.canMatch ?? false;
		const choice: PlaceChoice = {place: {kind: 'hook', macro}, explanation: hookExplanation(alsoSilences, canMatch), alsoSilences};
		ranked.push({choice, rank: hookRank(macro, canMatch, alsoSilences.length > 0)});
	}
	return ranked.sort((a, b) => a.rank - b.rank).map(({choice}) => choice);
}

const OWN_MACRO_RANK = 6;

/** By its name a macro tells that it was made to be filled in, also once somebody has; then an empty one is better than a used one. */
function hookRank(macro: string, canMatch: boolean, isShared: boolean): number {
	if (macro.startsWith('user_known_')) return isShared ? 1 : 0;
	if (isShared) return OWN_MACRO_RANK + 1;
	return canMatch ? 3 : 2;
}

/**
 * All places for these terms, the best first: a hook macro, a list that the rule leaves out, an entry of its
 * `exceptions`, a macro of its own. A list takes one exact term; an entry that the rule has must be made of the same fields.
 */
export function placesFor(
	rule: RuleSummary,
	terms: readonly Term[],
	{rules, info}: {readonly rules: readonly RuleSummary[]; readonly info: RulesInfo},
): PlaceChoice<DraftPlace>[] {
	const macros = choosePlaces(rule, rules, info);
	const ownAt = macros.findIndex(({place}) => place.kind === 'new-macro');
	const {present, fresh} = exceptionPlaces(rule.name, terms, info);
	return [
		...macros.slice(0, ownAt),
		...listPlaces(rule.name, terms, info),
		...present,
		...macros.slice(ownAt, ownAt + 1),
		...fresh,
		...macros.slice(ownAt + 1),
	];
}

function listPlaces(rule: string, terms: readonly Term[], info: RulesInfo): PlaceChoice<DraftPlace>[] {
	const [term] = terms;
	if (terms.length !== 1 || (term.operator !== '=' && term.operator !== 'in')) return [];
	const uses = listUsesOf(info);
	const lists = uses.filter((use) => use.rule === rule && use.direct && use.excepts === term.field).map((use) => use.list);
	return [...new Set(lists)]
		.flatMap((list): PlaceChoice<DraftPlace>[] => {
			const ofList = uses.filter((use) => use.list === list);
			// Where a rule asks for the items of the list, one more would make more alerts.
			if (ofList.some((use) => use.excepts !== term.field)) return [];
			const alsoSilences = [...new Set(ofList.map((use) => use.rule))].filter((other) => other !== rule);
			const shared = alsoSilences.length === 0 ? '' : `, and so does ${listed(alsoSilences)}`;
			return [{place: {kind: 'list', list}, explanation: `the rule leaves out ${term.field} in (${list})${shared}`, alsoSilences}];
		})
		.sort((a, b) => a.alsoSilences.length - b.alsoSilences.length || kinship(b.place, rule) - kinship(a.place, rule));
}

/** How many words of the rule's name the list's name has: `read_sensitive_file_binaries` was made for the rule. */
function kinship(place: DraftPlace, rule: string): number {
	const words = new Set(rule.toLowerCase().split(/[^a-z0-9]+/));
	return place.kind === 'list' ? place.list.split('_').filter((word) => words.has(word)).length : 0;
}

function exceptionPlaces(rule: string, terms: readonly Term[], info: RulesInfo): Record<'present' | 'fresh', PlaceChoice<DraftPlace>[]> {
	const exceptions = info.rules.get(rule)?.exceptions;
	if (exceptions === undefined || terms.length === 0) return {present: [], fresh: []};
	const fitting = exceptions.filter((exception) => fittingException(exception, terms) !== undefined);
	const place = (exception: string, explanation: string): PlaceChoice<DraftPlace> => ({
		place: {kind: 'exception', exception},
		explanation,
		alsoSilences: [],
	});
	return {
		present: fitting.map(({name}) => place(name, 'more values for an exception that the rule has, made of the same fields')),
		fresh: fitting.length > 0 ? [] : [place(newExceptionName(terms, exceptions), 'a new entry in the exceptions of the rule')],
	};
}

/** For the list of places: `hook macro user_known_x`. */
export function placeTitle(place: DraftPlace): string {
	switch (place.kind) {
		case 'hook':
			return `hook macro ${place.macro}`;
		case 'new-macro':
			return `new macro ${place.macro}`;
		case 'list':
			return `list ${place.list}`;
		case 'exception':
			return `exceptions entry ${place.exception}`;
	}
}

function hookExplanation(alsoSilences: readonly string[], canMatch: boolean): string {
	const present = canMatch ? '; what it has is kept' : '';
	return alsoSilences.length === 0
		? `the rule leaves this macro to its users${present}`
		: `the rule leaves this macro to its users, and so does ${listed(alsoSilences)}${present}`;
}

function listed(names: readonly string[]): string {
	return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

/** Rules that an exception in this macro silences beside its own. */
export function rulesSharing(macro: string, rule: string, rules: readonly RuleSummary[]): string[] {
	return rules.filter((other) => other.name !== rule && other.macros.includes(macro)).map((other) => other.name);
}

const MAX_SLUG = 60;

/** `user_known_read_sensitive_file_untrusted`; with a number behind it where the name is taken. */
export function newMacroName(rule: string, taken: ReadonlySet<string>): string {
	const slug = rule
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^_+|_+$/g, '')
		.slice(0, MAX_SLUG)
		.replace(/_$/, '');
	const name = `user_known_${slug === '' ? 'rule' : slug}`;
	for (let number = 1; ; number++) {
		const candidate = number === 1 ? name : `${name}_${number}`;
		if (!taken.has(candidate)) return candidate;
	}
}

/** Names that a new macro cannot have. */
export function takenNames(rules: readonly RuleSummary[], info: RulesInfo | undefined): Set<string> {
	return new Set([
		...rules.flatMap((rule) => [...rule.macros, ...rule.hookMacros]),
		...(info?.macros.keys() ?? []),
		...(info?.listNames ?? []),
	]);
}
