import {createReadStream} from 'node:fs';
import type {Alert} from '../alerts/alert.ts';
import type {FieldCatalogue} from '../fields/field.ts';
import {FalcoLogReader} from '../tuning/falco-log.ts';
import {History} from '../tuning/history.ts';
import {NoiseGroups} from '../tuning/noise-group.ts';
import {isCompressed, readCompressed} from './compressed-log.ts';
import {LineSplitter} from './tail-lines.ts';

/** Alerts kept of a log: about 200,000 of them. What does not fit is counted. */
const MAX_BYTES = 512 * 1024 * 1024;

/** A log of alerts, read to its end. */
export interface TuneLog {
	readonly history: History;
	readonly groups: NoiseGroups;
	readonly counts: LogCounts;
	readonly firstNs: bigint | undefined;
	readonly lastNs: bigint | undefined;
}

export interface LogCounts {
	readonly lines: number;
	readonly alerts: number;
	/** Notices of Falco itself, and lines of its own log. */
	readonly other: number;
	readonly bad: number;
	readonly tooLong: number;
}

/** `-` is standard input. Throws where the file cannot be read. */
export async function readTuneLog(file: string, catalogue: FieldCatalogue): Promise<TuneLog> {
	const reader = new FalcoLogReader(catalogue);
	const history = new History({maxBytes: MAX_BYTES});
	const groups = new NoiseGroups({maxBytes: MAX_BYTES});
	const counts = {lines: 0, alerts: 0, other: 0, bad: 0, tooLong: 0};
	const times: {first: bigint | undefined; last: bigint | undefined} = {first: undefined, last: undefined};
	const take = (alert: Alert): void => {
		counts.alerts++;
		history.add(alert);
		groups.add(alert);
		if (times.first === undefined || alert.tsNs < times.first) times.first = alert.tsNs;
		if (times.last === undefined || alert.tsNs > times.last) times.last = alert.tsNs;
	};
	const splitter = new LineSplitter({
		line(text) {
			counts.lines++;
			const read = reader.read(text);
			if (read.kind === 'alert') take(read.alert);
			else if (read.kind === 'bad') counts.bad++;
			else counts.other++;
		},
		tooLong() {
			counts.lines++;
			counts.tooLong++;
		},
	});
	const stream = file === '-' ? process.stdin : isCompressed(file) ? readCompressed(file) : createReadStream(file);
	for await (const chunk of stream) splitter.feed(chunk as Uint8Array);
	splitter.end();
	return {history, groups, counts, firstNs: times.first, lastNs: times.last};
}
