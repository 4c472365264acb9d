import {EVENT_NAMES, eventNamesOf} from '../../filter/event-types.ts';
import {spotOf} from '../traced-text.ts';
import type {Checking} from './checking.ts';
import {type Finding, findingAt} from './finding.ts';
import type {StudiedRule} from './study.ts';

/** The bound of Falco's own warning. */
const MANY_EVENT_TYPES = 100;

/** Conditions that are evaluated for most events, with what that means. */
export function checkManyEvents({study, isSent}: Checking): Finding[] {
	return study.rules.flatMap((studied) => {
		const {rule} = studied;
		if (rule.source !== 'syscall' || !rule.enabled || rule.eventTypes.size <= MANY_EVENT_TYPES) return [];
		return [finding(studied, isSent)];
	});
}

function finding({rule, item, parsed}: StudiedRule, isSent: Checking['isSent']): Finding {
	const names = eventNamesOf(rule.expanded);
	const sent = isSent ? names.filter(isSent).length : undefined;
	const live = sent === undefined ? '' : `; ${sent} of them are sent by default, and all of those wake it up`;
	return findingAt(spotOf(parsed.text, 0), {
		severity: item.warnEvttypes ? 'warning' : 'note',
		code: 'CHECK_MANY_EVENTS',
		message: `Condition is evaluated for ${names.length} of ${EVENT_NAMES.length} event types${live}`,
		hint: "begin with the events it is about: 'evt.type in (open, openat, openat2) and …'",
		item: {type: 'rule', name: rule.name},
	});
}
