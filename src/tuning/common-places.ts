import type {RuleSummary} from '../engine/rule-facts.ts';
import type {DraftPlace, Term} from './draft.ts';
import {choosePlaces, newMacroName, type PlaceChoice, placesFor, placeTitle, rulesSharing, takenNames} from './places.ts';
import type {RulesInfo} from './rules-info.ts';

/** Where an exception of one or several rules goes: a place for each of them. */
export interface CommonPlace {
	readonly title: string;
	/** Why there. */
	readonly explanation: string;
	readonly places: readonly {readonly rule: string; readonly place: DraftPlace}[];
	/** Other rules that the exception would silence there too. */
	readonly alsoSilences: readonly string[];
}

/** The places for these terms, the best first. Of several rules: the own macro of each, or a new one that all of them heed. */
export function commonPlacesFor(
	rules: readonly RuleSummary[],
	terms: readonly Term[],
	all: {readonly rules: readonly RuleSummary[]; readonly info: RulesInfo},
): CommonPlace[] {
	const [rule] = rules;
	if (rule === undefined) return [];
	if (rules.length === 1) return placesFor(rule, terms, all).map((choice) => commonPlace(rule.name, choice));
	const names = new Set(rules.map(({name}) => name));
	const others = (found: readonly string[]): string[] => [...new Set(found)].filter((name) => !names.has(name));
	const own = rules.map((one) => ({rule: one.name, choice: choosePlaces(one, all.rules, all.info)[0]}));
	const macro = newMacroName(`${rule.name} and ${rules.length - 1} more`, takenNames(all.rules, all.info));
	return [
		{
			title: `the own macro of each of the ${rules.length} rules`,
			explanation: own.map(({rule: name, choice}) => `${name}: ${placeTitle(choice.place)}`).join('; '),
			places: own.map(({rule: name, choice}) => ({rule: name, place: choice.place})),
			alsoSilences: others(own.flatMap(({choice}) => choice.alsoSilences)),
		},
		{
			title: `new macro ${macro}`,
			explanation: `one macro, and \`and not\` it appended to each of the ${rules.length} rules`,
			places: rules.map(({name}) => ({rule: name, place: {kind: 'new-macro', macro}})),
			alsoSilences: others(rules.flatMap(({name}) => rulesSharing(macro, name, all.rules))),
		},
	];
}

const commonPlace = (rule: string, {place, explanation, alsoSilences}: PlaceChoice<DraftPlace>): CommonPlace => ({
	title: placeTitle(place),
	explanation,
	places: [{rule, place}],
	alsoSilences,
});
