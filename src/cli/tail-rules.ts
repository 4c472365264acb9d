import type {Alert} from '../alerts/alert.ts';
import type {EngineMessage} from '../engine/protocol.ts';
import type {ExceptionSummary} from '../engine/rule-facts.ts';
import {definitionsOf, summarizeException, summarizeRule} from '../engine/rule-summary.ts';
import type {FieldCatalogue} from '../fields/field.ts';
import {printExpression} from '../filter/print.ts';
import {loadRules} from '../rules/load.ts';
import type {LocalRules} from '../rules/local-exceptions.ts';
import type {LoadOptions} from '../rules/options.ts';
import type {RulesProblem} from '../rules/problem.ts';
import type {Rule, RuleSet, RulesFile} from '../rules/ruleset.ts';
import {type AlertVerdict, SnapshotJudge} from '../tuning/snapshot-verdict.ts';

type RulesMessage = Extract<EngineMessage, {kind: 'rules'}>;

/** What the present rules do to an alert of the watched Falco: it stays as it is, changes, or would not be there. */
type RuleEffect = {readonly silences: (alert: Alert) => boolean; readonly rule: Rule; readonly changed: boolean};

/** An exception as far as a log shows what it does. */
export interface TailException {
	readonly summary: ExceptionSummary;
	/** The watched Falco has it: what it silences is in no log. */
	readonly isFalcos: boolean;
	readonly judge: AlertVerdict;
}

/**
 * The rules of the watched Falco, and those that are tried here. Falco decided by the former; where the latter differ,
 * an alert is silenced when what it kept shows that the new condition is false and the old one is not.
 */
export class TailRules {
	readonly #loading: LoadOptions;
	readonly #judge: SnapshotJudge;
	readonly #base: ReadonlyMap<string, Rule>;
	#present: RuleSet;
	#problems: readonly RulesProblem[];
	#effects = new Map<string, RuleEffect>();
	/** Keys of the exceptions that Falco has itself: what they silence never comes here. */
	readonly #falcos: ReadonlySet<string>;
	#exceptions: readonly TailException[] = [];

	/** `localRules`: names of the files that changes go to. */
	constructor(files: readonly RulesFile[], loading: LoadOptions, catalogue: FieldCatalogue, localRules: readonly string[] = []) {
		this.#loading = {...loading, localFiles: localRules};
		this.#judge = new SnapshotJudge(catalogue);
		const {ruleset, problems, local} = loadRules(files, this.#loading);
		this.#present = ruleset;
		this.#problems = problems;
		this.#falcos = new Set(local?.exceptions.map(({key}) => key));
		this.#exceptions = this.#tailExceptions(local);
		this.#base = new Map(ruleset.rules.map((rule) => [rule.name, rule]));
	}

	/** Whether that Falco's rules files have the rule. */
	knows(rule: string): boolean {
		return this.#base.has(rule);
	}

	check(files: readonly RulesFile[]): readonly RulesProblem[] {
		return loadRules(files, this.#loading).problems;
	}

	swap(files: readonly RulesFile[], localFiles: readonly string[] | undefined = this.#loading.localFiles): void {
		const {ruleset, problems, local} = loadRules(files, {...this.#loading, localFiles});
		this.#exceptions = this.#tailExceptions(local);
		this.#present = ruleset;
		this.#problems = problems;
		this.#effects = new Map();
		for (const rule of ruleset.rules) {
			const effect = this.#effectOf(rule);
			if (effect) this.#effects.set(rule.name, effect);
		}
	}

	message(id: number): RulesMessage {
		const {rules} = this.#present;
		return {
			kind: 'rules',
			id,
			rules: rules.map(summarizeRule),
			definitions: definitionsOf(this.#present),
			exceptions: this.#exceptions.map(({summary}) => summary),
			problems: this.#problems,
		};
	}

	/** Those of the local rules, in the order of the message. */
	get exceptions(): readonly TailException[] {
		return this.#exceptions;
	}

	#tailExceptions(local: LocalRules | undefined): TailException[] {
		return (local?.exceptions ?? []).map((exception) => ({
			summary: summarizeException(exception),
			isFalcos: this.#falcos.has(exception.key),
			judge: this.#judge.compile(exception.expanded),
		}));
	}

	/** The alert under the present rules; undefined when they silence it. */
	apply(alert: Alert): Alert | undefined {
		const effect = this.#effects.get(alert.rule);
		if (effect === undefined) return alert;
		if (effect.silences(alert)) return undefined;
		return effect.changed ? {...alert, priority: effect.rule.priority} : alert;
	}

	#effectOf(rule: Rule): RuleEffect | undefined {
		const base = this.#base.get(rule.name);
		if (base === undefined) return undefined;
		const changed = rule.priority !== base.priority;
		if (base.enabled && !rule.enabled) return {silences: () => true, rule, changed};
		if (printExpression(rule.expanded) === printExpression(base.expanded))
			return changed ? {silences: () => false, rule, changed} : undefined;
		const [now, before]: AlertVerdict[] = [this.#judge.compile(rule.expanded), this.#judge.compile(base.expanded)];
		return {silences: (alert) => now(alert) === false && before(alert) !== false, rule, changed};
	}
}
