import type {ParamType} from '../events/param-type.ts';
import {type Extractor, type FieldCatalogue, isFieldProblem, type Matching, type ResolvedField} from '../fields/field.ts';
import {fieldProblem} from './field-problem.ts';
import {fieldText} from './fields-of.ts';
import {printOperand} from './print.ts';
import type {ConditionProblem} from './problem.ts';
import type {FieldOperand, Operand} from './syntax.ts';
import {compileTransformer} from './transformer.ts';

/** A field or a transformer, ready to be evaluated. */
export interface CompiledOperand {
	readonly kind: 'operand';
	/** As written; the identity of the operand. */
	readonly text: string;
	readonly type: ParamType;
	readonly list: boolean;
	readonly matching: Matching;
	readonly extract: Extractor;
	/** Roughly how dear the value is: 1 is a property of the event. */
	readonly cost: number;
	/** For a plain field, the field. */
	readonly field: ResolvedField | undefined;
}

/** `evt.around[T] = N`: the value is how far the event is from T, and N the most that it may be. */
export const isDistance = ({field}: CompiledOperand): boolean => field?.definition.name === 'evt.around';

export const isProblem = (found: CompiledOperand | ConditionProblem): found is ConditionProblem => 'code' in found;

/** Looks the operand's fields up, checks the types of transformers, and gives its extractor; or the first problem. */
export function compileOperand(operand: Operand, catalogue: FieldCatalogue): CompiledOperand | ConditionProblem {
	if (operand.kind === 'field') return compileField(operand, catalogue);
	const [first] = operand.arguments;
	// `val(…)` only marks a field on the right.
	if (operand.name === 'val' && first.kind === 'field') return compileField(first, catalogue);
	const found = compileTransformer(operand, (inner) => compileOperand(inner, catalogue));
	return 'code' in found
		? found
		: {...found, kind: 'operand', text: printOperand(operand), matching: found.list ? 'list' : 'scalar', field: undefined};
}

function compileField(operand: FieldOperand, catalogue: FieldCatalogue): CompiledOperand | ConditionProblem {
	const field = catalogue.resolve(operand.name, operand.argument);
	if (isFieldProblem(field)) return fieldProblem(field, operand);
	const {type, list, matching, extract} = field;
	return {kind: 'operand', text: fieldText(operand), type, list, matching, extract, cost: costOf(operand.name), field};
}

/** Prefixes of fields whose value takes more work than a look at the event or the thread. */
const COSTS: readonly (readonly [prefix: string, cost: number])[] = [
	['evt.type', 1],
	['evt.num', 1],
	['evt.dir', 1],
	['evt.is_', 2],
	['evt.rawres', 2],
	['evt.res', 4],
	['evt.arg', 12],
	['evt.', 4],
	['fd.num', 2],
	['fd.type', 2],
	['fd.name', 3],
	['fd.', 5],
	['fs.', 12],
	['proc.name', 2],
	['proc.exe', 2],
	['proc.pname', 3],
	['proc.pexe', 3],
	['proc.cmdline', 10],
	['proc.pcmdline', 12],
	['proc.args', 8],
	['proc.env', 15],
	['proc.a', 10],
	['proc.', 4],
	['thread.', 4],
	['container.', 3],
	['user.', 5],
	['group.', 5],
];

const costOf = (name: string): number => COSTS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? 8;
