import type {FieldCatalogue, FieldDefinition, FieldProblem, ResolvedField} from './field.ts';
import {FIELD_CLASSES} from './field-classes.ts';
import {nearNames} from './near-names.ts';
import {fieldOfOtherName} from './other-names.ts';
import type {FieldClass, FieldRow} from './row.ts';
import {type FieldOptions, FieldState} from './state.ts';
import {staticClass} from './static.ts';

const NUMBER = /^\d+$/;

/** A catalogue that also tells its classes, for `--list`. */
export interface ListedCatalogue extends FieldCatalogue {
	readonly classes: readonly FieldClass[];
}

/** The fields there are, with the configuration's own. Uses of stateful fields (`evt.deltatime`) remember per resolved field. */
export function createFieldCatalogue(options: FieldOptions = {}): ListedCatalogue {
	const classes = [...FIELD_CLASSES, ...(options.staticFields ? [staticClass(options.staticFields)] : [])];
	const rows = classes.flatMap((fieldClass) => fieldClass.rows);
	const byName = new Map(rows.map((row) => [row.definition.name, row]));
	const state = new FieldState(options);
	return {
		classes,
		definitions: rows.map((row) => row.definition),
		observe: (event) => state.observe(event.cursor),
		resolve: (name, argument) => resolve({byName, state, name, argument}),
	};
}

interface Question {
	readonly byName: ReadonlyMap<string, FieldRow>;
	readonly state: FieldState;
	readonly name: string;
	readonly argument: string | undefined;
}

function resolve(question: Question): ResolvedField | FieldProblem {
	const {byName, name, argument} = question;
	const row = byName.get(name);
	if (row !== undefined) return bind(row, question, argument);
	const dotted = findDotted(byName, name);
	if (dotted === undefined) return {kind: 'unknown-field', name, suggestions: suggestionsFor(name, byName)};
	if (argument !== undefined) return {kind: 'argument-not-allowed', name};
	return bind(dotted, question, name.slice(dotted.definition.name.length + 1));
}

/** The row whose name ends before one of the dots of `name` and that takes what follows as its argument. */
function findDotted(byName: ReadonlyMap<string, FieldRow>, name: string): FieldRow | undefined {
	for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
		const row = byName.get(name.slice(0, dot));
		if (row?.dotted) return row;
	}
	return undefined;
}

function suggestionsFor(name: string, byName: ReadonlyMap<string, FieldRow>): string[] {
	const meant = fieldOfOtherName(name);
	if (meant !== undefined) return [meant];
	const near = nearNames(name, visibleNames(byName));
	if (near.length > 0) return near;
	// `proc.env.PATH`
	const dot = name.lastIndexOf('.');
	const definition = byName.get(name.slice(0, dot))?.definition;
	return definition === undefined || definition.argument === 'none' ? [] : [`${definition.name}[${name.slice(dot + 1)}]`];
}

function visibleNames(byName: ReadonlyMap<string, FieldRow>): string[] {
	return [...byName.values()].filter(({definition}) => !definition.hidden).map(({definition}) => definition.name);
}

function bind(row: FieldRow, {state, name, argument: bracketed}: Question, argument: string | undefined): ResolvedField | FieldProblem {
	const {definition} = row;
	const wrong = checkArgument(definition, argument, bracketed !== undefined);
	if (wrong !== undefined) return wrong;
	const index = argument !== undefined && definition.argumentOf !== 'key' && NUMBER.test(argument) ? Number(argument) : -1;
	const bound = row.bind({argument, index, state});
	if ('kind' in bound) return bound;
	const {type = definition.type, print = definition.print, matching = definition.matching, extract, output, json, form} = bound;
	const text = bracketed === undefined ? name : `${name}[${bracketed}]`;
	return {definition, text, argument, type, list: definition.list, matching, print, extract, output, json, form};
}

function checkArgument(
	{name, argument: kind, argumentOf}: FieldDefinition,
	argument: string | undefined,
	bracketed: boolean,
): FieldProblem | undefined {
	if (argument === undefined) return kind === 'required' ? {kind: 'argument-required', name} : undefined;
	if (kind === 'none') return {kind: 'argument-not-allowed', name};
	if (argumentOf === 'index' && !NUMBER.test(argument))
		return {kind: 'bad-argument', name, argument, expected: 'a number', suggestions: []};
	// evt.rawarg takes its parameter's name after a dot only, evt.arg a number in brackets only.
	if (bracketed && name === 'evt.rawarg')
		return {kind: 'bad-argument', name, argument, expected: `evt.rawarg.${argument}`, suggestions: []};
	if (bracketed && name === 'evt.arg' && !NUMBER.test(argument))
		return {kind: 'bad-argument', name, argument, expected: `a number, or evt.arg.${argument}`, suggestions: []};
	return undefined;
}
