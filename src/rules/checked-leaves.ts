import type {FieldCatalogue} from '../fields/field.ts';
import {checkCondition} from '../filter/check.ts';
import type {ConditionProblem} from '../filter/problem.ts';
import type {Check} from '../filter/syntax.ts';

/** The problems of single checks, found once: rules share the checks of the macros they use. */
export interface CheckedLeaves {
	problemsOf(check: Check, catalogue: FieldCatalogue): readonly ConditionProblem[];
}

export function createCheckedLeaves(): CheckedLeaves {
	const known = new WeakMap<FieldCatalogue, WeakMap<Check, readonly ConditionProblem[]>>();
	return {
		problemsOf(check, catalogue) {
			let leaves = known.get(catalogue);
			if (!leaves) {
				leaves = new WeakMap();
				known.set(catalogue, leaves);
			}
			let problems = leaves.get(check);
			if (!problems) {
				problems = checkCondition(check, catalogue);
				leaves.set(check, problems);
			}
			return problems;
		},
	};
}
