import {EVENT_FLAGS, EVENT_TYPES, EventFlags} from '../events/event-types.ts';
import type {ListedCatalogue} from './catalogue.ts';
import type {FieldDefinition} from './field.ts';
import type {FieldClass} from './row.ts';

export type ListFormat = 'text' | 'markdown' | 'json';

export interface ListOptions {
	readonly format: ListFormat;
	/** Only the classes that apply to this source. */
	readonly source?: string;
	/** Names only, one a line. */
	readonly namesOnly?: boolean;
	/** Types and flags beside the names, in text. */
	readonly verbose?: boolean;
}

const RULE = '-------------------------------';
/** Where descriptions begin in text, and how wide its lines are. */
const INDENT = 16;
const WIDTH = 79;

/** What `--list` prints: all fields that are not hidden, class by class. */
export function describeFields({classes}: ListedCatalogue, options: ListOptions): string {
	const wanted = classes.filter(({sources}) => options.source === undefined || sources.length === 0 || sources.includes(options.source));
	if (options.namesOnly) return wanted.flatMap((fieldClass) => shown(fieldClass).map(({name}) => `${name}\n`)).join('');
	switch (options.format) {
		case 'json':
			return `${JSON.stringify({fieldclasses: wanted.map(classAsJson)})}\n`;
		case 'markdown':
			return wanted.map(classAsMarkdown).join('');
		case 'text':
			return wanted.map((fieldClass) => classAsText(fieldClass, options.verbose === true)).join('\n');
	}
}

const shown = ({rows}: FieldClass): FieldDefinition[] => rows.map(({definition}) => definition).filter(({hidden}) => !hidden);

function sourcesText({sources}: FieldClass): string {
	return sources.length === 0 ? 'All Sources' : sources.join(', ');
}

function classAsText(fieldClass: FieldClass, verbose: boolean): string {
	const head = [
		RULE,
		`${'Field Class:'.padEnd(INDENT)}${fieldClass.name}`,
		`${'Description:'.padEnd(INDENT)}${wrapped(fieldClass.description)}`,
		`${'Event Sources:'.padEnd(INDENT)}${sourcesText(fieldClass)}`,
		'',
	];
	return `${[...head, ...shown(fieldClass).map((definition) => fieldAsText(definition, verbose))].join('\n')}\n`;
}

function fieldAsText(definition: FieldDefinition, verbose: boolean): string {
	const {name} = definition;
	const gap = name.length >= INDENT ? `\n${' '.repeat(INDENT)}` : ' '.repeat(INDENT - name.length);
	const about = verbose ? `${verboseNote(definition)}${description(definition)}` : description(definition);
	return `${name}${gap}${wrapped(about)}`;
}

function verboseNote(definition: FieldDefinition): string {
	const traits = tagsOf(definition);
	return `(Type: ${definition.type}${traits.length > 0 ? `, ${traits.join(', ')}` : ''}) `;
}

const description = ({documentation, example}: FieldDefinition): string =>
	example === undefined ? documentation : `${documentation} E.g. ${example}`;

/** What limits or widens the use of a field, in Falco's words. */
function tagsOf({filterOnly, deprecated, argument, argumentOf, list}: FieldDefinition): string[] {
	const tags: string[] = [];
	if (filterOnly) tags.push('FILTER ONLY');
	if (deprecated) tags.push('DEPRECATED');
	if (argument === 'required') tags.push('ARG_REQUIRED');
	if (argument === 'optional') tags.push('ARG_ALLOWED');
	if (argumentOf !== undefined && argumentOf !== 'key') tags.push('ARG_INDEX');
	if (argumentOf !== undefined && argumentOf !== 'index') tags.push('ARG_KEY');
	if (list) tags.push('LIST');
	return tags;
}

/** Lines after the first begin where descriptions begin. */
function wrapped(text: string): string {
	const lines: string[] = [''];
	for (const word of text.split(' ')) {
		const line = lines[lines.length - 1];
		if (line !== '' && INDENT + line.length + 1 + word.length > WIDTH) lines.push(word);
		else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
	}
	return lines.join(`\n${' '.repeat(INDENT)}`);
}

function classAsMarkdown(fieldClass: FieldClass): string {
	const rows = shown(fieldClass).map(
		(definition) => `\`${definition.name}\` | ${definition.type} | ${description(definition).replaceAll('|', '\\|')}\n`,
	);
	return `\n## Field Class: ${fieldClass.name}\n\n${fieldClass.description}\n\nEvent Sources: ${sourcesText(fieldClass)}\n\nName | Type | Description\n:----|:-----|:-----------\n${rows.join('')}`;
}

function classAsJson(fieldClass: FieldClass): object {
	return {
		name: fieldClass.name,
		desc: fieldClass.description,
		event_sources: fieldClass.sources,
		fields: shown(fieldClass).map((definition) => ({
			name: definition.name,
			desc: description(definition),
			data_type: definition.type,
			tags: tagsOf(definition),
		})),
	};
}

const INTERNAL = 256;

/** What `--list-events` prints: the events that can occur, with their parameters. */
export function describeEvents(format: 'text' | 'markdown'): string {
	const events = EVENT_TYPES.filter(
		({code, category}) => (EVENT_FLAGS[code] & (EventFlags.UNUSED | EventFlags.OLD_VERSION)) === 0 && (category & INTERNAL) === 0,
	);
	const lines = events.map(({code, name, params}) => {
		const direction = code % 2 === 0 ? '>' : '<';
		const list = params.map((param) => `${param.type} ${param.name}`).join(', ');
		return format === 'markdown' ? `Yes | \`${direction}\` | \`${name}\` | ${list}\n` : `${direction} ${name}(${list})\n`;
	});
	return format === 'markdown' ? `Falco | Dir | Event | Params\n:-----|:----|:-----|:------\n${lines.join('')}` : lines.join('');
}
