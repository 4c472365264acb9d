import type {CaptureNews} from '../../engine/rule-captures.ts';
import type {LogEntry} from './action-log.ts';

/** What the log of the dashboard says of a capture that a match started. */
export function captureLogEntry(news: CaptureNews): [LogEntry['level'], string] {
	switch (news.event) {
		case 'started':
			return ['info', `capture ${news.path} begins (rule "${news.rule}")`];
		case 'finished':
			return news.lost > 0
				? ['warn', `capture ${news.path}: ${news.events} events, ${news.lost} lost because the disk was too slow`]
				: ['info', `capture ${news.path}: ${news.events} events`];
		case 'limit':
			return ['warn', `capture ${news.path} has reached its largest size`];
		case 'failed':
			return ['bad', `capture ${news.path} cannot be written: ${news.message}`];
	}
}
