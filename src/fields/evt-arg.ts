import {EVENT_TYPES, eventCode} from '../events/event-types.ts';
import type {EventContext} from '../system/context.ts';
import {longestParamName, PARAM_NAMES, paramIndices, paramNamed, paramValue} from './event-param.ts';
import type {FieldForm, FieldProblem, FieldValue} from './field.ts';
import {nearNames} from './near-names.ts';
import {paramText, renderParam} from './param-text.ts';
import {type FieldBinding, type FieldRow, type FieldUse, rowsOf} from './row.ts';

const row = rowsOf('evt');
const GENERIC = eventCode('GENERIC_X');

/** The place of the parameter in each event type; an event written by an older collector may lack it. */
function locator(name: string): (event: EventContext) => number {
	const indices = paramIndices(name);
	return ({cursor}) => {
		const index = indices[cursor.type];
		return index < cursor.paramCount ? index : -1;
	};
}

function bindArg({argument, index, state}: FieldUse): FieldBinding | FieldProblem {
	const base64 = state.options.bufferBase64 === true;
	const locate = index >= 0 ? ({cursor}: EventContext) => (index < cursor.paramCount ? index : -1) : locator(argument ?? '');
	const textIn = (asBase64: boolean) => (event: EventContext) => {
		const at = locate(event);
		return at < 0 ? undefined : paramText(event, at, asBase64);
	};
	return {extract: textIn(false), output: base64 ? textIn(true) : undefined};
}

function bindRawArg({argument}: FieldUse): FieldBinding | FieldProblem {
	const first = paramNamed(argument ?? '');
	const locate = locator(argument ?? '');
	return {
		type: first?.type,
		print: first?.fmt,
		extract: (event) => {
			const at = locate(event);
			return at < 0 ? undefined : paramValue(event.cursor, at, EVENT_TYPES[event.cursor.type].params[at].type);
		},
		form: (event): FieldForm | undefined => {
			const at = locate(event);
			if (at < 0) return undefined;
			const {type, fmt} = EVENT_TYPES[event.cursor.type].params[at];
			return {type, print: fmt};
		},
	};
}

const unknownParam = (field: string, argument: string): FieldProblem => ({
	kind: 'bad-argument',
	name: field,
	argument,
	expected: 'the name of an event parameter',
	suggestions: nearNames(argument, PARAM_NAMES),
});

/** The parameter's name, checked; Falco takes the longest one that fits and refuses what is left over. */
function named(field: string, bind: (use: FieldUse) => FieldBinding | FieldProblem) {
	return (use: FieldUse): FieldBinding | FieldProblem => {
		if (use.index >= 0) return bind(use);
		const name = longestParamName(use.argument ?? '');
		return name === undefined || name !== use.argument ? unknownParam(field, use.argument ?? '') : bind(use);
	};
}

function allParams(event: EventContext, base64: boolean): string {
	const {cursor} = event;
	if (cursor.type === GENERIC) return '';
	const {params} = EVENT_TYPES[cursor.type];
	const count = Math.min(cursor.paramCount, params.length);
	let out = '';
	for (let i = 0; i < count; i++) {
		const {text, resolved} = renderParam(event, i, base64);
		out += `${i === 0 ? '' : ' '}${params[i].name}=${text}${resolved === '' ? '' : `(${resolved})`}`;
	}
	return out;
}

const allParamsOf = ({state}: FieldUse): FieldBinding => {
	const base64 = state.options.bufferBase64 === true;
	return {extract: (event) => allParams(event, base64)};
};

const locateData = locator('data');

function buffer(event: EventContext): FieldValue {
	const at = locateData(event);
	return at < 0 ? undefined : event.cursor.raw(at);
}

/** The rows of parameters and data, in Falco's order. */
export const EVT_ARG_ROWS: readonly FieldRow[] = [
	row(
		'evt.args',
		'CHARBUF',
		['All parameters as name=value; what a number means stands in parentheses.', 'res=-2(ENOENT) path=/etc/x flags=0'],
		{bind: allParamsOf},
	),
	row(
		'evt.arg',
		'CHARBUF',
		['One parameter as text, by name or number: flags by name, descriptors with their path.', 'evt.arg.flags contains O_CREAT'],
		{
			bind: named('evt.arg', bindArg),
			argument: 'required',
			argumentOf: 'index or key',
			dotted: true,
		},
	),
	row('evt.rawarg', 'DYN', ['One parameter in its own type, by name, for comparisons of numbers.', 'evt.rawarg.size > 4096'], {
		bind: named('evt.rawarg', bindRawArg),
		argument: 'required',
		argumentOf: 'key',
		dotted: true,
		usableAsRhs: false,
		transformersAllowed: false,
	}),
	row('evt.info', 'CHARBUF', ['The same as `evt.args`.', 'fd=3(<f>/etc/passwd) dirfd=-100(AT_FDCWD) name=/etc/passwd'], {
		bind: allParamsOf,
	}),
	row('evt.buffer', 'BYTEBUF', ['The data of reads and writes, as much of it as was captured.', 'evt.buffer contains "BEGIN RSA"'], buffer),
];
