import type {Alert} from '../../alerts/alert.ts';
import {commonTermsInSteps} from '../../tuning/common-terms.ts';
import {writeCondition} from '../../tuning/condition.ts';
import type {Term} from '../../tuning/draft.ts';
import {compileTerms} from '../../tuning/match-term.ts';
import type {NoiseGroup} from '../../tuning/noise-group.ts';
import {finishNow, type Steps} from '../../tuning/steps.ts';
import {type NoiseScope, scopePart, scopeTerm} from './noise-scopes.ts';

/** An exception that could be made, with the kept alerts it would silence. */
export interface NoiseCandidate {
	readonly id: string;
	readonly rule: string;
	readonly terms: readonly Term[];
	readonly condition: string;
	/** Alerts of its groups that are kept whole: what the whitelist form starts from. */
	readonly origin: readonly Alert[];
	readonly groups: number;
	/** When the first alert of its groups was seen. */
	readonly firstSeenNs: bigint;
	/** Kept alerts it would silence that no candidate before it silences. */
	readonly silenced: number;
	/** Of all kept alerts: its own share, and that of it and all before it. */
	readonly share: number;
	readonly cumulative: number;
}

interface Cluster {
	readonly id: string;
	readonly rule: string;
	readonly groups: NoiseGroup[];
	count: number;
}

/** More would be read by nobody. */
const MOST_CANDIDATES = 200;
/** Of large clusters the groups with most alerts are enough to find what they have in common. */
const MOST_GROUPS = 60;

/** Shares are of what no exception in force silences. */
export interface RankOptions {
	readonly scope: NoiseScope;
	/** Whether an exception in force would silence the alert: then it is no noise any more. */
	readonly isQuiet?: (alert: Alert) => boolean;
	/** Drafts of the ranking before, which this one goes on with. */
	readonly known?: KnownDrafts;
}

/** Exceptions by what they are made for: writing one asks every kept sample for all its fields. */
export type KnownDrafts = Map<string, KnownDraft>;

interface KnownDraft {
	readonly terms: readonly Term[];
	readonly condition: string;
	readonly matches: (alert: Alert) => boolean;
	/** Alerts and groups it was made from. */
	readonly count: number;
	readonly groups: number;
}

/** The exceptions that buy most silence first; each alert counts for the first one that silences it. */
export const rankNoise = (groups: Iterable<NoiseGroup>, history: Iterable<Alert>, options: RankOptions): NoiseCandidate[] =>
	finishNow(rankNoiseInSteps(groups, history, options));

/** Alerts between two steps: each may be asked by many drafts. */
const ALERTS_A_STEP = 16;
const GROUPS_A_STEP = 64;

/** The same in steps of a millisecond or so; groups and alerts may come and go between them. */
export function* rankNoiseInSteps(groups: Iterable<NoiseGroup>, history: Iterable<Alert>, options: RankOptions): Steps<NoiseCandidate[]> {
	const drafts = yield* draftAll(groups, options);
	const kept = yield* countSilenced(drafts, history, options.isQuiet);
	const found = drafts.filter((draft) => draft.silenced > 0).sort((a, b) => b.silenced - a.silenced);
	const candidates: NoiseCandidate[] = [];
	let before = 0;
	for (const draft of found) {
		before += draft.silenced;
		candidates.push(candidateOf(draft, before, kept));
		yield;
	}
	return candidates;
}

interface CountedDraft extends KnownDraft {
	readonly cluster: Cluster;
	silenced: number;
}

/** One for each of the largest clusters. */
function* draftAll(groups: Iterable<NoiseGroup>, {scope, isQuiet, known = new Map()}: RankOptions): Steps<CountedDraft[]> {
	const clusters: Cluster[] = [];
	for (const cluster of yield* clustersOf([...groups], scope, isQuiet)) {
		clusters.push(...withoutOutliers(cluster));
		yield;
	}
	const ranked = clusters.sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1)).slice(0, MOST_CANDIDATES);
	const drafts: CountedDraft[] = [];
	for (const cluster of ranked) {
		const draft = yield* draftOf(cluster, scope, known);
		if (draft !== undefined) drafts.push({...draft, cluster, silenced: 0});
		yield;
	}
	const present = new Set(ranked.map(({id}) => id));
	for (const id of known.keys()) if (!present.has(id)) known.delete(id);
	return drafts;
}

/** Returns how many alerts there are that no exception in force silences. */
function* countSilenced(drafts: readonly CountedDraft[], history: Iterable<Alert>, isQuiet: RankOptions['isQuiet']): Steps<number> {
	const byRule = new Map<string, CountedDraft[]>();
	for (const draft of drafts) {
		const own = byRule.get(draft.cluster.rule);
		if (own === undefined) byRule.set(draft.cluster.rule, [draft]);
		else own.push(draft);
	}
	let asked = 0;
	let kept = 0;
	for (const alert of history) {
		if (++asked % ALERTS_A_STEP === 0) yield;
		if (isQuiet?.(alert)) continue;
		kept++;
		const found = byRule.get(alert.rule)?.find((draft) => draft.matches(alert));
		if (found !== undefined) found.silenced++;
	}
	return kept;
}

function candidateOf({cluster, terms, condition, silenced}: CountedDraft, cumulated: number, kept: number): NoiseCandidate {
	const {id, rule, groups} = cluster;
	return {
		id,
		rule,
		terms,
		condition,
		origin: originOf(cluster),
		groups: groups.length,
		firstSeenNs: groups.reduce((first, group) => (group.firstSeenNs < first ? group.firstSeenNs : first), groups[0].firstSeenNs),
		silenced,
		share: silenced / kept,
		cumulative: cumulated / kept,
	};
}

const originOf = (cluster: Cluster): Alert[] => cluster.groups.slice(0, MOST_GROUPS).flatMap((group) => group.samples);

/** A draft stands until it leaves something of what it is for, or that has become twice as much. */
function* draftOf(cluster: Cluster, scope: NoiseScope, known: KnownDrafts): Steps<KnownDraft | undefined> {
	const {id, count, groups} = cluster;
	const present = known.get(id);
	const isSmall = present !== undefined && count < 2 * present.count && groups.length < 2 * present.groups;
	if (isSmall && groups.slice(0, MOST_GROUPS).every((group) => present.matches(group.latest))) return present;
	const terms = yield* termsFor(originOf(cluster), scope);
	const written = terms.length === 0 ? undefined : writeCondition(terms);
	if (!written?.ok) return undefined;
	const draft = {terms, condition: written.condition, matches: compileTerms(terms), count, groups: groups.length};
	known.set(id, draft);
	return draft;
}

function* clustersOf(groups: readonly NoiseGroup[], scope: NoiseScope, isQuiet: RankOptions['isQuiet']): Steps<IterableIterator<Cluster>> {
	const clusters = new Map<string, Cluster>();
	let asked = 0;
	for (const group of groups) {
		if (++asked % GROUPS_A_STEP === 0) yield;
		if (isQuiet?.(group.latest)) continue;
		const id = `${group.rule}\0${scopePart(group, scope)}`;
		let cluster = clusters.get(id);
		if (cluster === undefined) {
			cluster = {id, rule: group.rule, groups: [], count: 0};
			clusters.set(id, cluster);
		}
		cluster.groups.push(group);
		cluster.count += group.count;
	}
	for (const cluster of clusters.values()) {
		cluster.groups.sort((a, b) => b.count - a.count);
		yield;
	}
	return clusters.values();
}

/** Below that there is no telling what is usual. */
const USUAL_ALERTS = 20;
const USUAL_SHARE = 0.9;
const MOST_UNUSUAL = 2;

/** What a cause did once or twice beside what it does all the time is judged by itself: it may be what the rule is for. */
function withoutOutliers(cluster: Cluster): Cluster[] {
	if (cluster.count < USUAL_ALERTS) return [cluster];
	const usual = cluster.groups.filter((group) => group.count > MOST_UNUSUAL);
	const count = usual.reduce((sum, group) => sum + group.count, 0);
	if (usual.length === cluster.groups.length || count < cluster.count * USUAL_SHARE) return [cluster];
	const unusual = cluster.groups.filter((group) => group.count <= MOST_UNUSUAL);
	return [
		{...cluster, groups: usual, count},
		...unusual.map((group) => ({id: `${cluster.id}\0${group.id}`, rule: cluster.rule, groups: [group], count: group.count})),
	];
}

function* termsFor(alerts: readonly Alert[], scope: NoiseScope): Steps<readonly Term[]> {
	const terms = yield* commonTermsInSteps(alerts);
	const own = scopeTerm(alerts[0], scope);
	return own === undefined ? terms : [...terms.filter(({field}) => field !== own.field), own];
}
