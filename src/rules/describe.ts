import {EVENT_TYPES} from '../events/event-types.ts';
import type {FieldCatalogue} from '../fields/field.ts';
import {eventTypesOf} from '../filter/event-types.ts';
import {fieldsOf, operatorsOf} from '../filter/fields-of.ts';
import {parseOperand} from '../filter/parse.ts';
import {printExpression} from '../filter/print.ts';
import {fieldTexts} from './operand-fields.ts';
import {parseOutput} from './output-tokens.ts';
import {PRIORITIES} from './priority.ts';
import type {List, Macro, Rule, RuleSet} from './ruleset.ts';

/** What `-L` and `-l` need beside the rules. */
export interface DescribeOptions {
	readonly catalogueOf: (source: string) => FieldCatalogue | undefined;
}

/** The value of `-L` as JSON: every rule, macro and list, with what it is made of. */
export function describeJson(ruleset: RuleSet, options: DescribeOptions): object {
	return {
		lists: ruleset.lists.map(describeList),
		macros: ruleset.macros.map(describeMacro),
		required_engine_version: ruleset.requiredEngineVersion ?? '',
		required_plugin_versions: (ruleset.requiredPlugins ?? []).map(([plugin, ...alternatives]) =>
			alternatives.length > 0 ? {...plugin, alternatives} : plugin,
		),
		rules: ruleset.rules.map((rule) => describeRule(rule, options)),
	};
}

/** The value of `-l RULE`; undefined when there is no rule of that name. */
export function describeRuleJson(name: string, ruleset: RuleSet, options: DescribeOptions): object | undefined {
	const rule = ruleset.rules.find((candidate) => candidate.name === name);
	return rule && {rules: [describeRule(rule, options)]};
}

function describeRule(rule: Rule, {catalogueOf}: DescribeOptions): object {
	const catalogue = catalogueOf(rule.source);
	const exceptionFields = rule.exceptions.flatMap(({fields}) => fields);
	const exceptionOperators = rule.exceptions.flatMap(
		({fields, comps}) => comps ?? (typeof fields === 'string' ? 'in' : fields.map(() => '=')),
	);
	return {
		details: {
			condition_compiled: printExpression(rule.expanded),
			condition_fields: fieldsOf(rule.expanded),
			condition_operators: operatorsOf(rule.expanded),
			events: eventNames(rule.eventTypes),
			exception_fields: [...new Set(exceptionFields.flatMap(exceptionFieldNames))],
			exception_names: rule.exceptions.map(({name}) => name),
			exception_operators: [...new Set(exceptionOperators)],
			extra_output_formatted_fields: rule.extraFields.filter(({formatted}) => formatted).map(({name, format}) => ({[name]: format})),
			lists: rule.lists,
			macros: rule.macros,
			output_compiled: rule.output,
			output_fields: catalogue ? outputFields(rule.output, catalogue) : [],
			plugins: [],
		},
		info: {
			capture: rule.capture,
			capture_duration: rule.captureDurationMs,
			condition: rule.condition,
			description: rule.desc,
			enabled: rule.enabled,
			name: rule.name,
			output: rule.output,
			priority: PRIORITIES[rule.priority],
			source: rule.source,
			tags: rule.tags,
		},
	};
}

function exceptionFieldNames(field: string): string[] {
	const parsed = parseOperand(field);
	return parsed.ok ? fieldTexts(parsed.operand) : [field];
}

function outputFields(output: string, catalogue: FieldCatalogue): string[] {
	const parsed = parseOutput(output, catalogue);
	const tokens = parsed.ok ? parsed.tokens : [];
	return tokens.flatMap((token) => (token.kind === 'operand' ? fieldTexts(token.operand) : []));
}

function describeMacro(macro: Macro): object {
	return {
		details: {
			condition_compiled: printExpression(macro.expanded),
			condition_fields: fieldsOf(macro.expanded),
			condition_operators: operatorsOf(macro.expanded),
			events: eventNames(eventTypesOf(macro.expanded)),
			lists: macro.lists,
			macros: macro.macros,
			plugins: [],
			used: macro.used,
		},
		info: {condition: macro.condition, name: macro.name},
	};
}

function describeList(list: List): object {
	return {
		details: {items_compiled: list.compiledItems, lists: list.lists, plugins: [], used: list.used},
		info: {items: list.items.filter((item) => !list.lists.includes(item)), name: list.name},
	};
}

/** Names of event codes, each once: several codes are older forms of one event, and one stands for all generic system calls. */
function eventNames(codes: ReadonlySet<number>): string[] {
	const names = new Set<string>();
	for (const code of [...codes].sort((a, b) => a - b)) {
		const {name, syscalls} = EVENT_TYPES[code];
		for (const each of name === 'syscall' ? (syscalls ?? []) : [name]) names.add(each);
	}
	return [...names];
}

const WIDTH = 50;

/** What `-L` and `-l` print: each rule's name and description in two columns. */
export function describeText(rules: readonly Rule[]): string {
	const head = `${'Rule'.padEnd(WIDTH)} Description\n${'----'.padEnd(WIDTH)} -----------`;
	return [head, ...rules.map((rule) => `${rule.name.padEnd(WIDTH)} ${rule.desc.replace(/\s+/g, ' ')}`)].join('\n');
}
