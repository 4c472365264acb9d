import {toByteString} from '../events/byte-string.ts';
import {type Alert, PRIORITIES} from './alert.ts';
import {safeLine} from './escape.ts';
import {localTime, utcTime} from './time.ts';

export interface TextOptions {
	/** Falco's `time_format_iso_8601`: UTC with date instead of local time of day. */
	readonly timeFormatIso8601: boolean;
}

type Line = Pick<Alert, 'tsNs' | 'priority' | 'message'>;

/** `TIME: PRIORITY MESSAGE`, a byte string as the event had it: escape before it leaves. */
export function alertLine(alert: Line, {timeFormatIso8601}: TextOptions): string {
	const time = timeFormatIso8601 ? `${utcTime(alert.tsNs)}+0000` : localTime(alert.tsNs);
	return `${time}: ${PRIORITIES[alert.priority]} ${alert.message}`;
}

/** A text alert: one line, safe for terminals and logs. */
export function alertText(alert: Line, options: TextOptions): string {
	return safeLine(alertLine(alert, options));
}

/** Falco's own notices, of source `internal`: what happened, and facts of it. */
export interface Notice {
	readonly tsNs: bigint;
	readonly priority: Alert['priority'];
	readonly rule: string;
	readonly hostname: string;
	readonly message: string;
	readonly fields: Readonly<Record<string, string | number | bigint>>;
}

/** `TIME: PRIORITY MESSAGE (key=value key=value)` */
export function noticeText(notice: Notice, options: TextOptions): string {
	const facts = Object.keys(notice.fields)
		.sort()
		.map((key) => `${key}=${factText(notice.fields[key])}`);
	const line = alertLine({...notice, message: toByteString(notice.message)}, options);
	return facts.length > 0 ? `${safeLine(line)} (${facts.join(' ')})` : safeLine(line);
}

const factText = (fact: string | number | bigint) => (typeof fact === 'string' ? JSON.stringify(fact) : String(fact));
