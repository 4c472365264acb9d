import type {Alert, Priority} from '../alerts/alert.ts';
import type {ByteString} from '../events/byte-string.ts';
import {readerOf} from './alert-value.ts';
import {smallestTerms, termWarnings} from './candidates.ts';
import {writeCondition} from './condition.ts';
import type {Term} from './draft.ts';
import {causeOf, groupKeyText} from './key-fields.ts';
import type {NoiseGroup} from './noise-group.ts';
import type {Share} from './preview.ts';
import type {TuningWarning} from './problem.ts';
import {suggestExceptions} from './suggestions.ts';

/** What of a noise group the report needs: its kept alerts stand for all of it. */
export type NoiseRow = Pick<NoiseGroup, 'latest' | 'samples' | 'count' | 'firstSeenNs' | 'lastSeenNs'>;

/** An exception that would silence the noise of one program of one rule. */
export interface NoiseException {
	readonly rule: string;
	/** The most severe. */
	readonly priority: Priority;
	readonly terms: readonly Term[];
	readonly condition: string;
	/** Kept alerts of each of its groups, the largest group first: what candidates are made from. */
	readonly origin: readonly Alert[];
	readonly alerts: number;
	/** Of all alerts: its own share, and that of it and all before it. */
	readonly share: number;
	readonly cumulative: number;
	readonly firstSeenNs: bigint;
	readonly lastSeenNs: bigint;
	/** All of it began after the given time. */
	readonly isNew: boolean;
	readonly warnings: readonly TuningWarning[];
}

export interface NoiseReport {
	readonly alerts: number;
	/** A Pareto list: what buys most silence first. */
	readonly exceptions: readonly NoiseException[];
	/** Alerts by rule, container and image, the noisiest first. */
	readonly rules: readonly Share<string>[];
	readonly containers: readonly Share<ByteString>[];
	readonly images: readonly Share<ByteString>[];
	/** Alerts for which no exception can be written: their values cannot stand in a rules file. */
	readonly inexpressible: number;
}

/** Past that many values an exception is a list of what happened to occur: a wider shape is taken. */
const MAX_VALUES = 20;

/** What makes the noise, and which exceptions would end it. `sinceNs`: what began later is marked as new. */
export function noiseReport(rows: Iterable<NoiseRow>, sinceNs = 0n): NoiseReport {
	const clusters = new Map<string, NoiseRow[]>();
	const rules = new Counts<string>();
	const containers = new Counts<ByteString>();
	const images = new Counts<ByteString>();
	const image = readerOf('container.image.repository');
	let alerts = 0;
	for (const row of rows) {
		const id = `${row.latest.rule}\0${causeOf(row.latest)}`;
		clusters.set(id, [...(clusters.get(id) ?? []), row]);
		alerts += row.count;
		rules.add(row.latest.rule, row.count);
		containers.add(row.latest.containerId, row.count);
		const repository = image(row.latest);
		if (typeof repository === 'string' && repository !== '') images.add(repository, row.count);
	}
	const found = [...clusters.values()].map((cluster) => exceptionOf(cluster, sinceNs)).filter((exception) => exception !== undefined);
	found.sort((a, b) => b.alerts - a.alerts || compare(a.rule, b.rule) || compare(a.condition, b.condition));
	let before = 0;
	const exceptions = found.map((exception): NoiseException => {
		before += exception.alerts;
		return {...exception, share: exception.alerts / alerts, cumulative: before / alerts};
	});
	return {
		alerts,
		exceptions,
		rules: rules.shares(),
		containers: containers.shares(),
		images: images.shares(),
		inexpressible: alerts - before,
	};
}

function exceptionOf(cluster: readonly NoiseRow[], sinceNs: bigint): Omit<NoiseException, 'share' | 'cumulative'> | undefined {
	const rows = [...cluster].sort((a, b) => b.count - a.count || compare(groupKeyText(a.latest), groupKeyText(b.latest)));
	const origin = rows.flatMap((row) => row.samples);
	const terms = commonTerms(origin);
	const written = writeCondition(terms);
	if (!written.ok) return undefined;
	const firstSeenNs = rows.reduce((first, row) => (row.firstSeenNs < first ? row.firstSeenNs : first), rows[0].firstSeenNs);
	return {
		rule: origin[0].rule,
		priority: origin.reduce((most: Priority, alert) => (alert.priority < most ? alert.priority : most), origin[0].priority),
		terms,
		condition: written.condition,
		origin,
		alerts: rows.reduce((sum, row) => sum + row.count, 0),
		firstSeenNs,
		lastSeenNs: rows.reduce((last, row) => (row.lastSeenNs > last ? row.lastSeenNs : last), 0n),
		isNew: firstSeenNs >= sinceNs,
		warnings: termWarnings(terms),
	};
}

/** The smallest terms, unless they are a long list: then the narrowest suggestion that is none. */
function commonTerms(alerts: readonly Alert[]): readonly Term[] {
	const smallest = smallestTerms(alerts);
	const isShort = (terms: readonly Term[]): boolean => terms.length > 0 && terms.every((term) => term.values.length <= MAX_VALUES);
	if (isShort(smallest) && writeCondition(smallest).ok) return smallest;
	return suggestExceptions(alerts, alerts).find(({terms}) => isShort(terms))?.terms ?? smallest;
}

class Counts<Name> {
	readonly #counts = new Map<Name, number>();

	add(name: Name, count: number): void {
		this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
	}

	shares(): Share<Name>[] {
		return [...this.#counts].map(([name, silenced]) => ({name, silenced})).sort((a, b) => b.silenced - a.silenced);
	}
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
