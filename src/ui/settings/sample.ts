import type {ConfigKey} from '../../config/key.ts';
import {sizeText} from '../../config/scalar.ts';
import {yamlScalar} from '../../tuning/yaml-text.ts';
import {COMMANDS} from '../keys/commands.ts';
import type {TableDescription} from './describe-views.ts';
import {SETTINGS} from './settings.ts';

const WIDTH = 110;

const HEAD = `Settings of Falconer's dashboard: ~/.config/falconer/config.yaml ($XDG_CONFIG_HOME where it is set).
Every key may be left out; the values here are the defaults. Flags beat this file. What is wrong in it is told in
the dashboard with its line, and the rest is used. \`:settings.save\` in the dashboard writes theme, columns and
order into it and keeps everything else, comments included.`;

const VIEWS = `How a table begins: its columns in their order, and the column its rows are sorted by; \`reversed\` turns the
order round. In the dashboard C chooses columns and F6 the order. \`raw\` is the list of single alerts.`;

const KEYS = `The keys of commands: a key or a list, [] for none. A key that is given to one command is taken from the one that
had it in the same place. Names: characters, enter, escape, space, tab, backspace, delete, insert, home, end, pageup,
pagedown, up, down, left, right, F1 to F12, with ctrl-, alt- or shift- before them.`;

/** The settings file with all its defaults and what they mean; keys and tables as comments to be taken over. */
export function settingsSample(tables: readonly TableDescription[]): string {
	return [
		...comment(HEAD),
		'',
		...settingLines(),
		...comment(VIEWS),
		'views: {}',
		...tables.flatMap(tableLines),
		'',
		...comment(KEYS),
		'keys: {}',
		...COMMANDS.filter(({id}) => id !== 'interrupt').map(
			({id, keys, title}) => `#   ${`${id}: [${keys.map(keyText).join(', ')}]`.padEnd(44)} # ${title}`,
		),
		'',
	].join('\n');
}

function settingLines(): string[] {
	const lines: string[] = [];
	let section = '';
	for (const [name, key] of Object.entries(SETTINGS as Readonly<Record<string, ConfigKey>>)) {
		const [own, below] = name.split('.');
		const indent = below === undefined ? '' : '  ';
		if (below !== undefined && own !== section) lines.push(`${own}:`);
		section = own;
		lines.push(...comment(docOf(key), indent), `${indent}${below ?? own}: ${valueText(key)}`);
		if (below === undefined) lines.push('');
	}
	return spaced(lines);
}

/** A blank line before each section and behind the last. */
function spaced(lines: readonly string[]): string[] {
	return [...lines.flatMap((line, at) => (at > 0 && /^\w+:$/.test(line) && lines[at - 1] !== '' ? ['', line] : [line])), ''];
}

const docOf = (key: ConfigKey): string => (key.type === 'enum' ? `${key.doc} One of ${key.of.join(', ')}.` : key.doc);

function valueText(key: ConfigKey): string {
	if (key.type === 'bytes') return sizeText(key.default);
	if (typeof key.default !== 'string') return String(key.default);
	return key.default === '' ? "''" : key.default;
}

function tableLines({id, columns, sort}: TableDescription): string[] {
	const ids = columns.map((column) => column.id).join(', ');
	const sorted = sort === undefined ? [] : [`#     sort: ${sort}`];
	return [`#   ${id}:`, `#     columns: [${ids}]`, ...sorted];
}

/** Quoted wherever YAML could take it for something else. */
export const keyText = (key: string): string => (/^[\w-]{2,}$|^[A-Za-z]$/.test(key) ? yamlScalar(key) : `'${key === "'" ? "''" : key}'`);

function comment(text: string, indent = ''): string[] {
	const words = text.split(/\s+/);
	const lines: string[] = [];
	for (const word of words) {
		const last = lines.at(-1);
		if (last === undefined || `${indent}# ${last} ${word}`.length > WIDTH) lines.push(word);
		else lines[lines.length - 1] = `${last} ${word}`;
	}
	return lines.map((line) => `${indent}# ${line}`);
}
