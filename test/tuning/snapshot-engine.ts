import type {Alert} from '../../src/alerts/alert.ts';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {type FieldCatalogue, isFieldProblem} from '../../src/fields/field.ts';
import {createCompiler} from '../../src/filter/compile.ts';
import type {Expression} from '../../src/filter/syntax.ts';
import {readerOf} from '../../src/tuning/alert-value.ts';

/** The engine's own evaluation of a condition, with the fields of an alert in the place of an event's. */
export function engineVerdict(expression: Expression, alert: Alert): boolean {
	const real = createFieldCatalogue();
	const catalogue: FieldCatalogue = {
		...real,
		resolve(name, argument) {
			const field = real.resolve(name, argument);
			return isFieldProblem(field) ? field : {...field, extract: () => readerOf(field.text)(alert)};
		},
	};
	const compiler = createCompiler(catalogue);
	compiler.nextEvent();
	return compiler.compile(expression)({} as Parameters<ReturnType<typeof compiler.compile>>[0]);
}
