import type {Span} from './syntax.ts';

/** Something wrong with a condition or an output format, for a person to act on. */
export interface ConditionProblem {
	readonly code: ConditionProblemCode;
	/** Falco's own words where its test suite compares them, then ours: what was found, what was expected. */
	readonly message: string;
	/** What to do: "did you mean proc.name?". */
	readonly hint?: string;
	readonly span: Span;
}

export type ConditionProblemCode =
	| 'syntax'
	| 'too-deep'
	| 'unknown-field'
	| 'field-argument'
	| 'unknown-event-type'
	| 'operator-type'
	| 'bad-value'
	| 'right-side'
	| 'transformer'
	| 'undefined-macro'
	| 'macro-loop'
	| 'output-token'
	| 'hint-regex'
	| 'hint-field-as-value'
	| 'hint-transformer-as-value';
