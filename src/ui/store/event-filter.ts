import {createFieldCatalogue} from '../../fields/catalogue.ts';
import type {FieldCatalogue} from '../../fields/field.ts';
import {checkCondition, isHint} from '../../filter/check.ts';
import {parseCondition} from '../../filter/parse.ts';
import type {ConditionProblem} from '../../filter/problem.ts';
import {leavesOf} from '../../filter/walk.ts';

let catalogue: FieldCatalogue | undefined;

/** What is wrong with a filter of events, while it is typed. The engine has the last word. */
export function checkEventFilter(text: string, macros: ReadonlySet<string>): ConditionProblem | undefined {
	if (text.trim() === '') return undefined;
	const parsed = parseCondition(text);
	if (!parsed.ok) return parsed.problem;
	catalogue ??= createFieldCatalogue({source: 'syscall'});
	for (const leaf of leavesOf(parsed.expression)) {
		if (leaf.kind === 'check') {
			const problem = checkCondition(leaf, catalogue).find((found) => !isHint(found));
			if (problem !== undefined) return problem;
		} else if (!macros.has(leaf.name)) {
			return {code: 'undefined-macro', message: `no macro is named '${leaf.name}'`, hint: 'fields have a dot: proc.name', span: leaf.span};
		}
	}
	return undefined;
}
