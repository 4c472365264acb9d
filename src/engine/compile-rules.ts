import {createFieldCatalogue} from '../fields/catalogue.ts';
import type {FieldCatalogue} from '../fields/field.ts';
import {createCompiler} from '../filter/compile.ts';
import {fieldsOf} from '../filter/fields-of.ts';
import {loadRules} from '../rules/load.ts';
import {createLoadCache} from '../rules/load-cache.ts';
import {compileRuleOutput} from '../rules/output-format.ts';
import type {RulesProblem} from '../rules/problem.ts';
import type {LoadResult, Rule, RuleSet, RulesFile} from '../rules/ruleset.ts';
import type {ActiveRule, ActiveRules} from './active-rules.ts';
import {buildBuckets} from './buckets.ts';
import type {EngineOptions, RuleDefinitions, RuleSummary} from './protocol.ts';
import {definitionsOf, summarizeRule} from './rule-summary.ts';
import {SnapshotFields} from './snapshot-fields.ts';

export interface CompiledRules {
	readonly active: ActiveRules;
	readonly ruleset: RuleSet;
	readonly problems: readonly RulesProblem[];
	/** Made when asked for: only the dashboard wants them. */
	readonly summaries: () => readonly RuleSummary[];
	readonly definitions: () => RuleDefinitions;
}

export type CompileOptions = Pick<
	EngineOptions,
	| 'hostname'
	| 'minimumPriority'
	| 'ruleSelections'
	| 'appendOutput'
	| 'staticFields'
	| 'bufferFormatBase64'
	| 'timeFormatIso8601'
	| 'snapshots'
>;

/** Compiles rules files for one engine. Its fields remember earlier events, so one compiler serves all swaps. */
export interface RulesCompiler {
	compile(files: readonly RulesFile[]): CompiledRules;
	/** What is wrong with files that nobody uses yet. */
	check(files: readonly RulesFile[]): readonly RulesProblem[];
}

export const SYSCALL_SOURCE = 'syscall';

export function createRulesCompiler(options: CompileOptions): RulesCompiler {
	const catalogue = createFieldCatalogue({
		staticFields: options.staticFields,
		hostname: options.hostname,
		bufferBase64: options.bufferFormatBase64,
		source: SYSCALL_SOURCE,
	});
	const snapshots = new SnapshotFields(catalogue);
	// The dashboard loads again with every trial; the agent hardly ever, and memory matters more to it.
	const cache = options.snapshots ? createLoadCache() : undefined;
	const load = (files: readonly RulesFile[]): LoadResult =>
		loadRules(files, {
			catalogueOf: (source) => (source === SYSCALL_SOURCE ? catalogue : undefined),
			minimumPriority: options.minimumPriority,
			ruleSelections: options.ruleSelections,
			appendOutput: options.appendOutput,
			cache,
		});
	return {
		check: (files) => load(files).problems,
		compile(files) {
			const {ruleset, problems} = load(files);
			return {
				active: activateRules(ruleset, {catalogue, snapshots, options}),
				ruleset,
				problems,
				summaries: () => ruleset.rules.map(summarizeRule),
				definitions: () => definitionsOf(ruleset),
			};
		},
	};
}

interface Activation {
	readonly catalogue: FieldCatalogue;
	readonly snapshots: SnapshotFields;
	readonly options: CompileOptions;
}

function activateRules(ruleset: RuleSet, activation: Activation): ActiveRules {
	const {catalogue} = activation;
	const compiler = createCompiler(catalogue);
	const enabled = ruleset.rules.filter((rule) => rule.enabled && rule.source === SYSCALL_SOURCE);
	const rules = enabled.map((rule) => activateRule(rule, activation));
	return {
		rules,
		buckets: buildBuckets(
			rules,
			enabled.map(({expanded}) => expanded),
			compiler,
		),
		nextEvent: () => compiler.nextEvent(),
		observe: (event) => catalogue.observe(event),
	};
}

function activateRule(rule: Rule, {catalogue, snapshots, options}: Activation): ActiveRule {
	const output = compileRuleOutput(rule, catalogue, {bufferBase64: options.bufferFormatBase64});
	const texts = options.snapshots ? [...fieldsOf(rule.expanded), ...output.fields.map(({text}) => text)] : [];
	return {
		name: rule.name,
		priority: rule.priority,
		source: rule.source,
		tags: rule.tags,
		output,
		snapshot: options.snapshots ? snapshots.of(texts) : [],
		eventTypes: rule.eventTypes,
		capture: rule.capture,
		captureDurationMs: rule.captureDurationMs,
		hits: 0,
	};
}
