import type {EventContext} from '../system/context.ts';
import {parent} from './ancestry.ts';
import {exact} from './exact.ts';
import type {FieldValue} from './field.ts';
import {ageOf} from './process-age.ts';
import {number, of, ofParentThread, openFds, row, unlessZero} from './process-row.ts';
import type {FieldRow} from './row.ts';

/** Falco goes on to the number of open descriptors where it does not know when the parent began; so do we. */
function parentAge(event: EventContext): FieldValue {
	const {thread} = event;
	const above = parent(event);
	if (thread === undefined || above === undefined) return undefined;
	return above.cloneTsNs === 0n ? openFds(thread) : ageOf(event, above);
}

/** When processes began. */
export const TIME_ROWS: readonly FieldRow[] = [
	row(
		'proc.duration',
		'RELTIME',
		['Nanoseconds since the process was made; only where its start was seen.', 'proc.duration < 1000000000'],
		number('DEC', (event) => {
			return event.thread === undefined || event.thread.cloneTsNs === 0n ? undefined : ageOf(event, event.thread);
		}),
	),
	row(
		'proc.ppid.duration',
		'RELTIME',
		[
			"Nanoseconds since the parent was made. Where its start was not seen, Falco's slip is kept: the number of open descriptors.",
			'proc.ppid.duration < 1000000000',
		],
		number('DEC', parentAge),
	),
	row(
		'proc.pid.ts',
		'RELTIME',
		['When the process was made, nanoseconds since the epoch.', '1795347892226385358'],
		number(
			'DEC',
			of((thread) => unlessZero(exact(thread.cloneTsNs))),
		),
	),
	row(
		'proc.ppid.ts',
		'RELTIME',
		['When the parent was made, nanoseconds since the epoch; 0 when that was not seen.', '1795347892226385358'],
		number(
			'DEC',
			ofParentThread((thread) => exact(thread.cloneTsNs)),
		),
	),
];
