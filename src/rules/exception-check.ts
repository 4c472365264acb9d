import {type FieldCatalogue, isFieldProblem} from '../fields/field.ts';
import {nearNames} from '../fields/near-names.ts';
import {parseOperand} from '../filter/parse.ts';
import {LIST_OPERATORS, MODIFIERS, NUMERIC_OPERATORS, type Operand, STRING_OPERATORS} from '../filter/syntax.ts';
import {fieldsOfOperand} from '../filter/walk.ts';
import type {ExceptionEntry, ExceptionItem} from './items.ts';
import type {ProblemList} from './problem-list.ts';

const PLAIN: readonly string[] = ['exists', ...NUMERIC_OPERATORS, ...STRING_OPERATORS, ...LIST_OPERATORS];

/** `startswith anyof` and its like. */
const MODIFIED: readonly string[] = STRING_OPERATORS.flatMap((operator) => MODIFIERS.map((modifier) => `${operator} ${modifier}`));

const LIST_COMPS: readonly string[] = [...LIST_OPERATORS, ...MODIFIED];

/** Whether an exception's operator takes a list of values. */
export const takesList = (comp: string): boolean => LIST_COMPS.includes(comp);

/** The texts of a list entry, or of the one text. */
export const entryTexts = (entry: ExceptionEntry): readonly string[] =>
	entry.kind === 'text' ? [entry.text.text] : entry.items.flatMap((item) => (item.kind === 'text' ? [item.text.text] : []));

/** Checks the fields and operators of an exception. False when something was reported. */
export function checkException(exception: ExceptionItem, catalogue: FieldCatalogue | undefined, problems: ProblemList): boolean {
	const refuse = (message: string, hint?: string): false => {
		problems.error('LOAD_ERR_VALIDATE', message, exception.context, {hint});
		return false;
	};
	const {fields, comps} = exception;
	if (!fields) return true;
	if (fields.kind === 'list') {
		if (comps && (comps.kind !== 'list' || comps.items.length !== fields.items.length)) {
			const count = comps.kind === 'list' ? comps.items.length : 1;
			return refuse('Fields and comps lists must have equal length', `${fields.items.length} fields, ${count} comps`);
		}
		const unknown = comps && entryTexts(comps).find((comp) => !PLAIN.includes(comp) && !MODIFIED.includes(comp));
		if (unknown !== undefined) return refuse(`'${unknown}' is not a supported comparison operator`, operatorHint(unknown));
	} else {
		if (comps?.kind === 'list') return refuse('Fields and comps must both be strings', 'or both lists');
		if (comps && !takesList(comps.text.text)) {
			const message = 'When fields is a single value, comps must be one of (in, pmatch, intersects) or a modifier operator';
			return refuse(message, `'${comps.text.text}' compares with one value: write fields as a list, "fields: [${fields.text.text}]"`);
		}
	}
	return checkFields(entryTexts(fields), catalogue, refuse);
}

function checkFields(
	fields: readonly string[],
	catalogue: FieldCatalogue | undefined,
	refuse: (message: string, hint?: string) => false,
): boolean {
	for (const field of catalogue ? fields : []) {
		const parsed = parseOperand(field);
		const unknown = parsed.ok ? unknownField(parsed.operand, catalogue!) : {hint: parsed.problem.message};
		if (unknown) return refuse(`'${field}' is not a supported filter field`, unknown.hint);
	}
	return true;
}

function unknownField(operand: Operand, catalogue: FieldCatalogue): {hint: string | undefined} | undefined {
	for (const field of fieldsOfOperand(operand)) {
		const found = catalogue.resolve(field.name, field.argument);
		if (!isFieldProblem(found)) continue;
		const near = 'suggestions' in found ? found.suggestions : [];
		return {hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : undefined};
	}
	return undefined;
}

function operatorHint(operator: string): string {
	const near = nearNames(operator, [...PLAIN, ...MODIFIED]);
	return near.length > 0 ? `did you mean '${near[0]}'?` : `one of ${PLAIN.join(', ')}`;
}
