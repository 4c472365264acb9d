import {createFieldCatalogue} from '../../fields/catalogue.ts';
import type {FieldValue} from '../../fields/field.ts';
import {checkCondition, isHint} from '../../filter/check.ts';
import {createCompiler} from '../../filter/compile.ts';
import type {Check} from '../../filter/syntax.ts';
import {keptFields, NO_EVENT} from '../../tuning/snapshot-verdict.ts';

/** Answers for a field of the event that is asked about. */
export type FieldReader = (field: string) => FieldValue;

/** A check, true or false for what the reader says; undefined where the check itself is wrong. */
export type CheckVerdict = (check: Check, read: FieldReader) => boolean | undefined;

/** Evaluates single checks as the engine does, with kept fields in the place of an event's. */
export function createCheckVerdict(): CheckVerdict {
	let read: FieldReader = () => undefined;
	const catalogue = keptFields(createFieldCatalogue(), (field) => () => read(field));
	const compiler = createCompiler(catalogue);
	return (check, reader) => {
		if (checkCondition(check, catalogue).some((problem) => !isHint(problem))) return undefined;
		read = reader;
		compiler.nextEvent();
		return compiler.compile(check)(NO_EVENT);
	};
}
