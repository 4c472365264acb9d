import type {Alert} from '../alerts/alert.ts';
import type {EngineMessage} from '../engine/protocol.ts';
import {definitionsOf, summarizeRule} from '../engine/rule-summary.ts';
import type {FieldCatalogue} from '../fields/field.ts';
import {printExpression} from '../filter/print.ts';
import {loadRules} from '../rules/load.ts';
import type {LoadOptions} from '../rules/options.ts';
import type {RulesProblem} from '../rules/problem.ts';
import type {Rule, RuleSet, RulesFile} from '../rules/ruleset.ts';
import {type AlertVerdict, SnapshotJudge} from '../tuning/snapshot-verdict.ts';

type RulesMessage = Extract<EngineMessage, {kind: 'rules'}>;

/** What the present rules do to an alert of the watched Falco: it stays as it is, changes, or would not be there. */
type RuleEffect = {readonly silences: (alert: Alert) => boolean; readonly rule: Rule; readonly changed: boolean};

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

	constructor(files: readonly RulesFile[], loading: LoadOptions, catalogue: FieldCatalogue) {
		this.#loading = loading;
		this.#judge = new SnapshotJudge(catalogue);
		const {ruleset, problems} = loadRules(files, loading);
		this.#present = ruleset;
		this.#problems = problems;
		this.#base = new Map(ruleset.rules.map((rule) => [rule.name, rule]));
	}

	/** Whether that Falco's rules files have the rule. */
	knows(rule: string): boolean {
		return this.#base.has(rule);
	}

	check(files: readonly RulesFile[]): readonly RulesProblem[] {
		return loadRules(files, this.#loading).problems;
	}

	swap(files: readonly RulesFile[]): void {
		const {ruleset, problems} = loadRules(files, this.#loading);
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
		return {kind: 'rules', id, rules: rules.map(summarizeRule), definitions: definitionsOf(this.#present), problems: this.#problems};
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
