import type {Place} from './ruleset.ts';

export const ERROR_CODES = {
	LOAD_ERR_FILE_READ: 'File read error',
	LOAD_ERR_YAML_PARSE: 'YAML parse error',
	LOAD_ERR_YAML_VALIDATE: 'Error validating internal structure of YAML file',
	LOAD_ERR_COMPILE_CONDITION: 'Error compiling condition',
	LOAD_ERR_COMPILE_OUTPUT: 'Error compiling output',
	LOAD_ERR_VALIDATE: 'Error validating rule/macro/list/exception objects',
	LOAD_ERR_EXTENSION: 'Error in extension item',
} as const;

export const WARNING_CODES = {
	LOAD_UNKNOWN_SOURCE: 'Unknown event source',
	LOAD_UNSAFE_NA_CHECK: 'Unsafe <NA> comparison in condition',
	LOAD_NO_EVTTYPE: 'Condition has no event-type restriction',
	LOAD_UNKNOWN_FILTER: 'Unknown field or event-type in condition or output',
	LOAD_UNUSED_MACRO: 'Unused macro',
	LOAD_UNUSED_LIST: 'Unused list',
	LOAD_UNKNOWN_ITEM: 'Unknown rules file item',
	LOAD_DEPRECATED_ITEM: 'Used deprecated item',
	LOAD_WARNING_EXTENSION: 'Warning in extension item',
	LOAD_APPEND_NO_VALUES: 'Overriding/appending with no values',
	LOAD_EXCEPTION_NAME_NOT_UNIQUE: 'Multiple exceptions defined with the same name',
	LOAD_INVALID_MACRO_NAME: 'Invalid macro name',
	LOAD_INVALID_LIST_NAME: 'Invalid list name',
	LOAD_COMPILE_CONDITION: 'Warning in rule condition',
	LOAD_UNKNOWN_KEY: 'Unknown key in item definition',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
export type WarningCode = keyof typeof WARNING_CODES;

/** One step from the file to the fault: Falco's `context.locations`. */
export interface ProblemLocation {
	readonly itemType: string;
	readonly itemName: string;
	readonly place: Place;
}

/** Something wrong or doubtful in rules files, collected for a person: never thrown. */
export interface RulesProblem {
	readonly severity: 'error' | 'warning';
	readonly code: ErrorCode | WarningCode;
	/** What is wrong: found, expected. */
	readonly message: string;
	/** What to do about it. */
	readonly hint?: string;
	readonly file: string;
	readonly locations: readonly ProblemLocation[];
	/** The exact spot: file, line, column. */
	readonly place: Place;
	/** Source lines with a caret below the spot. */
	readonly snippet: string;
}
