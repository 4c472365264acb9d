/** The syntax tree of conditions. Pure data; spans are offsets of UTF-16 units in the condition text. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

export interface And {
	readonly kind: 'and';
	readonly items: readonly Expression[];
	readonly span: Span;
}
export interface Or {
	readonly kind: 'or';
	readonly items: readonly Expression[];
	readonly span: Span;
}
export interface Not {
	readonly kind: 'not';
	readonly item: Expression;
	readonly span: Span;
}
export interface MacroReference {
	readonly kind: 'macro';
	readonly name: string;
	readonly span: Span;
}
export interface Check {
	readonly kind: 'check';
	readonly left: Operand;
	readonly operator: Operator;
	readonly operatorSpan: Span;
	readonly modifier?: Modifier;
	/** Absent for `exists`. */
	readonly right?: RightSide;
	readonly span: Span;
}
export type Expression = And | Or | Not | MacroReference | Check;

export interface FieldOperand {
	readonly kind: 'field';
	readonly name: string;
	/** What stands in brackets, unescaped. */
	readonly argument?: string;
	readonly span: Span;
}
export interface TransformerOperand {
	readonly kind: 'transformer';
	readonly name: TransformerName;
	readonly arguments: readonly TransformerArgument[];
	/** `getopt(…)[c]` */
	readonly argument?: string;
	readonly span: Span;
}
export type Operand = FieldOperand | TransformerOperand;
export interface ListArgument {
	readonly kind: 'list';
	readonly items: readonly TransformerArgument[];
	readonly span: Span;
}
export type TransformerArgument = Operand | Value | ListArgument;

/** A constant. `text` is unescaped; `quoted` tells `"in"` from `in`. */
export interface Value {
	readonly kind: 'value';
	readonly text: string;
	readonly quoted: boolean;
	readonly span: Span;
}
export interface ValueList {
	readonly kind: 'list';
	readonly items: readonly Value[];
	readonly span: Span;
}
/** A word after a list operator that is not in parentheses: `in shell_binaries` before lists are substituted. */
export interface ListReference {
	readonly kind: 'identifier';
	readonly name: string;
	readonly span: Span;
}
export type RightSide = Value | ValueList | ListReference | Operand;

export const NUMERIC_OPERATORS = ['<', '<=', '>', '>='] as const;
export const STRING_OPERATORS = [
	'=',
	'==',
	'!=',
	'glob',
	'iglob',
	'contains',
	'icontains',
	'bcontains',
	'startswith',
	'bstartswith',
	'endswith',
	'regex',
] as const;
export const LIST_OPERATORS = ['in', 'intersects', 'pmatch'] as const;
export const MODIFIERS = ['oneof', 'anyof', 'allof'] as const;
export const TRANSFORMERS = ['tolower', 'toupper', 'b64', 'basename', 'len', 'join', 'concat', 'getopt', 'val'] as const;
export type Operator = (typeof NUMERIC_OPERATORS)[number] | (typeof STRING_OPERATORS)[number] | (typeof LIST_OPERATORS)[number] | 'exists';
export type Modifier = (typeof MODIFIERS)[number];
export type TransformerName = (typeof TRANSFORMERS)[number];
