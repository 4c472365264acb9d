import type {RuleSummary} from '../engine/protocol.ts';
import type {DraftPlace} from './draft.ts';
import type {RulesInfo} from './rules-info.ts';

export interface PlaceChoice {
	readonly place: DraftPlace;
	/** Why this place, for the list of places. */
	readonly explanation: string;
	/** Other rules the exception would also silence there. */
	readonly alsoSilences: readonly string[];
}

/** The places an exception of a rule can go, the best first: hook macros of this rule alone, a macro of its own, shared hooks. */
export function choosePlaces(rule: RuleSummary, rules: readonly RuleSummary[], info?: RulesInfo): PlaceChoice[] {
	const hooks = rule.hookMacros.map((macro): PlaceChoice => {
		const alsoSilences = rulesSharing(macro, rule.name, rules);
		return {place: {kind: 'hook', macro}, explanation: hookExplanation(alsoSilences), alsoSilences};
	});
	const own: PlaceChoice = {
		place: {kind: 'new-macro', macro: newMacroName(rule.name, takenNames(rules, info))},
		explanation: 'a macro of its own, and `and not` it appended to the rule',
		alsoSilences: [],
	};
	return [...hooks.filter((hook) => hook.alsoSilences.length === 0), own, ...hooks.filter((hook) => hook.alsoSilences.length > 0)];
}

function hookExplanation(alsoSilences: readonly string[]): string {
	return alsoSilences.length === 0
		? 'the rule leaves this macro to its users'
		: `the rule leaves this macro to its users, and so does ${listed(alsoSilences)}`;
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

function takenNames(rules: readonly RuleSummary[], info: RulesInfo | undefined): Set<string> {
	return new Set([
		...rules.flatMap((rule) => [...rule.macros, ...rule.hookMacros]),
		...(info?.macros.keys() ?? []),
		...(info?.listNames ?? []),
	]);
}
