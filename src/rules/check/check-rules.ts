import {loadRulesAsFalco} from '../load.ts';
import type {LoadOptions} from '../options.ts';
import type {RulesProblem} from '../problem.ts';
import type {RulesFile} from '../ruleset.ts';
import {checkAlwaysTrue} from './always-true.ts';
import {checkAppendedOr} from './appended-or.ts';
import {type Checking, createChecking} from './checking.ts';
import {checkDeadExceptions} from './dead-exception.ts';
import {checkDeadValues} from './dead-value.ts';
import {checkDeprecatedFields} from './deprecated-field.ts';
import {checkEmptyOutputFields} from './empty-output-field.ts';
import {checkEventsNotSent} from './events-not-sent.ts';
import {type Finding, findingOf} from './finding.ts';
import {checkLiteralWildcards} from './literal-wildcard.ts';
import {checkManyEvents} from './many-events.ts';
import {checkNeverMatches} from './never-matches.ts';
import {checkDeadMacros, checkNeverTrue} from './never-true.ts';
import {checkNewerSyntax} from './newer-syntax.ts';
import {checkNoSuchLists} from './no-such-list.ts';
import {checkOldCalls} from './old-call.ts';
import {checkOverridden} from './overridden.ts';
import {checkRepeatedKeys} from './repeated-key.ts';
import {checkShadowed} from './shadowed.ts';
import {studyRules} from './study.ts';
import {checkUnlikelyValues} from './unlikely-value.ts';
import {checkUnusedHooks} from './unused-hook.ts';

export interface CheckOptions extends LoadOptions {
	/** Whether live sources send an event by default. */
	readonly isSent?: (event: string) => boolean;
}

/** The order decides what is kept where two say something of one spot. */
const CHECKS: readonly ((checking: Checking) => Finding[])[] = [
	checkNeverMatches,
	checkDeadExceptions,
	checkNeverTrue,
	checkNoSuchLists,
	checkDeadValues,
	checkDeadMacros,
	checkUnlikelyValues,
	checkAlwaysTrue,
	checkShadowed,
	checkAppendedOr,
	checkUnusedHooks,
	checkRepeatedKeys,
	checkOverridden,
	checkEventsNotSent,
	checkOldCalls,
	checkManyEvents,
	checkDeprecatedFields,
	checkEmptyOutputFields,
	checkLiteralWildcards,
];

/** Everything that a person should look at in rules files: what loading says, and what it does not. In the order of the files. */
export function checkRules(files: readonly RulesFile[], options: CheckOptions): readonly Finding[] {
	const study = studyRules(files, options);
	const checking = createChecking(study, options.isSent);
	const own = withoutEchoes([...CHECKS.flatMap((check) => check(checking)), ...checkNewerSyntax(checking, options.engineVersion)]);
	const problems = [...study.load.problems, ...hiddenErrors(files, study.load.problems, options)];
	const loaded = problems.map(findingOf).filter((finding) => !isSaidBetter(finding, own));
	const order = new Map(files.map(({name}, i) => [name, i]));
	const rank = ({place}: Finding) => order.get(place.file) ?? files.length;
	return [...loaded, ...own].sort((a, b) => rank(a) - rank(b) || a.place.offset - b.place.offset);
}

/** Falco compiles after each file: what is wrong in one stays wrong, even where a later file replaces it. */
function hiddenErrors(files: readonly RulesFile[], problems: readonly RulesProblem[], options: CheckOptions): RulesProblem[] {
	if (files.length < 2) return [];
	const isKnown = (name: string) => problems.some(({severity, place}) => severity === 'error' && place.file === name);
	return loadRulesAsFalco(files, options)
		.results.filter(({name, successful}) => !successful && !isKnown(name))
		.flatMap((result) => result.problems.filter(({severity}) => severity === 'error'));
}

const CANNOT_HOLD: ReadonlySet<string> = new Set(['CHECK_NEVER_MATCHES', 'CHECK_DEAD_EXCEPTION', 'CHECK_NEVER_TRUE', 'CHECK_DEAD_VALUE']);

/** What cannot hold is said once for a spot, by the check that says most. */
function withoutEchoes(findings: readonly Finding[]): Finding[] {
	const seen = new Set<string>();
	return findings.filter(({code, place, message}) => {
		const line = `${place.file}:${place.line}`;
		const why = message.slice(message.indexOf(': ') + 2);
		const keys = [`${line}:${place.column}:${code}:${message}`, ...(CANNOT_HOLD.has(code) ? [`${line}:${why}`] : [])];
		if (keys.some((key) => seen.has(key))) return false;
		for (const key of keys) seen.add(key);
		return true;
	});
}

/** Warnings of the loader that a check here says with more detail. */
function isSaidBetter({code, item}: Finding, own: readonly Finding[]): boolean {
	const better = code === 'LOAD_NO_EVTTYPE' ? 'CHECK_MANY_EVENTS' : code === 'LOAD_UNUSED_MACRO' ? 'CHECK_UNUSED_HOOK' : undefined;
	return better !== undefined && own.some((finding) => finding.code === better && finding.item?.name === item?.name);
}
