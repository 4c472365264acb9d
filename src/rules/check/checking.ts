import {isFieldProblem} from '../../fields/field.ts';
import type {Expression, Span} from '../../filter/syntax.ts';
import {createLoadingCatalogue} from '../loading-catalogue.ts';
import type {Spot} from '../source-file.ts';
import {spotOf, type TracedText} from '../traced-text.ts';
import {type Formula, type FormulaMaker, formulaMaker, type Leaf} from './formula.ts';
import {type FactsOf, isListCheck, leafFacts} from './leaf-facts.ts';
import type {StudiedRule, Study} from './study.ts';

/** What all checks work with. */
export interface Checking {
	readonly study: Study;
	readonly formulaOf: FormulaMaker;
	/** The formula of a rule's whole condition. */
	ruleFormula(rule: StudiedRule): Formula;
	/** Facts of checks for the fields of an event source. */
	factsFor(source: string): FactsOf;
	/** Whether live sources send an event by default; undefined when nobody knows. */
	readonly isSent: ((event: string) => boolean) | undefined;
}

export function createChecking(study: Study, isSent: Checking['isSent']): Checking {
	const syscalls = study.catalogueOf('syscall');
	const formulaOf = formulaMaker(study.macros, (check) => isListCheck(check, syscalls));
	const formulas = new Map<StudiedRule, Formula>();
	const facts = new Map<string, FactsOf>();
	return {
		study,
		formulaOf,
		isSent,
		ruleFormula(rule) {
			let found = formulas.get(rule);
			if (!found) {
				found = formulaOf(rule.parsed.syntax, rule.parsed.text);
				formulas.set(rule, found);
			}
			return found;
		},
		factsFor(source) {
			let found = facts.get(source);
			if (!found) {
				const catalogue = study.catalogueOf(source);
				found = catalogue ? leafFacts(createLoadingCatalogue(catalogue)) : () => undefined;
				facts.set(source, found);
			}
			return found;
		},
	};
}

/** Where a check stands in its file. */
export const spotOfLeaf = ({check, text}: Leaf): Spot => spotOf(text, check.span.start);

export const spotOfSpan = (text: TracedText, {start}: Span): Spot => spotOf(text, start);

/** `a and b and c`, parentheses taken off. */
export function conjuncts(expression: Expression): Expression[] {
	return expression.kind === 'and' ? expression.items.flatMap(conjuncts) : [expression];
}

/** Whether a field of the source is deprecated. */
export function isDeprecated(study: Study, source: string, name: string, argument: string | undefined): boolean {
	const found = study.catalogueOf(source)?.resolve(name, argument);
	return found !== undefined && !isFieldProblem(found) && found.definition.deprecated;
}
