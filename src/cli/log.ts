import {escapeControls} from './terminal-text.ts';

export const LOG_LEVELS = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The program's own log: lines on standard error, in the form of Falco's. */
export type Log = (level: LogLevel, message: string) => void;

export interface LogOptions {
	readonly level: LogLevel;
	/** Whether anything below error is printed at all (`log_stderr`). */
	readonly enabled: boolean;
	readonly iso8601: boolean;
	readonly write: (line: string) => void;
	readonly now?: () => Date;
}

export function createLog({level, enabled, iso8601, write, now = () => new Date()}: LogOptions): Log {
	const most = LOG_LEVELS.indexOf(level);
	return (severity, message) => {
		const index = LOG_LEVELS.indexOf(severity);
		if (index > most || (!enabled && index > LOG_LEVELS.indexOf('error'))) return;
		write(`${stamp(now(), iso8601)}: ${escapeControls(message)}\n`);
	};
}

/** `Sun Nov 22 17:05:42 2026`, or `2026-11-22T17:05:42+0000`. */
function stamp(date: Date, iso8601: boolean): string {
	if (iso8601) return `${date.toISOString().slice(0, 19)}+0000`;
	const [weekday, month, day, year, time] = date.toString().split(' ');
	return `${weekday} ${month} ${day} ${time} ${year}`;
}
