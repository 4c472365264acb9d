import {takesList} from './exception-check.ts';
import type {ExceptionEntry, ExceptionItem} from './items.ts';
import type {ProblemList} from './problem-list.ts';
import type {Spot} from './source-file.ts';
import {joinTraced, type TracedText} from './traced-text.ts';

type Part = TracedText | string;

/**
 * The condition of a rule with its exceptions, `(COND) and not (…)`, made before lists are substituted: values may name lists.
 * Undefined when the values of an exception do not fit its fields, which is reported.
 */
export function withExceptions(condition: TracedText, exceptions: readonly ExceptionItem[], problems: ProblemList): TracedText | undefined {
	if (exceptions.length === 0) return condition;
	const parts: Part[] = ['(', condition, ')'];
	for (const exception of exceptions) {
		const negated = exception.fields?.kind === 'list' ? tuples(exception, problems) : oneField(exception, problems);
		if (!negated) return undefined;
		if (negated.length > 0) parts.push(' and not ', ...negated);
	}
	return joinTraced(parts);
}

/** `(field in (a, b))` */
function oneField(exception: ExceptionItem, problems: ProblemList): Part[] | undefined {
	const {fields, comps, values} = exception;
	if (fields?.kind !== 'text' || values.length === 0) return [];
	const parts: Part[] = ['(', fields.text, ' ', comps?.kind === 'text' ? comps.text : 'in', ' ('];
	for (const [i, value] of values.entries()) {
		if (value.kind === 'list') {
			const hint = {hint: 'fields is one field: write "values: [a, b]", or "fields: [field]" with "values: [[a], [b]]"'};
			return problems.error('LOAD_ERR_VALIDATE', 'Expected values array to contain a list of strings', exception.context, hint);
		}
		parts.push(...(i > 0 ? [', '] : []), ...quoted(value.text));
	}
	return [...parts, '))'];
}

/** `(( f1 = a and f2 = b) or ( …))` */
function tuples(exception: ExceptionItem, problems: ProblemList): Part[] | undefined {
	const {values} = exception;
	if (values.length === 0) return [];
	const parts: Part[] = ['('];
	for (const [i, value] of values.entries()) {
		const members = tuple(exception, value, problems);
		if (!members) return undefined;
		parts.push(...(i > 0 ? [' or '] : []), '(', ...members, ')');
	}
	return [...parts, ')'];
}

function tuple({fields, comps, context}: ExceptionItem, value: ExceptionEntry, problems: ProblemList): Part[] | undefined {
	const names = fields?.kind === 'list' ? fields.items : [];
	const members = value.kind === 'list' ? value.items : [];
	if (members.length !== names.length) {
		const spot = spotOfEntry(value);
		return problems.error('LOAD_ERR_VALIDATE', 'Fields and values lists must have equal length', context, {
			hint: `${names.length} fields, ${value.kind === 'list' ? members.length : 'not a list of'} values`,
			...(spot ? {spot} : {}),
		});
	}
	const parts: Part[] = [];
	for (const [k, name] of names.entries()) {
		if (name.kind !== 'text') continue;
		const comp = comps?.kind === 'list' ? comps.items[k] : undefined;
		const operator = comp?.kind === 'text' ? comp.text : '=';
		parts.push(k > 0 ? ' and  ' : ' ', name.text, ' ', operator, ' ', ...member(members[k], operator));
	}
	return parts;
}

function spotOfEntry(entry: ExceptionEntry): Spot | undefined {
	if (entry.kind === 'text') return {source: entry.text.pieces[0].origin.source, offset: entry.text.pieces[0].origin.start};
	return entry.items.length > 0 ? spotOfEntry(entry.items[0]) : undefined;
}

function member(entry: ExceptionEntry, operator: Part): Part[] {
	if (entry.kind === 'text') {
		const comp = typeof operator === 'string' ? operator : operator.text;
		if (!takesList(comp)) return quoted(entry.text);
		return entry.text.text.startsWith('(') ? [entry.text] : ['(', entry.text, ')'];
	}
	const parts: Part[] = ['('];
	for (const item of entry.items) {
		if (item.kind !== 'text') continue;
		parts.push(...(parts.length > 1 ? [', '] : []), ...quoted(item.text));
	}
	return [...parts, ')'];
}

/** A value that holds a blank and has no quotes of its own gets them. */
function quoted(value: TracedText): Part[] {
	const {text} = value;
	return text.includes(' ') && !text.startsWith('"') && !text.startsWith("'") ? ['"', value, '"'] : [value];
}
