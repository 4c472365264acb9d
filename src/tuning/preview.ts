import type {Alert, Priority} from '../alerts/alert.ts';
import type {ByteString} from '../events/byte-string.ts';
import {readerOf} from './alert-value.ts';
import {termWarnings} from './candidates.ts';
import type {Draft} from './draft.ts';
import {causeOf, groupKey, groupKeyText, isOfGroup, type KeyParts, keyParts} from './key-fields.ts';
import {compileTerms} from './match-term.ts';
import type {TuningWarning} from './problem.ts';
import {finishNow, type Steps} from './steps.ts';

/** How many alerts of one container, image, priority or rule a draft silences. */
export interface Share<Name> {
	readonly name: Name;
	readonly silenced: number;
}

/** What a draft would have done to the kept alerts. */
export interface Preview {
	/** Of the rules it is made for, and of all rules (a shared hook macro silences others too). */
	readonly rule: {readonly silenced: number; readonly kept: number};
	readonly total: {readonly silenced: number; readonly kept: number};
	/** The newest of noise groups that read differently, at most five each. */
	readonly stillAlerting: readonly Alert[];
	readonly silenced: readonly Alert[];
	/** Most silenced first. */
	readonly rules: readonly Share<string>[];
	readonly containers: readonly Share<ByteString>[];
	readonly images: readonly Share<ByteString>[];
	readonly priorities: readonly Share<Priority>[];
	readonly warnings: readonly TuningWarning[];
}

export interface PreviewOptions {
	/** Rules it is made for beside the draft's: their alerts count as its own. */
	readonly withRules?: readonly string[];
	/** Rules that the place of the draft silences too: `PlaceChoice.alsoSilences`. */
	readonly alsoSilences?: readonly string[];
	/** What the draft was made for: what it silences elsewhere is warned of. */
	readonly origin?: readonly Alert[];
}

const EXAMPLES = 5;
const IMAGE = 'container.image.repository';

/** Counts over the kept alerts: 100,000 of them in well under 200 ms. */
export const previewDraft = (draft: PreviewedDraft, history: Iterable<Alert>, options: PreviewOptions = {}): Preview =>
	finishNow(previewInSteps(draft, history, options));

type PreviewedDraft = Pick<Draft, 'rule' | 'terms'>;

/** Alerts between two steps: well under a millisecond of them. */
const ALERTS_A_STEP = 256;

/** The same with a rest every few hundred alerts, which may come and go meanwhile. */
export function* previewInSteps(draft: PreviewedDraft, history: Iterable<Alert>, options: PreviewOptions = {}): Steps<Preview> {
	const matches = compileTerms(draft.terms);
	const ownRules = new Set([draft.rule, ...(options.withRules ?? [])]);
	const concerned = new Set([...ownRules, ...(options.alsoSilences ?? [])]);
	const image = readerOf(IMAGE);
	const rules = new Tally<string>();
	const containers = new Tally<ByteString>();
	const images = new Tally<ByteString>();
	const priorities = new Tally<Priority>();
	const still: Alert[] = [];
	const silenced: Alert[] = [];
	const counts = {ruleKept: 0, ruleSilenced: 0, kept: 0, silenced: 0};
	for (const alert of history) {
		if (++counts.kept % ALERTS_A_STEP === 0) yield;
		const own = ownRules.has(alert.rule);
		if (own) counts.ruleKept++;
		if (!concerned.has(alert.rule)) continue;
		if (draft.terms.length === 0 || !matches(alert)) {
			if (own) still.push(alert);
			continue;
		}
		counts.silenced++;
		if (own) counts.ruleSilenced++;
		silenced.push(alert);
		rules.add(alert.rule);
		containers.add(alert.containerId);
		const repository = image(alert);
		if (typeof repository === 'string' && repository !== '') images.add(repository);
		priorities.add(alert.priority);
	}
	const silencedGroups = yield* newestOfGroups(silenced);
	const preview = {
		rule: {silenced: counts.ruleSilenced, kept: counts.ruleKept},
		total: {silenced: counts.silenced, kept: counts.kept},
		stillAlerting: withDifferentTexts(yield* newestOfGroups(still)),
		silenced: withDifferentTexts(silencedGroups),
		rules: rules.shares(),
		containers: containers.shares(),
		images: images.shares(),
		priorities: priorities.shares(),
	};
	const reach = {...preview, examples: silencedGroups};
	const ofReach = yield* reachWarnings(draft.rule, reach, options.origin ?? []);
	return {...preview, warnings: [...termWarnings(draft.terms), ...ofReach]};
}

/** Counts by name. Alerts in a row mostly have the same: their count waits outside the map. */
class Tally<Name> {
	readonly #counts = new Map<Name, number>();
	#last: Name | undefined;
	#pending = 0;

	add(name: Name): void {
		if (name !== this.#last) this.#flush();
		this.#last = name;
		this.#pending++;
	}

	/** The most frequent first. */
	shares(): Share<Name>[] {
		this.#flush();
		return [...this.#counts].map(([name, silenced]) => ({name, silenced})).sort((a, b) => b.silenced - a.silenced);
	}

	#flush(): void {
		if (this.#pending > 0) this.#counts.set(this.#last!, (this.#counts.get(this.#last!) ?? 0) + this.#pending);
		this.#pending = 0;
	}
}

/** Groups that are told apart before the search for another text is given up: each is compared with every alert. */
const MOST_GROUPS = 12;

/** The newest alert of each noise group seen last, the newest first, until five of them read differently; mostly that is a few alerts. */
function* newestOfGroups(alerts: readonly Alert[]): Steps<Alert[]> {
	const newest: Alert[] = [];
	const keys: KeyParts[] = [];
	const texts = new Set<string>();
	for (let at = alerts.length - 1; at >= 0 && texts.size < EXAMPLES && keys.length < MOST_GROUPS; at--) {
		if (at % ALERTS_A_STEP === 0) yield;
		const alert = alerts[at];
		if (keys.some((key) => isOfGroup(alert, key))) continue;
		newest.push(alert);
		keys.push(keyParts(alert));
		texts.add(exampleText(alert));
	}
	return newest;
}

/** What an example is shown as, before it is made safe: groups of two containers or causes may read the same. */
const exampleText = (alert: Alert): string => groupKey(alert).values.join('\0');

function withDifferentTexts(alerts: readonly Alert[]): Alert[] {
	const texts = new Map<string, Alert>();
	for (const alert of alerts) {
		const text = exampleText(alert);
		if (!texts.has(text)) texts.set(text, alert);
	}
	return [...texts.values()].slice(0, EXAMPLES);
}

/** `examples`: of the groups it silences. */
type Reach = Pick<Preview, 'rule' | 'rules' | 'containers' | 'images' | 'priorities'> & {readonly examples: readonly Alert[]};

function* reachWarnings(rule: string, reach: Reach, origin: readonly Alert[]): Steps<TuningWarning[]> {
	const warnings: TuningWarning[] = [];
	const own = yield* distinct(origin, (alert) => alert.rule);
	own.add(rule);
	const others = elsewhere(reach.rules, own);
	if (others.length > 0) warnings.push({code: 'other-rules', message: `also silences ${listed(others)}`});
	if (origin.length === 0) return warnings;
	const image = readerOf(IMAGE);
	const containers = elsewhere(reach.containers, yield* distinct(origin, (alert) => alert.containerId));
	if (containers.length > 0)
		warnings.push({
			code: 'other-containers',
			message: `also silences ${containers.length === 1 ? 'another container' : `${containers.length} other containers`}`,
		});
	const ownImages = yield* distinct(origin, (alert) => String(image(alert) ?? ''));
	const images = elsewhere(reach.images, ownImages);
	if (images.length > 0)
		warnings.push({
			code: 'other-images',
			message: `also silences ${images.length === 1 ? 'another image' : `${images.length} other images`}`,
		});
	const worst = origin.reduce((most: number, alert) => Math.min(most, alert.priority), 7);
	if (reach.priorities.some((share) => share.name < worst))
		warnings.push({code: 'higher-priority', message: 'also silences alerts of a higher priority'});
	if (reach.rule.silenced === reach.rule.kept && (yield* isBeyond(reach.examples, origin))) {
		warnings.push({code: 'everything', message: 'silences every kept alert of this rule, also those it was not made for'});
	}
	return warnings;
}

/** Past that the groups of what it was made for are others each time, and only some of them are at hand. */
const MANY_GROUPS = 50;

/** Whether one of the examples belongs to none of the noise groups it was made for; where those are many, has another cause. */
function* isBeyond(examples: readonly Alert[], origin: readonly Alert[]): Steps<boolean> {
	const groups = yield* distinct(origin, groupKeyText);
	const others = examples.filter((alert) => !groups.has(groupKeyText(alert)));
	if (groups.size < MANY_GROUPS || others.length === 0) return others.length > 0;
	const causes = yield* distinct(origin, causeOf);
	return others.some((alert) => !causes.has(causeOf(alert)));
}

function* distinct<Name>(alerts: readonly Alert[], nameOf: (alert: Alert) => Name): Steps<Set<Name>> {
	const names = new Set<Name>();
	let asked = 0;
	for (const alert of alerts) {
		if (++asked % ALERTS_A_STEP === 0) yield;
		names.add(nameOf(alert));
	}
	return names;
}

function elsewhere<Name>(found: readonly Share<Name>[], own: ReadonlySet<Name>): Name[] {
	return found.filter((share) => !own.has(share.name)).map((share) => share.name);
}

/** Rule names come from the rules files, not from events: they are shown as they are. */
function listed(names: readonly string[]): string {
	return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more rules`;
}
