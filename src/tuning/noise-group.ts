import type {Alert, Priority} from '../alerts/alert.ts';
import type {ByteString} from '../events/byte-string.ts';
import {alertBytes} from './alert-bytes.ts';
import {DistinctValues} from './distinct-values.ts';
import {type GroupKey, groupKey, groupKeyText, keyFieldsOf} from './key-fields.ts';
import {RateRing} from './rate-ring.ts';
import {shareTexts} from './shared-texts.ts';
import {TERM_FIELDS} from './term-fields.ts';

/** Alerts a group keeps whole: the first, and the newest. The history keeps more. */
const SAMPLES = 8;
const GROUP_OVERHEAD_BYTES = 1400;

/** The alerts of one rule that share the values of its key fields. */
export class NoiseGroup {
	readonly id: string;
	readonly rule: string;
	readonly priority: Priority;
	readonly containerId: ByteString;
	/** The key: fields and their values, and why these fields. */
	readonly key: GroupKey;
	readonly reason: string;
	readonly firstSeenNs: bigint;
	readonly rate = new RateRing();
	/** What the usual fields of exceptions were, in the order of TERM_FIELDS; a hole where no alert had the field. */
	readonly #distinct: (DistinctValues | undefined)[] = new Array<DistinctValues | undefined>(TERM_FIELDS.length).fill(undefined);
	#distinctBytes = 0;
	/** Alerts of this group that are no longer among its samples. */
	droppedSamples = 0;
	count = 0;
	lastSeenNs: bigint;
	sampleBytes = 0;
	readonly #first: Alert;
	readonly #newest: Alert[] = [];
	readonly #newestBytes: number[] = [];
	#next = 0;

	constructor(id: string, alert: Alert) {
		this.id = id;
		this.rule = alert.rule;
		this.priority = alert.priority;
		this.containerId = alert.containerId;
		this.key = groupKey(alert);
		this.reason = keyFieldsOf(alert.evtType).reason;
		this.firstSeenNs = alert.tsNs;
		this.lastSeenNs = alert.tsNs;
		this.#first = alert;
	}

	get bytes(): number {
		return GROUP_OVERHEAD_BYTES + this.id.length + this.sampleBytes + this.#distinctBytes;
	}

	/** Kept alerts, the oldest first. */
	get samples(): readonly Alert[] {
		const newest = this.#newest.length < SAMPLES ? this.#newest : [...this.#newest.slice(this.#next), ...this.#newest.slice(0, this.#next)];
		return newest.includes(this.#first) ? newest : [this.#first, ...newest];
	}

	get latest(): Alert {
		return this.#newest[(this.#next + SAMPLES - 1) % SAMPLES] ?? this.#first;
	}

	/** What stands in the list's key column: `backup-agent`, `/etc/shadow`. */
	get titleParts(): readonly ByteString[] {
		return this.key.values;
	}

	/** Returns by how many bytes the group grew. */
	add(alert: Alert): number {
		if (this.count > 0) shareTexts(alert, this.latest);
		this.count++;
		if (alert.tsNs > this.lastSeenNs) this.lastSeenNs = alert.tsNs;
		this.rate.add(Number(alert.tsNs) / 1e6);
		const bytes = alertBytes(alert);
		const replaced = this.#newestBytes[this.#next] ?? 0;
		if (replaced > 0) this.droppedSamples++;
		this.#newest[this.#next] = alert;
		this.#newestBytes[this.#next] = bytes;
		this.#next = (this.#next + 1) % SAMPLES;
		this.sampleBytes += bytes - replaced;
		return bytes - replaced + this.#addValues(alert);
	}

	/** The values a field of TERM_FIELDS had in all alerts of the group, the most frequent first. */
	valuesOf(field: string): DistinctValues | undefined {
		return this.#distinct[(TERM_FIELDS as readonly string[]).indexOf(field)];
	}

	#addValues(alert: Alert): number {
		let grown = 0;
		const {snapshot} = alert;
		for (let index = 0; index < TERM_FIELDS.length; index++) {
			const value = snapshot[TERM_FIELDS[index]];
			if (value === undefined) continue;
			let values = this.#distinct[index];
			if (!values) {
				values = new DistinctValues();
				this.#distinct[index] = values;
			}
			grown += values.add(value);
		}
		this.#distinctBytes += grown;
		return grown;
	}
}

export interface NoiseGroupsOptions {
	/** All groups together keep at most about this much. */
	readonly maxBytes?: number;
}

/** All noise groups, bounded by bytes. A rule that floods with ever new keys loses its own oldest groups first. */
export class NoiseGroups {
	readonly #groups = new Map<string, NoiseGroup>();
	readonly #maxBytes: number;
	#bytes = 0;
	#last: NoiseGroup | undefined;
	/** Alerts that came in, and what eviction took: the sum over groups and evictedAlerts is `alerts`. */
	alerts = 0;
	evictedGroups = 0;
	evictedAlerts = 0;

	constructor(options: NoiseGroupsOptions = {}) {
		this.#maxBytes = options.maxBytes ?? 32 * 1024 * 1024;
	}

	get size(): number {
		return this.#groups.size;
	}

	get bytes(): number {
		return this.#bytes;
	}

	get(id: string): NoiseGroup | undefined {
		return this.#groups.get(id);
	}

	groups(): IterableIterator<NoiseGroup> {
		return this.#groups.values();
	}

	groupOf(alert: Alert): NoiseGroup | undefined {
		return this.#groups.get(groupKeyText(alert));
	}

	add(alert: Alert): NoiseGroup {
		const group = this.#groupFor(alert);
		this.alerts++;
		this.#bytes += group.add(alert);
		this.#last = group;
		if (this.#bytes > this.#maxBytes) this.#evict();
		return group;
	}

	clear(): void {
		this.#groups.clear();
		this.#bytes = 0;
		this.#last = undefined;
		this.alerts = 0;
		this.evictedGroups = 0;
		this.evictedAlerts = 0;
	}

	#groupFor(alert: Alert): NoiseGroup {
		const id = groupKeyText(alert);
		// Noise repeats itself: comparing with the last group saves the hash of a fresh text.
		if (this.#last?.id === id) return this.#last;
		let group = this.#groups.get(id);
		if (!group) {
			group = new NoiseGroup(id, alert);
			this.#groups.set(id, group);
			this.#bytes += group.bytes;
		}
		return group;
	}

	/** Frees an eighth of the budget at once, so that the sorting is paid for by many alerts. The newest group stays. */
	#evict(): void {
		const target = this.#maxBytes - this.#maxBytes / 8;
		while (this.#bytes > target) {
			const victims = this.#groupsOfLargestRule().sort(byLastSeen);
			if (victims.length === 0) return;
			for (const group of victims.slice(0, Math.ceil(victims.length / 4))) {
				if (this.#bytes > target) this.#remove(group);
			}
		}
	}

	#remove(group: NoiseGroup): void {
		this.#groups.delete(group.id);
		this.#bytes -= group.bytes;
		this.evictedGroups++;
		this.evictedAlerts += group.count;
	}

	#groupsOfLargestRule(): NoiseGroup[] {
		const candidates = [...this.#groups.values()].filter((group) => group !== this.#last);
		const bytesOf = new Map<string, number>();
		for (const group of candidates) bytesOf.set(group.rule, (bytesOf.get(group.rule) ?? 0) + group.bytes);
		let largest = '';
		let most = -1;
		for (const [rule, bytes] of bytesOf) if (bytes > most) [largest, most] = [rule, bytes];
		return candidates.filter((group) => group.rule === largest);
	}
}

function byLastSeen(a: NoiseGroup, b: NoiseGroup): number {
	return a.lastSeenNs < b.lastSeenNs ? -1 : a.lastSeenNs > b.lastSeenNs ? 1 : 0;
}
