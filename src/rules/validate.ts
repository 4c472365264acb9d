import type {FileResult} from './load.ts';
import {printable} from './printable.ts';
import {ERROR_CODES, type ErrorCode, type ProblemLocation, type RulesProblem, WARNING_CODES, type WarningCode} from './problem.ts';

/** The value of `falco_load_results`: what `-V` says of each file as JSON, keys sorted. */
export function validationJson(results: readonly FileResult[]): readonly object[] {
	return results.map(({name, successful, problems}) => ({
		errors: problems.filter(({severity}) => severity === 'error').map(problemJson),
		name,
		successful,
		warnings: problems.filter(({severity}) => severity === 'warning').map(problemJson),
	}));
}

function problemJson(problem: RulesProblem): object {
	const locations = problem.locations.map(({itemName, itemType, place}) => ({
		item_name: itemName,
		item_type: itemType,
		position: {column: place.column, line: place.line, name: place.file, offset: place.offset},
	}));
	return {
		code: problem.code,
		codedesc: codeText(problem.code),
		context: {locations, snippet: problem.snippet},
		message: problem.hint === undefined ? problem.message : `${problem.message} (${problem.hint})`,
	};
}

const codeText = (code: ErrorCode | WarningCode) => ({...ERROR_CODES, ...WARNING_CODES})[code];

/** What `-V` prints of a file: `FILE: Ok`, or its faults. Safe for a terminal. */
export function validationText({name, successful, problems}: FileResult): string {
	const errors = problems.filter(({severity}) => severity === 'error');
	const warnings = problems.length - errors.length;
	const file = printable(name);
	if (successful) return `${file}: ${warnings > 0 ? 'Ok, with warnings' : 'Ok'}`;
	return [`${file}: Invalid`, `${errors.length} Errors:`, ...errors.map(problemText)].join('\n');
}

/** The warnings of a file, as `-V` and a verbose start log them; '' when there are none. */
export function warningsText({name, problems}: FileResult): string {
	const warnings = problems.filter(({severity}) => severity === 'warning');
	return warnings.length === 0 ? '' : [`${printable(name)}: ${warnings.length} Warnings:`, ...warnings.map(problemText)].join('\n');
}

/** One problem for a person: the way to it (lines and columns from 0, as Falco counts), its source line, what is wrong, what to do. */
export function problemText(problem: RulesProblem): string {
	const steps = problem.locations.slice(1).map(stepText);
	const frame = '------';
	const {file, line, column} = problem.place;
	return [
		...steps.map((step, i) => `${i === 0 ? 'In' : '    In'} ${step}`),
		frame,
		problem.snippet,
		frame,
		`${problem.code} (${codeText(problem.code)}): ${printable(problem.message)}`,
		`    at ${printable(file)}:${line + 1}:${column + 1}${problem.hint === undefined ? '' : `: ${printable(problem.hint)}`}`,
	].join('\n');
}

function stepText({itemType, itemName, place}: ProblemLocation): string {
	const name = itemName === '' ? '' : ` '${printable(itemName)}'`;
	return `${itemType}${name}: (${printable(place.file)}:${place.line}:${place.column})`;
}
