/** Something wrong or doubtful in the configuration: a value for a person, never thrown. */
export interface ConfigProblem {
	/** An error stops the agent; a warning is said once and the default is used. */
	readonly severity: 'error' | 'warning';
	/** Dotted path of the key, '' for the whole file. */
	readonly key: string;
	readonly message: string;
	readonly hint?: string;
	/** A path, or `-o` for an option of the command line. */
	readonly file: string;
	/** From 1; 0 when there is no position. */
	readonly line: number;
	readonly column: number;
}

/** `falco.yaml:3:7: warning: engine.kid: unknown key (did you mean engine.kind?)` */
export function configProblemText(problem: ConfigProblem): string {
	const place = problem.line > 0 ? `${problem.file}:${problem.line}:${problem.column}` : problem.file;
	const key = problem.key === '' ? '' : `${problem.key}: `;
	const hint = problem.hint === undefined ? '' : ` (${problem.hint})`;
	return `${place}: ${problem.severity}: ${key}${problem.message}${hint}`;
}
