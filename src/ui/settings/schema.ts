import type {ConfigKey} from '../../config/key.ts';
import {COMMANDS} from '../keys/commands.ts';
import type {TableDescription} from './describe-views.ts';
import {SETTINGS} from './settings.ts';

type Schema = Readonly<Record<string, unknown>>;

const object = (properties: Readonly<Record<string, unknown>>, description?: string): Schema => ({
	type: ['object', 'null'],
	...(description !== undefined && {description}),
	properties,
	additionalProperties: false,
});

/** What an editor needs to check and complete a settings file. */
export function settingsSchema(tables: readonly TableDescription[]): Schema {
	const properties: Record<string, unknown> = {};
	const sections: Record<string, Record<string, unknown>> = {};
	for (const [name, key] of Object.entries(SETTINGS as Readonly<Record<string, ConfigKey>>)) {
		const [own, below] = name.split('.');
		if (below === undefined) properties[own] = schemaOf(key);
		else sections[own] = {...sections[own], [below]: schemaOf(key)};
	}
	for (const [name, inside] of Object.entries(sections)) properties[name] = object(inside);
	const keys = COMMANDS.filter(({id}) => id !== 'interrupt').map(({id, title}) => [id, {...KEYS, description: title}]);
	return {
		$schema: 'http://json-schema.org/draft-07/schema#',
		title: 'Settings of Falconer’s dashboard',
		...object({...properties, views: object(Object.fromEntries(tables.map(tableSchema))), keys: object(Object.fromEntries(keys))}),
	};
}

/** One key or several. */
const KEYS: Schema = {anyOf: [{type: ['string', 'number', 'null']}, {type: 'array', items: {type: ['string', 'number']}}]};

function tableSchema({id, title, columns, sortable}: TableDescription): [string, Schema] {
	const sorts = sortable.flatMap((column) => [column, `${column} reversed`]);
	const items = {enum: columns.map((column) => column.id)};
	return [id, object({columns: {type: 'array', items, uniqueItems: true}, ...(sorts.length > 0 && {sort: {enum: sorts}})}, title)];
}

function schemaOf(key: ConfigKey): Schema {
	const description = key.doc;
	const fallback = key.default;
	switch (key.type) {
		case 'bool':
			return {type: 'boolean', description, default: fallback};
		case 'enum':
			// A number such as 256 needs no quotes in YAML.
			return {enum: [...key.of, ...key.of.filter((name) => /^\d+$/.test(name)).map(Number)], description, default: fallback};
		case 'number':
			return {type: key.integer ? 'integer' : 'number', minimum: key.minimum, maximum: key.maximum, description, default: fallback};
		case 'bytes':
			return {type: ['string', 'integer'], pattern: '^\\d+(\\.\\d+)?\\s*[KMGkmg]?(i?[Bb])?$', description};
		default:
			return {type: ['string', 'number'], description, default: fallback};
	}
}
