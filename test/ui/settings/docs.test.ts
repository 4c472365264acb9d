import {Ajv} from 'ajv';
import {expect, test} from 'vitest';
import {parse} from 'yaml';
import {COMMANDS, type Command} from '../../../src/ui/keys/commands.ts';
import {keyName} from '../../../src/ui/keys/key-names.ts';
import {describeTables} from '../../../src/ui/settings/describe-views.ts';
import {settingsSample} from '../../../src/ui/settings/sample.ts';
import {settingsSchema} from '../../../src/ui/settings/schema.ts';

// `npx vitest run test/ui/settings/docs.test.ts -u` writes the documents anew.

const PLACES: Readonly<Record<string, string>> = {
	view: 'lists',
	detail: 'detail',
	why: 'why it fired',
	candidates: 'candidates',
	menu: 'menus and help',
	heat: 'heat map',
	whitelist: 'exception form',
	diff: 'the change',
	log: 'log',
	prompt: 'input',
	dialog: 'questions',
};

const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text.replaceAll('|', '\\|')}\``);

function row({id, title, keys, modes, views}: Command): string {
	const places = modes.map((mode) => (mode === 'view' && views !== undefined ? views.join(', ') : PLACES[mode]));
	const shown = modes.length > 6 ? 'everywhere' : places.join('; ');
	return `| ${keys.map((key) => code(keyName(key))).join(' ') || 'by its name'} | ${title.replaceAll('|', '\\|')} | ${code(id)} | ${shown} |`;
}

test('docs/dashboard-keys.md lists every command with its keys', async () => {
	const lines = [
		'# Keys',
		'',
		'Made from the table of commands. The third column is the name that `keys:` of the [settings](dashboard.md#settings) and `:` take.',
		'',
		'| keys | what it does | name | where |',
		'|---|---|---|---|',
		...COMMANDS.map(row),
	];
	await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../../../docs/dashboard-keys.md');
});

test('docs/dashboard-config.yaml is what --print-config prints', async () => {
	await expect(settingsSample(describeTables())).toMatchFileSnapshot('../../../docs/dashboard-config.yaml');
});

test('docs/dashboard-schema.json is the settings’ schema; it takes the printed file and what a user may write, and nothing else', async () => {
	const schema = settingsSchema(describeTables());
	const isValid = new Ajv({allowUnionTypes: true}).compile(schema);
	expect(isValid(parse(settingsSample(describeTables())))).toBe(true);
	const good =
		'color: 256\nhistory: {alerts: 1.5G}\nviews:\n  alerts: {columns: [rule, count], sort: rate reversed}\n  raw:\nkeys: {pause: [P, F9], demo: [], view.1: 1}\n';
	expect(isValid(parse(good))).toBe(true);
	for (const bad of ['theem: x', 'mouse: 3', 'views: {alerts: {sort: nothing}}', 'keys: {puase: x}', 'history: {inputs: -1}'])
		expect([bad, isValid(parse(bad))]).toEqual([bad, false]);
	await expect(`${JSON.stringify(schema, null, '\t')}\n`).toMatchFileSnapshot('../../../docs/dashboard-schema.json');
});

test('every mode of a command has a name for people', () => {
	for (const {modes} of COMMANDS) for (const mode of modes) expect(PLACES).toHaveProperty(mode);
});
