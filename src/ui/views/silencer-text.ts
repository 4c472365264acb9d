import type {Alert} from '../../alerts/alert.ts';
import type {ExceptionSummary} from '../../engine/rule-facts.ts';
import type {Store} from '../store/store.ts';
import {showBytes} from '../terminal/sanitize.ts';

/** What an exception goes by: the macro, the list, or what else holds it. */
export function exceptionName({kind, name}: Pick<ExceptionSummary, 'kind' | 'name'>): string {
	switch (kind) {
		case 'macro':
			return showBytes(name);
		case 'list':
			return `list ${showBytes(name)}`;
		case 'entry':
			return `exceptions: ${showBytes(name)}`;
		case 'condition':
			return `appended to ${showBytes(name)}`;
	}
}

/** What keeps an alert back; undefined where nothing does, or nobody can name it. */
export function silencerName(alert: Alert, store: Store): string | undefined {
	const [first, ...others] = store.silenced.byOf(alert);
	if (first === undefined) return undefined;
	return others.length === 0 ? exceptionName(first) : `${exceptionName(first)} and ${others.length} more`;
}
