/** Something about a draft or a local rules file that keeps an exception from being written, for a person to act on. */
export interface TuningProblem {
	readonly code: TuningProblemCode;
	readonly message: string;
	readonly hint?: string;
	/** The term it is about. */
	readonly field?: string;
	/** Line in the local rules file, from 1. */
	readonly line?: number;
}

export type TuningProblemCode =
	| 'no-terms'
	| 'no-values'
	| 'value-not-expressible'
	| 'bad-field'
	| 'operator-type'
	| 'tautology'
	| 'list-collision'
	| 'macro-name'
	| 'unknown-rule'
	| 'unknown-macro'
	| 'unknown-list'
	/** The exception does not fit the place. */
	| 'place'
	| 'falco-version'
	| 'local-yaml'
	| 'local-shape'
	| 'condition'
	| 'edit-failed'
	| 'not-found';

/** Something that can be done but may not be wanted. */
export interface TuningWarning {
	readonly code:
		| 'chosen-by-process'
		| 'broad-operator'
		| 'interpreter'
		| 'any-program'
		| 'writable-folder'
		| 'other-rules'
		| 'other-containers'
		| 'other-images'
		| 'higher-priority'
		| 'copies-condition'
		| 'everything'
		| 'copies-items';
	readonly message: string;
	readonly field?: string;
}
