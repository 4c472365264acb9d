import {EVENT_NAMES, eventNamesOf} from '../../filter/event-types.ts';
import type {Expression} from '../../filter/syntax.ts';
import {spotOf} from '../traced-text.ts';
import type {Checking} from './checking.ts';
import {eventsOf} from './contradiction.ts';
import {ALL_EVENTS} from './field-events.ts';
import {type Finding, findingAt} from './finding.ts';
import type {StudiedRule} from './study.ts';

/** The bound of Falco's own warning. */
const MANY_EVENT_TYPES = 100;

/** Conditions that are evaluated for most events, with what that means. */
export function checkManyEvents(checking: Checking): Finding[] {
	return checking.study.rules.flatMap((studied) => {
		const {rule} = studied;
		if (rule.source !== 'syscall' || !rule.enabled || rule.eventTypes.size <= MANY_EVENT_TYPES) return [];
		return [finding(studied, checking)];
	});
}

function finding(studied: StudiedRule, checking: Checking): Finding {
	const {rule, item, parsed} = studied;
	const {isSent} = checking;
	const open = openAlternative(studied, checking);
	const names = eventNamesOf(rule.expanded);
	const sent = isSent ? names.filter(isSent).length : undefined;
	const live = sent === undefined ? '' : `; ${sent} of them are sent by default, and all of those wake it up`;
	return findingAt(spotOf(parsed.text, open?.span.start ?? 0), {
		severity: item.warnEvttypes ? 'warning' : 'note',
		code: 'CHECK_MANY_EVENTS',
		message: `Condition is evaluated for ${names.length} of ${EVENT_NAMES.length} event types${live}`,
		hint: open
			? "this alternative is about every event: 'a and b or c' is '(a and b) or c', put parentheses around what belongs together"
			: "begin with the events it is about: 'evt.type in (open, openat, openat2) and …'",
		item: {type: 'rule', name: rule.name},
	});
}

/** `evt.type=execve and proc.name=a or proc.name=b`: the alternative without event types, where others have some. */
function openAlternative({parsed}: StudiedRule, {formulaOf}: Checking): Expression | undefined {
	if (parsed.syntax.kind !== 'or') return undefined;
	const isOpen = (item: Expression) => eventsOf(formulaOf(item, parsed.text)) === ALL_EVENTS;
	const open = parsed.syntax.items.find(isOpen);
	return parsed.syntax.items.every(isOpen) ? undefined : open;
}
