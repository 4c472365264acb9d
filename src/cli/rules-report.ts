import type {UnreadableFile} from '../config/rules-paths.ts';
import type {RulesProblem} from '../rules/problem.ts';
import {escapeControls} from './terminal-text.ts';

/** `rules.yaml:3:14` as editors understand it: lines and columns from 1. */
const placeText = ({place}: RulesProblem): string => `${place.file}:${place.line + 1}:${place.column + 1}`;

/** A problem as a person reads it: place, code, what is wrong, the source line with a caret, what to do. */
export function rulesProblemText(problem: RulesProblem): string {
	const {locations, severity, code, message, snippet, hint} = problem;
	const about = locations.findLast(({itemName, itemType}) => itemName !== '' && ['rule', 'macro', 'list', 'exception'].includes(itemType));
	const item = about === undefined ? '' : ` in ${about.itemType} '${about.itemName}'`;
	const lines = [`${placeText(problem)}: ${severity}: ${code}${item}: ${message}`];
	if (snippet !== '') lines.push(...snippet.split('\n').map((line) => `    ${line}`));
	if (hint !== undefined) lines.push(`  hint: ${hint}`);
	return escapeControls(lines.join('\n'));
}

/** Why the rules do not load, all errors at once; undefined when they do. */
export function rulesFailureText(problems: readonly RulesProblem[]): string | undefined {
	const errors = problems.filter(({severity}) => severity === 'error');
	if (errors.length === 0) return undefined;
	return [...errors.map(rulesProblemText), `${errors.length} ${errors.length === 1 ? 'error' : 'errors'} in the rules files`].join('\n');
}

export const rulesWarningTexts = (problems: readonly RulesProblem[]): string[] =>
	problems.filter(({severity}) => severity === 'warning').map(rulesProblemText);

/** Which rules files cannot be read; undefined when all can. */
export const unreadableText = (unreadable: readonly UnreadableFile[]): string | undefined =>
	unreadable.length === 0
		? undefined
		: unreadable.map(({file, message}) => escapeControls(`${file}: LOAD_ERR_FILE_READ: ${message}`)).join('\n');

/** A file that cannot be read, as a problem among the others. */
export function unreadableProblem({file, message}: UnreadableFile): RulesProblem {
	const place = {file, line: 0, column: 0, offset: 0};
	return {severity: 'error', code: 'LOAD_ERR_FILE_READ', message, file, locations: [], place, snippet: ''};
}
