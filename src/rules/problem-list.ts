import {type Context, locationsOf} from './context.ts';
import type {ErrorCode, RulesProblem, WarningCode} from './problem.ts';
import {placeAt, type Spot, snippetAt} from './source-file.ts';

/** What a problem may say beyond its context. */
export interface ProblemDetail {
	/** The exact spot, where it is finer than the context's. */
	readonly spot?: Spot;
	readonly hint?: string;
}

/**
 * Collects problems. With `stopAtFirstError` it follows Falco: the first error is the last thing said,
 * and readers ask `stopped` to leave early. Without, everything is said.
 */
export interface ProblemList {
	readonly problems: readonly RulesProblem[];
	readonly stopped: boolean;
	readonly errors: number;
	error(code: ErrorCode, message: string, context: Context, detail?: ProblemDetail): undefined;
	warning(code: WarningCode, message: string, context: Context, detail?: ProblemDetail): void;
}

export function createProblemList(options: {readonly stopAtFirstError: boolean}): ProblemList {
	const problems: RulesProblem[] = [];
	let errors = 0;
	const isStopped = () => options.stopAtFirstError && errors > 0;
	return {
		problems,
		get stopped() {
			return isStopped();
		},
		get errors() {
			return errors;
		},
		error(code, message, context, detail) {
			if (isStopped()) return undefined;
			errors++;
			problems.push(problemAt({severity: 'error', code, message}, context, detail));
			return undefined;
		},
		warning(code, message, context, detail) {
			if (!isStopped()) problems.push(problemAt({severity: 'warning', code, message}, context, detail));
		},
	};
}

function problemAt(what: Pick<RulesProblem, 'severity' | 'code' | 'message'>, context: Context, detail?: ProblemDetail): RulesProblem {
	const spot = detail?.spot ?? context;
	return {
		...what,
		...(detail?.hint === undefined ? {} : {hint: detail.hint}),
		file: spot.source.name,
		locations: locationsOf(context),
		place: placeAt(spot),
		snippet: snippetAt(spot),
	};
}
