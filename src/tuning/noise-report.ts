import type {Alert, Priority} from '../alerts/alert.ts';
import type {ByteString} from '../events/byte-string.ts';
import {readerOf} from './alert-value.ts';
import type {Term} from './draft.ts';
import type {NoiseGroup} from './noise-group.ts';
import type {Share} from './preview.ts';
import type {TuningWarning} from './problem.ts';

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

/** How many alerts there are, and of what. */
export type NoiseTotals = Pick<NoiseReport, 'alerts' | 'rules' | 'containers' | 'images'>;

export function noiseTotals(rows: Iterable<Pick<NoiseGroup, 'latest' | 'count'>>): NoiseTotals {
	const rules = new Counts<string>();
	const containers = new Counts<ByteString>();
	const images = new Counts<ByteString>();
	const image = readerOf('container.image.repository');
	let alerts = 0;
	for (const {latest, count} of rows) {
		alerts += count;
		rules.add(latest.rule, count);
		containers.add(latest.containerId, count);
		const repository = image(latest);
		if (typeof repository === 'string' && repository !== '') images.add(repository, count);
	}
	return {alerts, rules: rules.shares(), containers: containers.shares(), images: images.shares()};
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
