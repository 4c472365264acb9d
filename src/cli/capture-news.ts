import type {Notice} from '../alerts/text.ts';
import type {CaptureNews} from '../engine/rule-captures.ts';
import type {LogLevel} from './log.ts';

/** What the log says of a capture that a match started. */
export function captureLogLine(news: CaptureNews): [LogLevel, string] {
	switch (news.event) {
		case 'started':
			return ['info', `capture ${news.path} begins, started by the rule "${news.rule}"`];
		case 'finished':
			return news.lost > 0
				? ['warning', `capture ${news.path} ended with ${news.events} events; ${news.lost} were lost because the disk was too slow`]
				: ['info', `capture ${news.path} ended with ${news.events} events`];
		case 'limit':
			return ['warning', `capture ${news.path} has reached its largest size, ${news.bytes} bytes, and ends before its time`];
		case 'failed':
			return ['error', `capture ${news.path} cannot be written: ${news.message}`];
	}
}

const WARNING = 4;

/** Falco's notice of a capture that ended because it grew too large. */
export function captureLimitNotice({path, bytes, tsNs}: Extract<CaptureNews, {event: 'limit'}>, hostname: string): Notice {
	const rule = 'Falco internal: capture size limit reached';
	return {tsNs, priority: WARNING, rule, hostname, message: rule, fields: {capture_file: path, size_bytes: bytes}};
}
