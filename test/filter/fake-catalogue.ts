import type {ParamType} from '../../src/events/param-type.ts';
import type {FieldCatalogue, FieldDefinition, FieldProblem, FieldValue, Matching, ResolvedField} from '../../src/fields/field.ts';
import type {EventContext} from '../../src/system/context.ts';

/** Values by field text, in place of an event. */
export type FakeEvent = Readonly<Record<string, FieldValue>>;

export const asEvent = (values: FakeEvent): EventContext => values as unknown as EventContext;

type Row = readonly [type: ParamType, options?: Partial<FieldDefinition>];
const any = {matching: 'any' as Matching, usableAsRhs: false, transformersAllowed: false, argument: 'optional' as const};

const ROWS: Readonly<Record<string, Row>> = {
	'evt.num': ['UINT64'],
	'evt.type': ['CHARBUF'],
	'syscall.type': ['CHARBUF'],
	'evt.is_open_read': ['BOOL'],
	'evt.buffer': ['BYTEBUF'],
	'evt.arg': ['CHARBUF', {argument: 'required'}],
	'evt.time': ['CHARBUF', {printOnly: true}],
	'proc.name': ['CHARBUF'],
	'proc.pname': ['CHARBUF'],
	'proc.exepath': ['FSPATH'],
	'proc.pid': ['INT64'],
	'proc.args': ['CHARBUF', {argument: 'optional'}],
	'proc.env': ['CHARBUF', {argument: 'optional'}],
	'proc.aname': ['CHARBUF', any],
	'proc.duration': ['RELTIME'],
	'proc.fdusage': ['DOUBLE'],
	'fd.num': ['INT64'],
	'fd.name': ['CHARBUF'],
	'fd.types': ['CHARBUF', {list: true, matching: 'list'}],
	'fd.sip': ['IPADDR'],
	'fd.ip': ['IPADDR', {matching: 'either', usableAsRhs: false}],
	'fd.snet': ['IPNET'],
	'fd.sport': ['PORT'],
	'fd.dev': ['UINT32'],
};

const define = (name: string, [type, options]: Row): FieldDefinition => ({
	name,
	class: name.split('.')[0],
	type,
	list: false,
	matching: 'scalar',
	print: 'NA',
	argument: 'none',
	filterOnly: false,
	printOnly: false,
	hidden: false,
	deprecated: false,
	usableAsRhs: true,
	transformersAllowed: true,
	example: `${name} exists`,
	documentation: name,
	...options,
});

const definitions = Object.entries(ROWS).map(([name, row]) => define(name, row));

/** A small catalogue whose extractors read the values of a `FakeEvent`; `extractions` counts their calls. */
export function fakeCatalogue(): FieldCatalogue & {extractions: Record<string, number>} {
	const extractions: Record<string, number> = {};
	const resolve = (name: string, argument?: string): ResolvedField | FieldProblem => {
		const definition = definitions.find((candidate) => candidate.name === name);
		if (definition === undefined) return {kind: 'unknown-field', name, suggestions: ['proc.name']};
		if (definition.argument === 'required' && argument === undefined) return {kind: 'argument-required', name};
		if (definition.argument === 'none' && argument !== undefined) return {kind: 'argument-not-allowed', name};
		const text = argument === undefined ? name : `${name}[${argument}]`;
		const {type, list, print} = definition;
		const matching = argument === undefined ? definition.matching : 'scalar';
		const extract = (event: EventContext): FieldValue => {
			extractions[text] = (extractions[text] ?? 0) + 1;
			return (event as unknown as FakeEvent)[text];
		};
		return {definition, text, argument, type, list, matching, print, extract};
	};
	return {definitions, resolve, observe() {}, extractions};
}
