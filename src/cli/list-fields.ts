import {createFieldCatalogue} from '../fields/catalogue.ts';
import type {FieldDefinition} from '../fields/field.ts';
import type {FieldClass} from '../fields/row.ts';
import type {ListFormat} from './list-events.ts';

export interface ListFieldsOptions {
	/** An event source; `true` for all. */
	readonly source: string | true;
	readonly namesOnly: boolean;
	readonly format: ListFormat;
}

/** Names stand in a column of this width, what they mean beside it, as Falco prints them. */
const NAME_COLUMN = 30;
const WRAP = 100;

/** `--list[=SOURCE]`: the fields of conditions and outputs. Undefined for a source nobody provides. */
export function listFields({source, namesOnly, format}: ListFieldsOptions): string | undefined {
	const all = createFieldCatalogue().classes;
	const classes = source === true ? all : all.filter(({sources}) => sources.length === 0 || sources.includes(source));
	if (source !== true && source !== 'syscall') return undefined;
	const shown = classes.map((fieldClass) => ({fieldClass, fields: visibleFields(fieldClass)})).filter(({fields}) => fields.length > 0);
	if (namesOnly) return shown.flatMap(({fields}) => fields.map(({name}) => name)).join('\n');
	if (format === 'json') return JSON.stringify(shown.map(({fieldClass, fields}) => classJson(fieldClass, fields)));
	return shown
		.map(({fieldClass, fields}) => (format === 'markdown' ? classMarkdown(fieldClass, fields) : classText(fieldClass, fields)))
		.join('\n\n');
}

const visibleFields = ({rows}: FieldClass): FieldDefinition[] => rows.map(({definition}) => definition).filter(({hidden}) => !hidden);

const traits = (field: FieldDefinition): string[] => [
	...(field.list ? ['LIST'] : []),
	...(field.filterOnly ? ['FILTER ONLY'] : []),
	...(field.printOnly ? ['PRINT ONLY'] : []),
	...(field.argument === 'required' ? ['ARG REQUIRED'] : field.argument === 'optional' ? ['ARG ALLOWED'] : []),
	...(field.deprecated ? ['DEPRECATED'] : []),
];

function classText({name, description, sources}: FieldClass, fields: readonly FieldDefinition[]): string {
	const lines = ['-------------------------------', ...columns('Field Class:', name), ...columns('Description:', description)];
	if (sources.length > 0) lines.push(...columns('Event Sources:', sources.join(', ')));
	lines.push('');
	for (const field of fields) {
		const notes = [`(Type: ${shownType(field)})`, ...shownTraits(field).map((trait) => `(${trait})`)].join(' ');
		lines.push(...columns(field.name, `${notes} ${documentation(field)}`));
	}
	return lines.join('\n');
}

/** As Falco writes the type of fields that have several values. */
const shownType = ({type, list}: FieldDefinition): string => (list ? `LIST(${type})` : type);

/** Traits that the type does not tell. */
const shownTraits = (field: FieldDefinition): string[] => traits(field).filter((trait) => trait !== 'LIST');

const documentation = ({documentation, example}: FieldDefinition): string => `${documentation} Example: ${example}`;

/** A name, and beside it a text in as many lines as it takes; a long name has a line of its own. */
function columns(name: string, text: string): string[] {
	const lines = name.length < NAME_COLUMN ? [] : [name];
	let line = name.length < NAME_COLUMN ? name.padEnd(NAME_COLUMN) : ' '.repeat(NAME_COLUMN);
	for (const word of text.split(/\s+/)) {
		if (line.length + word.length > WRAP && line.length > NAME_COLUMN) {
			lines.push(line.trimEnd());
			line = ' '.repeat(NAME_COLUMN);
		}
		line += `${word} `;
	}
	return [...lines, line.trimEnd()];
}

function classMarkdown({name, description}: FieldClass, fields: readonly FieldDefinition[]): string {
	const rows = fields.map(
		(field) =>
			`\`${field.name}\` | ${[shownType(field), ...shownTraits(field)].join(', ')} | ${documentation(field).replaceAll('|', '\\|')}`,
	);
	return [`## Field Class: ${name}`, '', description, '', 'Name | Type | Description', ':----|:-----|:-----------', ...rows].join('\n');
}

function classJson({name, description, sources}: FieldClass, fields: readonly FieldDefinition[]): object {
	return {
		name,
		description,
		sources,
		fields: fields.map((field) => ({name: field.name, type: field.type, traits: traits(field), description: documentation(field)})),
	};
}
