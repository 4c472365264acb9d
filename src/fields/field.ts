import type {ByteString} from '../events/byte-string.ts';
import type {ParamType} from '../events/param-type.ts';
import type {EventContext} from '../system/context.ts';

/**
 * A value of a field. Strings, buffers: byte strings. IPADDR: a byte string of 4 or 16 bytes (network order).
 * IPNET: an `IpNet`. Integers: a number up to ±2^53, a bigint beyond (never a bigint that a number could hold).
 * Lists: an array. `undefined`: the event has no such value.
 */
export type Scalar = ByteString | number | bigint | boolean;
export type FieldValue = Scalar | readonly Scalar[] | undefined;

export type Extractor = (event: EventContext) => FieldValue;

/**
 * How a condition compares the field: 'scalar' one value; 'list' a list field (`in`, `intersects`);
 * 'any' true if any value of the array satisfies the operator, `!=` too (`proc.aname` without index);
 * 'either' like 'any', but `!=` is true only if all differ (`fd.ip`, `fd.port`, `fd.net`).
 */
export type Matching = 'scalar' | 'list' | 'any' | 'either';

/** How numbers are printed in outputs. */
export type PrintFormat = 'NA' | 'DEC' | 'HEX' | 'OCT' | 'PADDED_DEC' | '10_PADDED_DEC' | 'ID';

export type ArgumentKind = 'none' | 'optional' | 'required';

/** A row of the field table: what `--list`, type checks, completion and evaluation read. */
export interface FieldDefinition {
	readonly name: string;
	/** The field class as `--list` heads it: evt, process, fd, user, group, container, k8s, fs.path, fdlist, static… */
	readonly class: string;
	readonly type: ParamType;
	readonly list: boolean;
	readonly matching: Matching;
	readonly print: PrintFormat;
	readonly argument: ArgumentKind;
	/** `index`: a number; `key`: free text. */
	readonly argumentOf?: 'index' | 'key' | 'index or key';
	readonly filterOnly: boolean;
	readonly printOnly: boolean;
	readonly hidden: boolean;
	readonly deprecated: boolean;
	readonly usableAsRhs: boolean;
	readonly transformersAllowed: boolean;
	/** Whether each use of the field remembers events from one evaluation to the next: neither shared nor evaluated out of turn. */
	readonly remembers?: boolean;
	/** For people: what it is, in our words, with an example. */
	readonly documentation: string;
	/** A condition with the field, or a value of it. */
	readonly example: string;
}

/** A field as a condition or an output names it, ready to be evaluated. */
export interface ResolvedField {
	readonly definition: FieldDefinition;
	/** As written: `proc.aname[2]`, `evt.arg.flags`. Key of output_fields and identity of the field. */
	readonly text: string;
	readonly argument: string | undefined;
	/** Type, list-ness and matching with this argument: `evt.arg.x` and `proc.aname[2]` differ from the bare definition. */
	readonly type: ParamType;
	readonly list: boolean;
	readonly matching: Matching;
	readonly print: PrintFormat;
	/** What conditions compare. */
	readonly extract: Extractor;
	/** What outputs show, where that is not what conditions compare: `proc.apid` compares ancestors, but shows the process's own pid. */
	readonly output?: Extractor;
	/** What JSON's `output_fields` carry, where that is not what text shows: `evt.time` is nanoseconds since the epoch there. */
	readonly json?: Extractor;
	/** The type and print format that the current event gives the field, where only the event knows them: `evt.rawarg`. */
	readonly form?: (event: EventContext) => FieldForm | undefined;
}

export interface FieldForm {
	readonly type: ParamType;
	readonly print: PrintFormat;
}

export type FieldProblem =
	| {readonly kind: 'unknown-field'; readonly name: string; readonly suggestions: readonly string[]}
	| {readonly kind: 'argument-required' | 'argument-not-allowed'; readonly name: string}
	| {
			readonly kind: 'bad-argument';
			readonly name: string;
			readonly argument: string;
			readonly expected: string;
			readonly suggestions: readonly string[];
	  };

/** Where conditions and outputs look fields up. */
export interface FieldCatalogue {
	/** In Falco's order, hidden ones included. */
	readonly definitions: readonly FieldDefinition[];
	/** Told every event once, before rules see it: fields such as `evt.reltime` are relative to the first one. */
	observe(event: EventContext): void;
	/** `name` with its dots (`evt.arg.flags`), `argument` what stood in brackets. */
	resolve(name: string, argument?: string): ResolvedField | FieldProblem;
}

export const isFieldProblem = (found: ResolvedField | FieldProblem): found is FieldProblem => 'kind' in found;
