import {spotOf} from '../traced-text.ts';
import type {Checking} from './checking.ts';
import {eventsOf} from './contradiction.ts';
import {ALL_EVENTS, eventsText} from './field-events.ts';
import {type Finding, findingAt} from './finding.ts';

/** Rules whose events are all left out by default, for their number: they match in captures only. */
export function checkEventsNotSent(checking: Checking): Finding[] {
	const {study, isSent} = checking;
	if (!isSent) return [];
	return study.rules.flatMap((studied) => {
		const {rule, parsed} = studied;
		const events = eventsOf(checking.ruleFormula(studied));
		if (events === ALL_EVENTS || events.size === 0 || [...events].some(isSent)) return [];
		return [
			findingAt(spotOf(parsed.text, 0), {
				severity: 'warning',
				code: 'CHECK_EVENTS_NOT_SENT',
				message: `Rule is about ${eventsText(events)} only, which a live source leaves out by default`,
				hint: "set 'base_syscalls.all: true' in falco.yaml, at a cost, or watch the opening of files instead",
				item: {type: 'rule', name: rule.name},
			}),
		];
	});
}
