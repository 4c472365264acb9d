import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {type FieldValue, isFieldProblem, type ResolvedField} from '../../src/fields/field.ts';
import type {FieldOptions} from '../../src/fields/state.ts';
import type {EventContext} from '../../src/system/context.ts';

/** Name and bracket argument of a field as a condition writes it. */
export function splitField(text: string): [string, string?] {
	const [, name, argument] = /^([^[]*)(?:\[(.*)\])?$/s.exec(text) ?? [text, text];
	return argument === undefined ? [name] : [name, argument];
}

/** The field as a condition names it; a problem fails the test. */
export function fieldNamed(text: string, options: FieldOptions = {}): ResolvedField {
	const found = createFieldCatalogue(options).resolve(...splitField(text));
	if (isFieldProblem(found)) throw new Error(`${text}: ${JSON.stringify(found)}`);
	return found;
}

/** The value of a field for an event. */
export const valueIn = (text: string, event: EventContext, options?: FieldOptions): FieldValue => fieldNamed(text, options).extract(event);
