import type {Alert} from '../alerts/alert.ts';
import {alertBytes} from './alert-bytes.ts';

export interface HistoryOptions {
	/** Default 48 MiB: about 20,000 alerts with snapshots. */
	readonly maxBytes?: number;
}

/** The newest alerts, whole, bounded by bytes: what previews count and the raw list shows. */
export class History {
	readonly #maxBytes: number;
	/** A ring that doubles when it is full; `#head` is the oldest. */
	#alerts: (Alert | undefined)[] = new Array<Alert | undefined>(1024);
	#bytesOf: number[] = new Array<number>(1024).fill(0);
	#head = 0;
	#size = 0;
	#bytes = 0;
	/** Alerts that had to make room. */
	evicted = 0;

	constructor(options: HistoryOptions = {}) {
		this.#maxBytes = options.maxBytes ?? 48 * 1024 * 1024;
	}

	get size(): number {
		return this.#size;
	}

	get bytes(): number {
		return this.#bytes;
	}

	add(alert: Alert): void {
		const bytes = alertBytes(alert);
		while (this.#size > 0 && this.#bytes + bytes > this.#maxBytes) this.#evictOldest();
		if (this.#size === this.#alerts.length) this.#grow();
		const slot = (this.#head + this.#size) & (this.#alerts.length - 1);
		this.#alerts[slot] = alert;
		this.#bytesOf[slot] = bytes;
		this.#size++;
		this.#bytes += bytes;
	}

	/** 0 is the oldest kept alert. */
	at(index: number): Alert | undefined {
		if (index < 0 || index >= this.#size) return undefined;
		return this.#alerts[(this.#head + index) & (this.#alerts.length - 1)];
	}

	/**
	 * The oldest first, of what there is now; what makes room meanwhile is passed over, so that one may go on in a later
	 * turn. A plain iterator: previews go through all of it, and generators cost more a step.
	 */
	[Symbol.iterator](): IterableIterator<Alert> {
		// Counted from the first alert that ever was.
		let number = this.evicted;
		const end = this.evicted + this.#size;
		const iterator: IterableIterator<Alert> = {
			next: () => {
				if (number < this.evicted) number = this.evicted;
				const value = number < end ? this.at(number++ - this.evicted) : undefined;
				return value === undefined ? {done: true, value} : {done: false, value};
			},
			[Symbol.iterator]: () => iterator,
		};
		return iterator;
	}

	clear(): void {
		this.#alerts.fill(undefined);
		this.#head = 0;
		this.#size = 0;
		this.#bytes = 0;
	}

	#evictOldest(): void {
		this.#bytes -= this.#bytesOf[this.#head];
		this.#alerts[this.#head] = undefined;
		this.#head = (this.#head + 1) & (this.#alerts.length - 1);
		this.#size--;
		this.evicted++;
	}

	#grow(): void {
		const alerts = new Array<Alert | undefined>(this.#alerts.length * 2);
		const bytesOf = new Array<number>(alerts.length).fill(0);
		for (let index = 0; index < this.#size; index++) {
			const slot = (this.#head + index) & (this.#alerts.length - 1);
			alerts[index] = this.#alerts[slot];
			bytesOf[index] = this.#bytesOf[slot];
		}
		this.#alerts = alerts;
		this.#bytesOf = bytesOf;
		this.#head = 0;
	}
}
