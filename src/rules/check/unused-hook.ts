import {nearNames} from '../../fields/near-names.ts';
import {neverMatches} from '../hook-macros.ts';
import type {Checking} from './checking.ts';
import {type Finding, findingAt} from './finding.ts';
import type {Study} from './study.ts';

/** Macros meant as hooks that no rule reaches: what is written in them does nothing. */
export function checkUnusedHooks({study}: Checking): Finding[] {
	const reached = reachedMacros(study);
	const hooks = new Set(study.rules.flatMap(({rule}) => rule.hookMacros));
	return [...study.macros.values()].flatMap(({item, expanded}) => {
		const isHook = item.name.startsWith('user_') || (neverMatches(expanded) && study.macros.get(item.name)!.names.length > 0);
		if (!isHook || reached.has(item.name)) return [];
		const [near] = nearNames(item.name, hooks, 1);
		return [
			findingAt(item.context, {
				severity: 'warning',
				code: 'CHECK_UNUSED_HOOK',
				message: `No rule uses hook macro '${item.name}': what it excepts is not excepted`,
				hint: near === undefined ? "a rule uses a hook with 'and not NAME'" : `did you mean '${near}'?`,
				item: {type: 'macro', name: item.name},
			}),
		];
	});
}

/** Names of the macros that rules use, directly or through other macros. */
function reachedMacros({rules, macros}: Study): ReadonlySet<string> {
	const reached = new Set<string>();
	const visit = (name: string) => {
		if (reached.has(name)) return;
		reached.add(name);
		for (const inner of macros.get(name)?.names ?? []) visit(inner);
	};
	for (const {rule} of rules) for (const name of rule.macros) visit(name);
	return reached;
}
