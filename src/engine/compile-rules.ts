import {createFieldCatalogue} from '../fields/catalogue.ts';
import type {FieldCatalogue} from '../fields/field.ts';
import {createCompiler} from '../filter/compile.ts';
import {fieldsOf} from '../filter/fields-of.ts';
import {loadRules} from '../rules/load.ts';
import {createLoadCache} from '../rules/load-cache.ts';
import type {LocalException, LocalRules} from '../rules/local-exceptions.ts';
import {compileRuleOutput} from '../rules/output-format.ts';
import type {RulesProblem} from '../rules/problem.ts';
import type {LoadResult, Rule, RuleSet, RulesFile} from '../rules/ruleset.ts';
import type {ActiveRule, ActiveRules} from './active-rules.ts';
import {buildBuckets} from './buckets.ts';
import type {EngineOptions} from './options.ts';
import type {ExceptionSummary, RuleDefinitions, RuleSummary} from './rule-facts.ts';
import {definitionsOf, summarizeException, summarizeRule} from './rule-summary.ts';
import {SnapshotFields} from './snapshot-fields.ts';

export interface CompiledRules {
	readonly active: ActiveRules;
	readonly ruleset: RuleSet;
	readonly problems: readonly RulesProblem[];
	/** Made when asked for: only the dashboard wants them. */
	readonly summaries: () => readonly RuleSummary[];
	readonly definitions: () => RuleDefinitions;
	/** Those of the user's file, in the order of `active.exceptions`; undefined where it is not known which file that is. */
	readonly exceptions: () => readonly ExceptionSummary[] | undefined;
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
	| 'localRules'
>;

/** Compiles rules files for one engine. Its fields remember earlier events, so one compiler serves all swaps. */
export interface RulesCompiler {
	/** `localRules` instead of those of the options. */
	compile(files: readonly RulesFile[], localRules?: readonly string[]): CompiledRules;
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
	const load = (files: readonly RulesFile[], localRules: readonly string[] | undefined): LoadResult =>
		loadRules(files, {
			catalogueOf: (source) => (source === SYSCALL_SOURCE ? catalogue : undefined),
			minimumPriority: options.minimumPriority,
			ruleSelections: options.ruleSelections,
			appendOutput: options.appendOutput,
			localFiles: localRules,
			cache,
		});
	return {
		check: (files) => load(files, undefined).problems,
		compile(files, localRules = options.localRules) {
			const {ruleset, problems, local} = load(files, localRules);
			return {
				active: activateRules(ruleset, local, {catalogue, snapshots, options}),
				ruleset,
				problems,
				summaries: () => ruleset.rules.map(summarizeRule),
				definitions: () => definitionsOf(ruleset),
				exceptions: () => (localRules === undefined ? undefined : (local?.exceptions ?? []).map(summarizeException)),
			};
		},
	};
}

interface Activation {
	readonly catalogue: FieldCatalogue;
	readonly snapshots: SnapshotFields;
	readonly options: CompileOptions;
}

function activateRules(ruleset: RuleSet, local: LocalRules | undefined, activation: Activation): ActiveRules {
	const {catalogue} = activation;
	const compiler = createCompiler(catalogue);
	const enabled = ruleset.rules.filter((rule) => rule.enabled && rule.source === SYSCALL_SOURCE);
	const exceptions = local?.exceptions ?? [];
	const conditions = enabled.map((rule) => ({
		rule: activateRule(rule, exceptions, activation),
		condition: rule.expanded,
		bare: local?.bare.get(rule.name),
	}));
	const {buckets, others} = buildBuckets(
		conditions,
		exceptions.map(({expanded}) => expanded),
		compiler,
	);
	return {
		rules: conditions.map(({rule}) => rule),
		buckets,
		exceptions: exceptions.map(({key}, index) => ({key, matches: others[index]})),
		nextEvent: () => compiler.nextEvent(),
		observe: (event) => catalogue.observe(event),
	};
}

function activateRule(rule: Rule, exceptions: readonly LocalException[], {catalogue, snapshots, options}: Activation): ActiveRule {
	const output = compileRuleOutput(rule, catalogue, {bufferBase64: options.bufferFormatBase64});
	const asked = options.snapshots ? fieldsOf(rule.expanded) : [];
	return {
		name: rule.name,
		priority: rule.priority,
		source: rule.source,
		tags: rule.tags,
		output,
		snapshot: options.snapshots ? snapshots.of([...asked, ...output.fields.map(({text}) => text)]) : [],
		asked: snapshots.resolve(asked),
		eventTypes: rule.eventTypes,
		capture: rule.capture,
		captureDurationMs: rule.captureDurationMs,
		exceptions: exceptions.flatMap(({rules}, index) => (rules.includes(rule.name) ? [index] : [])),
		hits: 0,
	};
}
