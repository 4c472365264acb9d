import {LIST_OPERATORS, MODIFIERS, NUMERIC_OPERATORS, STRING_OPERATORS} from '../filter/syntax.ts';
import {RULE_OVERRIDABLE} from './overrides.ts';
import {PRIORITIES} from './priority.ts';

type Schema = Readonly<Record<string, unknown>>;

/** YAML reads `443` as a number and `on` as a truth value; rules files take the text of either. */
const SCALAR: Schema = {type: ['string', 'number', 'boolean']};
const TEXT: Schema = {type: ['string', 'number', 'boolean'], minLength: 1};
const FLAG: Schema = {type: 'boolean'};

const described = (description: string, schema: Schema): Schema => ({description, ...schema});
const ref = (name: string): Schema => ({$ref: `#/definitions/${name}`});

/**
 * The JSON Schema (draft 7) of rules files, for editors: completion, and the faults of structure before anything is loaded.
 * What names and conditions mean only `rules check` knows.
 */
export function rulesSchema(): Schema {
	return {
		$schema: 'http://json-schema.org/draft-07/schema#',
		title: 'Falco rules file',
		description: 'Rules, macros and lists of Falco and Falconer.',
		type: ['array', 'null'],
		items: {
			type: ['object', 'null'],
			// The first of these keys decides what an item is.
			...chain(['required_engine_version', 'required_plugin_versions', 'list', 'macro', 'rule']),
		},
		definitions: {
			required_engine_version: itemSchema(['required_engine_version'], {
				required_engine_version: described('The oldest rule engine that understands this file.', {
					anyOf: [
						{type: 'string', pattern: '^(\\d+|\\d+\\.\\d+\\.\\d+.*)$'},
						{type: 'integer', minimum: 0},
					],
				}),
			}),
			required_plugin_versions: itemSchema(['required_plugin_versions'], {
				required_plugin_versions: described('Plugins that must be loaded.', {type: 'array', items: ref('plugin')}),
			}),
			plugin: itemSchema(['name', 'version'], {
				name: TEXT,
				version: TEXT,
				alternatives: {type: 'array', items: itemSchema(['name', 'version'], {name: TEXT, version: TEXT})},
			}),
			list: listSchema(),
			macro: macroSchema(),
			rule: ruleSchema(),
			exception: exceptionSchema(),
		},
	};
}

function chain([name, ...rest]: readonly string[]): Schema {
	const unknown = {required: ['rule'], description: 'An item is a rule, a macro, a list or a requirement.'};
	return branch({type: 'object', required: [name]}, ref(name), rest.length > 0 ? chain(rest) : branch({type: 'object'}, unknown));
}

/** A schema that depends on another. Not written as a literal: an object with a `then` is taken for a promise. */
function branch(condition: Schema, whenTrue: Schema, whenFalse?: Schema): Schema {
	return Object.fromEntries([['if', condition], ['then', whenTrue], ...(whenFalse ? [['else', whenFalse]] : [])]);
}

function itemSchema(required: readonly string[], properties: Readonly<Record<string, Schema>>): Schema {
	return {type: 'object', required, additionalProperties: false, properties};
}

const APPEND = described("Deprecated: write 'override: {KEY: append}'.", FLAG);

/** `override`: for each key what may be done with it. */
function overrideSchema(append: readonly string[], replace: readonly string[]): Schema {
	const keys = [...new Set([...append, ...replace])];
	const operations = (key: string) => ({
		enum: [...(append.includes(key) ? ['append'] : []), ...(replace.includes(key) ? ['replace'] : [])],
	});
	return described('What to do with an earlier item of this name: each key below is appended to or replaced.', {
		type: 'object',
		minProperties: 1,
		additionalProperties: false,
		properties: Object.fromEntries(keys.map((key) => [key, operations(key)])),
	});
}

function listSchema(): Schema {
	return itemSchema(['list', 'items'], {
		list: described('Name of the list: conditions use it as `field in (name)`.', TEXT),
		items: described('Its items; names of earlier lists stand for their items.', {type: 'array', items: SCALAR}),
		append: APPEND,
		override: overrideSchema(['items'], ['items']),
	});
}

function macroSchema(): Schema {
	return itemSchema(['macro', 'condition'], {
		macro: described('Name of the macro: a letter, then letters, digits and underscores.', TEXT),
		condition: described('What the name stands for, as if in parentheses.', TEXT),
		append: APPEND,
		override: overrideSchema(['condition'], ['condition']),
	});
}

function ruleSchema(): Schema {
	return {
		...itemSchema(['rule'], {
			rule: described('Name of the rule.', TEXT),
			desc: described('What it is about.', TEXT),
			condition: described('When an event raises the alert.', TEXT),
			output: described('The message; %field shows a field.', TEXT),
			priority: described('How severe it is.', {
				type: 'string',
				pattern: priorityPattern(),
				examples: PRIORITIES.map((name) => name.toUpperCase()),
			}),
			source: described('Where its events come from; system calls by default.', {...TEXT, default: 'syscall'}),
			enabled: described('Whether it is on.', {...FLAG, default: true}),
			tags: described('Words to select rules by.', {type: 'array', items: SCALAR}),
			exceptions: described('What it is silent about.', {type: ['array', 'null'], items: ref('exception')}),
			capture: described('Whether an alert starts a recording.', {...FLAG, default: false}),
			capture_duration: described('Length of the recording, in milliseconds.', {type: 'integer', minimum: 0, maximum: 0xffffffff}),
			warn_evttypes: described('Whether to warn when the condition names no event types.', {...FLAG, default: true}),
			'skip-if-unknown-filter': described('Leave the rule out where its fields or events are not known, instead of failing.', {
				...FLAG,
				default: false,
			}),
			append: APPEND,
			override: overrideSchema(RULE_OVERRIDABLE.append, RULE_OVERRIDABLE.replace),
		}),
		...completeness(),
	};
}

/** A definition has all of these; a change says what it changes; the old toggle has `enabled` alone. */
function completeness(): Schema {
	const parts = ['condition', 'output', 'desc', 'priority'];
	return branch(
		{
			not: {anyOf: [{required: ['override']}, {required: ['append'], properties: {append: {const: true}}}]},
			anyOf: parts.map((part) => ({required: [part]})),
		},
		{required: parts},
		{anyOf: [{required: ['override']}, {required: ['append']}, {required: ['enabled']}]},
	);
}

/** Any case; `info` is short for informational. */
function priorityPattern(): string {
	const anyCase = (word: string) => [...word].map((letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`).join('');
	return `^(${[...PRIORITIES, 'Info'].map(anyCase).join('|')})$`;
}

function exceptionSchema(): Schema {
	const plain = ['exists', ...NUMERIC_OPERATORS, ...STRING_OPERATORS, ...LIST_OPERATORS];
	const modified = STRING_OPERATORS.flatMap((operator) => MODIFIERS.map((modifier) => `${operator} ${modifier}`));
	const comparison = {enum: [...plain, ...modified]};
	return itemSchema(['name'], {
		name: described('Name, to append values to it later.', TEXT),
		fields: described('The fields that are compared, or one.', {anyOf: [TEXT, {type: 'array', items: TEXT}, {type: 'null'}]}),
		comps: described("The operator for each field; '=' for a list of fields, 'in' for one field.", {
			anyOf: [comparison, {type: 'array', items: comparison}, {type: 'null'}],
		}),
		values: described('For a list of fields a list of value lists; for one field a list of values.', {type: 'array'}),
	});
}
