import type {ParamType} from '../events/param-type.ts';
import type {EventContext} from '../system/context.ts';
import type {Extractor, FieldDefinition, FieldForm, FieldProblem, Matching, PrintFormat} from './field.ts';
import type {FieldState} from './state.ts';

/** A field as a condition names it, on its way to an extractor. */
export interface FieldUse {
	/** What stood in brackets or after the field's name and a dot. */
	readonly argument: string | undefined;
	/** The argument as a number; -1 without a numeric argument. */
	readonly index: number;
	readonly state: FieldState;
}

/** What a row makes of its argument; what it leaves out is as the definition says. */
export interface FieldBinding {
	readonly extract: Extractor;
	readonly output?: Extractor;
	readonly json?: Extractor;
	readonly form?: (event: EventContext) => FieldForm | undefined;
	readonly type?: ParamType;
	readonly print?: PrintFormat;
	readonly matching?: Matching;
}

/** A row of a field table: the definition and how its extractor comes about. */
export interface FieldRow {
	readonly definition: FieldDefinition;
	/** Checks the argument's value: what was expected, where it is wrong. */
	bind(use: FieldUse): FieldBinding | FieldProblem;
	/** Whether the argument may follow the name and a dot, as in `evt.arg.flags`. */
	readonly dotted: boolean;
}

/** The fields that `--list` shows under one heading. */
export interface FieldClass {
	readonly name: string;
	readonly description: string;
	/** Event sources the class applies to; empty for all. */
	readonly sources: readonly string[];
	readonly rows: readonly FieldRow[];
}

type Flags = Partial<Omit<FieldDefinition, 'name' | 'class' | 'type' | 'documentation' | 'example'>>;

export interface RowOptions extends Flags {
	readonly extract?: Extractor;
	readonly output?: Extractor;
	readonly json?: Extractor;
	/** For fields with an argument or a state: the extractor of one use. */
	readonly bind?: (use: FieldUse) => FieldBinding | FieldProblem;
	readonly dotted?: boolean;
}

/** Makes the rows of a class. `text` is the documentation and, after it, an example. */
export function rowsOf(className: string) {
	return (name: string, type: ParamType, text: readonly [string, string], how: Extractor | RowOptions): FieldRow => {
		const {extract, output, json, bind, dotted = false, ...flags} = typeof how === 'function' ? {extract: how} : how;
		const fixed = {extract: extract ?? (() => undefined), output, json};
		const definition = defineField({name, class: className, type, documentation: text[0], example: text[1], ...flags});
		return {definition, dotted, bind: bind ?? (() => fixed)};
	};
}

function defineField(given: Pick<FieldDefinition, 'name' | 'class' | 'type' | 'documentation' | 'example'> & Flags): FieldDefinition {
	return {
		list: false,
		matching: given.list ? 'list' : 'scalar',
		print: 'NA',
		argument: 'none',
		filterOnly: false,
		printOnly: false,
		hidden: false,
		deprecated: false,
		usableAsRhs: true,
		transformersAllowed: true,
		...given,
	};
}
