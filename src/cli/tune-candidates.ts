import {createHash} from 'node:crypto';
import type {Alert, Priority} from '../alerts/alert.ts';
import type {RuleSummary} from '../engine/rule-facts.ts';
import {termWarnings} from '../tuning/candidates.ts';
import {writeCondition} from '../tuning/condition.ts';
import type {DraftPlace, Term} from '../tuning/draft.ts';
import {type NoiseException, type NoiseReport, noiseTotals} from '../tuning/noise-report.ts';
import {missingFields, outputChange, WANTED_FIELDS} from '../tuning/output-fields.ts';
import {type PlaceChoice, placesFor} from '../tuning/places.ts';
import {type Preview, previewDraft} from '../tuning/preview.ts';
import type {RuleChange} from '../tuning/rule-changes.ts';
import type {RulesInfo} from '../tuning/rules-info.ts';
import {suggestExceptions} from '../tuning/suggestions.ts';
import {rankNoise} from '../ui/store/noise-ranking.ts';
import type {TuneLog} from './tune-log.ts';

/** An exception that `--apply` can make. */
export interface Candidate {
	/** Its number: the same for the same log, rules and flags. */
	readonly id: number;
	/** Of rule and condition: the same for every log. */
	readonly key: string;
	/** Place in the report of the noise it is made for, from 0. */
	readonly noise: number;
	readonly title: string;
	readonly rule: string;
	readonly terms: readonly Term[];
	readonly condition: string;
	readonly preview: Preview;
	/** The best first; empty where the rules do not have the rule. */
	readonly places: readonly PlaceChoice<DraftPlace>[];
}

/** What the log does not tell of a rule's alerts although exceptions often rest on it. */
export interface MissingFields {
	readonly rule: string;
	readonly fields: readonly string[];
	readonly change: RuleChange;
}

export interface TuneReport {
	readonly noise: NoiseReport;
	readonly candidates: readonly Candidate[];
	readonly missing: readonly MissingFields[];
	/** Rules of alerts that no rules file has. */
	readonly unknownRules: readonly string[];
}

export interface TuneRules {
	readonly rules: readonly RuleSummary[];
	readonly info: RulesInfo;
}

/** What the dashboard would show of these alerts, as data. */
export function tuneReport(log: TuneLog, {rules, info}: TuneRules, options: {readonly top: number; readonly sinceNs: bigint}): TuneReport {
	const noise = rankedReport(log, options.sinceNs);
	const byRule = alertsByRule(log.history);
	const candidates: Candidate[] = [];
	for (const [index, exception] of noise.exceptions.slice(0, options.top).entries()) {
		const [smallest, ...others] = shapesOf(exception)
			.map((shape) => candidateOf({shape, exception, rules, info, byRule}))
			.filter((candidate) => candidate !== undefined);
		others.sort((a, b) => a.preview.total.silenced - b.preview.total.silenced);
		for (const candidate of smallest ? [smallest, ...others] : []) candidates.push({...candidate, id: candidates.length + 1, noise: index});
	}
	const missing = [...byRule].flatMap(([rule, alerts]): MissingFields[] => {
		const fields = missingFields(alerts, WANTED_FIELDS);
		return fields.length === 0 || !info.rules.has(rule) ? [] : [{rule, fields, change: outputChange(rule, fields)}];
	});
	return {noise, candidates, missing, unknownRules: [...byRule.keys()].filter((rule) => !info.rules.has(rule))};
}

/** Totals, and the exceptions in the order of the dashboard's Noise view, made for the same alerts. */
function rankedReport({groups, history}: TuneLog, sinceNs: bigint): NoiseReport {
	const totals = noiseTotals(groups.groups());
	const ranked = rankNoise(groups.groups(), history, {scope: 'program'});
	const silenced = ranked.reduce((sum, exception) => sum + exception.silenced, 0);
	const exceptions = ranked.map(({rule, terms, condition, origin, silenced: alerts, share, cumulative}): NoiseException => {
		const own = origin.map((alert) => groups.groupOf(alert)).filter((group) => group !== undefined);
		const [first] = own;
		const firstSeenNs = own.reduce((earliest, group) => (group.firstSeenNs < earliest ? group.firstSeenNs : earliest), first.firstSeenNs);
		return {
			rule,
			priority: origin.reduce((worst: Priority, alert) => (alert.priority < worst ? alert.priority : worst), origin[0].priority),
			terms,
			condition,
			origin,
			alerts,
			share,
			cumulative,
			firstSeenNs,
			lastSeenNs: own.reduce((latest, group) => (group.lastSeenNs > latest ? group.lastSeenNs : latest), first.lastSeenNs),
			isNew: firstSeenNs >= sinceNs,
			warnings: termWarnings(terms),
		};
	});
	return {...totals, exceptions, inexpressible: history.size - silenced};
}

function alertsByRule(history: Iterable<Alert>): Map<string, Alert[]> {
	const byRule = new Map<string, Alert[]>();
	for (const alert of history) {
		const alerts = byRule.get(alert.rule);
		if (alerts) alerts.push(alert);
		else byRule.set(alert.rule, [alert]);
	}
	return byRule;
}

interface Shape {
	readonly title: string;
	readonly terms: readonly Term[];
}

/** The exception of the report, then wider and other ones for the same alerts. */
function shapesOf(exception: NoiseException): Shape[] {
	const others = suggestExceptions(exception.origin);
	const first = {title: 'smallest', terms: exception.terms};
	const conditionOf = ({terms}: Shape): string => {
		const written = writeCondition(terms);
		return written.ok ? written.condition : '';
	};
	return [first, ...others.filter((shape) => conditionOf(shape) !== exception.condition)];
}

function candidateOf({
	shape: {title, terms},
	exception: {rule, origin},
	rules,
	info,
	byRule,
}: TuneRules & {readonly shape: Shape; readonly exception: NoiseException; readonly byRule: ReadonlyMap<string, readonly Alert[]>}):
	| Omit<Candidate, 'id' | 'noise'>
	| undefined {
	const written = writeCondition(terms, {listNames: info.listNames});
	if (!written.ok) return undefined;
	const summary = rules.find(({name}) => name === rule);
	const places = summary ? placesFor(summary, terms, {rules, info}) : [];
	const alsoSilences = places[0]?.alsoSilences ?? [];
	const concerned = [rule, ...alsoSilences].flatMap((name) => byRule.get(name) ?? []);
	const preview = previewDraft({rule, terms}, concerned, {alsoSilences, origin});
	return {key: keyOf(rule, written.condition), title, rule, terms, condition: written.condition, preview, places};
}

const keyOf = (rule: string, condition: string): string => createHash('sha256').update(`${rule}\0${condition}`).digest('hex').slice(0, 8);
