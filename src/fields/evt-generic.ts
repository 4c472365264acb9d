import {eventCode} from '../events/event-types.ts';
import type {EventContext} from '../system/context.ts';
import {exact, nanoseconds} from './exact.ts';
import type {FieldValue} from './field.ts';
import {type FieldClass, type FieldUse, rowsOf} from './row.ts';
import type {FieldState} from './state.ts';
import {clockText, dayText, isoText, nanosText} from './time-text.ts';

const row = rowsOf('evt');
const PLUGIN_EVENT = eventCode('PLUGINEVENT_E');
const ASYNC_EVENT = eventCode('ASYNCEVENT_E');

const timestamp = ({cursor}: EventContext): FieldValue => exact(cursor.tsNs);

/** The time since the first event; before any was observed, none has passed. */
function sinceFirst(pick: (seconds: number, nanos: number) => FieldValue) {
	return ({state}: FieldUse) => ({
		extract: ({cursor}: EventContext): FieldValue => {
			const nanos = cursor.tsNanos - state.firstNanos;
			const seconds = state.firstSeconds < 0 ? 0 : cursor.tsSeconds - state.firstSeconds;
			if (state.firstSeconds < 0) return pick(0, 0);
			return nanos < 0 ? pick(seconds - 1, nanos + 1e9) : pick(seconds, nanos);
		},
	});
}

const constant =
	(value: (state: FieldState) => string | undefined) =>
	({state}: FieldUse) => {
		const text = value(state);
		return {extract: () => text};
	};

/** The `evt` fields that events of every source have. */
export const EVT_GENERIC: FieldClass = {
	name: 'evt',
	description: 'What events of every source have: number, time, source.',
	sources: [],
	rows: [
		row('evt.num', 'UINT64', ['Running number of the event, from 1. `evt.num=0` is never true.', 'evt.num >= 0'], {
			extract: ({cursor}) => cursor.num,
			print: 'ID',
		}),
		row('evt.time', 'CHARBUF', ['Local time of day with nanoseconds. In JSON: nanoseconds since the epoch.', '10:31:07.004711000'], {
			extract: ({cursor}) => `${clockText(cursor.tsSeconds)}.${nanosText(cursor.tsNanos)}`,
			json: timestamp,
		}),
		row('evt.time.s', 'CHARBUF', ['Local time of day in whole seconds.', '10:31:07'], ({cursor}) => clockText(cursor.tsSeconds)),
		row('evt.time.iso8601', 'CHARBUF', ['UTC date and time in ISO 8601 with nanoseconds.', '2026-11-22T10:31:07.004711000+0000'], {
			extract: ({cursor}) => `${isoText(cursor.tsSeconds, cursor.tsNanos)}+0000`,
			json: timestamp,
		}),
		row('evt.datetime', 'CHARBUF', ['Local date and time with nanoseconds.', '2026-11-22 10:31:07.004711000'], {
			extract: ({cursor}) => `${dayText(cursor.tsSeconds)} ${clockText(cursor.tsSeconds)}.${nanosText(cursor.tsNanos)}`,
			json: timestamp,
		}),
		row('evt.datetime.s', 'CHARBUF', ['Local date and time in whole seconds.', '2026-11-22 10:31:07'], ({cursor}) => {
			return `${dayText(cursor.tsSeconds)} ${clockText(cursor.tsSeconds)}`;
		}),
		row('evt.rawtime', 'ABSTIME', ['Nanoseconds since the epoch.', 'evt.rawtime > 1795347892226385358'], {
			extract: timestamp,
			print: 'DEC',
		}),
		row('evt.rawtime.s', 'ABSTIME', ['Seconds since the epoch.', '1795347892'], {extract: ({cursor}) => cursor.tsSeconds, print: 'DEC'}),
		row('evt.rawtime.ns', 'ABSTIME', ['Nanoseconds within the second.', '226385358'], {
			extract: ({cursor}) => cursor.tsNanos,
			print: '10_PADDED_DEC',
		}),
		row('evt.reltime', 'RELTIME', ['Nanoseconds since the first event.', 'evt.reltime > 1000000000'], {
			bind: sinceFirst(nanoseconds),
			print: 'DEC',
		}),
		row('evt.reltime.s', 'RELTIME', ['Whole seconds since the first event.', '12'], {bind: sinceFirst((seconds) => seconds), print: 'DEC'}),
		row('evt.reltime.ns', 'RELTIME', ['Nanoseconds of `evt.reltime` within the second.', '004711000'], {
			bind: sinceFirst((_, nanos) => nanos),
			print: '10_PADDED_DEC',
		}),
		row(
			'evt.pluginname',
			'CHARBUF',
			['Name of the plugin an event came from; only events of plugins have one.', 'k8saudit'],
			() => undefined,
		),
		row('evt.plugininfo', 'CHARBUF', ["A plugin's own one-line text of its event.", 'pod web-7f9c created'], () => undefined),
		row('evt.source', 'CHARBUF', ['The source of the event: `syscall`, or that of a plugin.', 'evt.source = syscall'], {
			bind: constant(({options}) => options.source ?? 'syscall'),
		}),
		row(
			'evt.is_async',
			'BOOL',
			['Whether the event came from a plugin beside the stream of events.', 'evt.is_async = true'],
			({cursor}) => cursor.type === ASYNC_EVENT,
		),
		row('evt.asynctype', 'CHARBUF', ['Name of such an asynchronous event.', 'container'], ({cursor}) => {
			return cursor.type === ASYNC_EVENT ? cursor.text(1) : undefined;
		}),
		row('evt.hostname', 'CHARBUF', ['Name of the host Falconer runs on; FALCO_HOSTNAME overrides it.', 'node-7'], {
			bind: constant(({options}) => options.hostname),
		}),
	],
};

/** Whether events of this code come from plugins: they have no thread. */
export const isPluginEvent = (code: number): boolean => code === PLUGIN_EVENT;
