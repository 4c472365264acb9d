import {resolve} from 'node:path';
import {summarizeRule} from '../engine/rule-summary.ts';
import {toText} from '../events/byte-string.ts';
import type {LoadResult, RulesFile} from '../rules/ruleset.ts';
import type {Draft, DraftPlace} from '../tuning/draft.ts';
import {expiryLines} from '../tuning/expiry.ts';
import {type ApplyOptions, applyDraft} from '../tuning/local-rules.ts';
import {placesFor} from '../tuning/places.ts';
import {rulesInfoOf} from '../tuning/rules-info.ts';
import {rulesProblemText} from './rules-report.ts';
import type {Candidate} from './tune-candidates.ts';

export interface ApplyRequest {
	readonly candidates: readonly Candidate[];
	/** Files in load order, without the one that is written. */
	readonly files: readonly RulesFile[];
	readonly path: string;
	/** What that file holds. */
	readonly text: string;
	readonly load: (files: readonly RulesFile[]) => LoadResult;
	readonly placeKind: DraftPlace['kind'] | undefined;
	/** Lines written above each exception. */
	readonly comment: (candidate: Candidate) => string;
	readonly untilMs: number | undefined;
	readonly falcoVersion: string | undefined;
}

export type Applied =
	| {readonly ok: true; readonly text: string; readonly summaries: readonly string[]}
	| {readonly ok: false; readonly message: string};

/** The text of the local rules with the candidates in it, exactly as the dashboard would write them; or why not. */
export function applyCandidates(request: ApplyRequest): Applied {
	let {text} = request;
	const summaries: string[] = [];
	for (const candidate of request.candidates) {
		const applied = applyCandidate(text, candidate, request);
		if (!applied.ok) return applied;
		text = applied.text;
		summaries.push(...applied.summaries);
	}
	const fault = newFault(request, text);
	return fault === undefined ? {ok: true, text, summaries} : {ok: false, message: `the rules would not load:\n${fault}`};
}

function applyCandidate(text: string, candidate: Candidate, request: ApplyRequest): Applied {
	const {rule, terms} = candidate;
	const {ruleset} = request.load(filesWith(request, text));
	const info = rulesInfoOf(ruleset);
	const rules = ruleset.rules.map(summarizeRule);
	const summary = rules.find(({name}) => name === rule);
	if (!summary) return {ok: false, message: `rule '${rule}' is in no rules file: name the rules of that Falco with -r`};
	const places = placesFor(summary, terms, {rules, info});
	const place = places.find((choice) => request.placeKind === undefined || choice.place.kind === request.placeKind)?.place;
	if (!place) return {ok: false, message: `candidate ${candidate.id}: there is no place of kind '${request.placeKind}' for it`};
	const options = {info, falcoVersion: request.falcoVersion};
	const comment = request.comment(candidate);
	const draft = withEnd(text, {rule, terms, place, comment}, {...options, untilMs: request.untilMs});
	const applied = applyDraft(text, draft, options);
	if (!applied.ok) return {ok: false, message: `candidate ${candidate.id}: ${toText(applied.problems[0].message)}`};
	return {ok: true, text: applied.text, summaries: [applied.summary, ...applied.warnings.map(({message}) => `! ${message}`)]};
}

/** With the lines that give what it adds an end, wherever it goes. */
function withEnd(text: string, draft: Draft, {untilMs, ...options}: ApplyOptions & Pick<ApplyRequest, 'untilMs'>): Draft {
	const applied = untilMs === undefined ? undefined : applyDraft(text, draft, options);
	if (untilMs === undefined || !applied?.ok) return draft;
	const ends = expiryLines(text, applied.text, {kind: 'at', atMs: untilMs});
	return {...draft, comment: [draft.comment, ...ends].join('\n')};
}

/** Errors that were there before are not this change's. */
function newFault(request: ApplyRequest, text: string): string | undefined {
	const errors = (given: string): string[] =>
		request
			.load(filesWith(request, given))
			.problems.filter(({severity}) => severity === 'error')
			.map(rulesProblemText);
	const before = new Set(errors(request.text));
	return errors(text).find((error) => !before.has(error));
}

/** The file that is written keeps its place in the order; a new one is loaded last. */
export function filesWith({files, path, text: _}: Pick<ApplyRequest, 'files' | 'path' | 'text'>, text: string): RulesFile[] {
	const at = files.findIndex(({name}) => resolve(name) === resolve(path));
	if (at < 0) return [...files, {name: path, text}];
	return [...files.slice(0, at), {name: files[at].name, text}, ...files.slice(at + 1)];
}
