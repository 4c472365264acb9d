import {spotOf} from '../traced-text.ts';
import type {Checking} from './checking.ts';
import {eventsOf} from './contradiction.ts';
import {ALL_EVENTS} from './field-events.ts';
import {type Finding, findingAt} from './finding.ts';

/**
 * System calls that have a successor which programs use in their place: the C library opens with openat, and machines with
 * ARM processors have none of the old ones.
 */
const SUCCESSORS: Readonly<Record<string, readonly string[]>> = {
	open: ['openat', 'openat2'],
	creat: ['openat', 'openat2'],
	unlink: ['unlinkat'],
	rmdir: ['unlinkat'],
	rename: ['renameat', 'renameat2'],
	mkdir: ['mkdirat'],
	link: ['linkat'],
	symlink: ['symlinkat'],
	chmod: ['fchmodat'],
	chown: ['fchownat'],
};

/** Rules that know old system calls only, and so miss what most programs do. */
export function checkOldCalls(checking: Checking): Finding[] {
	return checking.study.rules.flatMap((studied) => {
		const events = eventsOf(checking.ruleFormula(studied));
		if (events === ALL_EVENTS || events.size === 0) return [];
		const old = [...events].find((event) => SUCCESSORS[event]?.every((successor) => !events.has(successor)));
		if (old === undefined) return [];
		const all = [old, ...SUCCESSORS[old]].join(', ');
		return [
			findingAt(spotOf(studied.parsed.text, 0), {
				severity: 'warning',
				code: 'CHECK_OLD_CALL',
				message: `Rule is about ${old} and not about ${SUCCESSORS[old].join(' or ')}, which programs call in its place`,
				hint: `write evt.type in (${all})`,
				item: {type: 'rule', name: studied.rule.name},
			}),
		];
	});
}
