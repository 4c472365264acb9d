import {createFieldCatalogue} from '../../fields/catalogue.ts';
import {isFieldProblem} from '../../fields/field.ts';
import {fieldProblem} from '../../filter/field-problem.ts';
import type {FieldCheck} from './view-filter.ts';

const catalogue = createFieldCatalogue();

/** Whether Falco has such a field, and the nearest names where it has none. A module of its own: the catalogue is large. */
export const checkField: FieldCheck = (operand) => {
	const found = catalogue.resolve(operand.name, operand.argument);
	if (!isFieldProblem(found)) return undefined;
	const problem = fieldProblem(found, operand);
	return found.kind === 'unknown-field' ? {...problem, message: `no field is named '${operand.name}'`} : problem;
};
