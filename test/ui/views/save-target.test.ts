import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {KeyMap} from '../../../src/ui/keys/key-map.ts';
import type {DashboardOptions} from '../../../src/ui/options.ts';
import {DEFAULT_SETTINGS} from '../../../src/ui/settings/settings.ts';
import {many, start, temporaryFolder, tryException} from '../fixtures/sessions.ts';
import type {Session} from '../fixtures/test-terminal.ts';

const FRESH = '# mine\n';

/** A run of the dashboard on the files of a folder. */
function run(folder: string, changes: Partial<DashboardOptions> = {}) {
	const path = join(folder, 'falco_rules.local.yaml');
	const session = start(120, 36, {
		localRulesPath: path,
		rulesFiles: [{name: path, text: FRESH}],
		workFolder: folder,
		inputsFile: join(folder, 'state', 'inputs.json'),
		saving: {author: 'alice', configMapOf: () => ({name: 'rules', namespace: 'security', key: 'local.yaml', isTold: false})},
		...changes,
	});
	return {...session, path};
}

function folderWithRules(): string {
	const folder = temporaryFolder();
	writeFileSync(join(folder, 'falco_rules.local.yaml'), FRESH);
	mkdirSync(join(folder, 'rules.d'));
	return folder;
}

async function showChange(session: Session): Promise<void> {
	await tryException(session);
	session.terminal.type('S');
	await session.terminal.waitFor('added');
}

async function leave({terminal, ended}: Session): Promise<void> {
	terminal.type('\x03');
	await ended;
}

/** A run in which somebody chose the folder that Falco loads. */
async function chooseFolder(folder: string): Promise<void> {
	const first = run(folder);
	await showChange(first);
	first.terminal.type('o');
	await first.terminal.waitFor('Save to');
	first.terminal.type('new\r');
	await first.terminal.waitFor('rules file ');
	first.terminal.type('\r');
	await first.terminal.waitFor('1 change moved');
	await expect.poll(() => readFileSync(join(folder, 'state', 'inputs.json'), 'utf8')).toContain('rules.d/falconer.yaml');
	await leave(first);
}

test('changes go to the file of the last run, and to the usual one again once that is chosen', async () => {
	const folder = folderWithRules();
	const chosen = join(folder, 'rules.d', 'falconer.yaml');
	await chooseFolder(folder);
	const second = run(folder);
	await second.terminal.waitFor('as in the last run: S o changes that');
	await showChange(second);
	expect(second.engine.rulesSent.at(-1)?.find(({name}) => name === chosen)?.text).toContain('- macro: ');
	second.terminal.type('o');
	await second.terminal.waitFor('Save to');
	second.terminal.type('local\r');
	await second.terminal.waitFor('1 change moved');
	await expect.poll(() => readFileSync(join(folder, 'state', 'inputs.json'), 'utf8')).not.toContain('rules.d/falconer.yaml');
	await leave(second);
	const third = run(folder);
	await showChange(third);
	expect(third.terminal.text).not.toContain('last run');
	expect(third.engine.rulesSent.at(-1)?.find(({name}) => name === third.path)?.text).toContain('- macro: ');
});

test('a file that the command line names comes before the one of the last run', async () => {
	const folder = folderWithRules();
	await chooseFolder(folder);
	const second = run(folder, {isTargetNamed: true});
	await showChange(second);
	expect(second.engine.rulesSent.at(-1)?.find(({name}) => name === second.path)?.text).toContain('- macro: ');
});

test('who may only read is sent nowhere', async () => {
	const folder = folderWithRules();
	await chooseFolder(folder);
	const values = {...DEFAULT_SETTINGS.values, read_only: true};
	const second = run(folder, {
		user: {
			settings: {...DEFAULT_SETTINGS, values},
			keys: new KeyMap(),
			problems: [],
			file: undefined,
			locate: () => ({file: '', line: 0, column: 0}),
		},
	});
	second.engine.sayAlerts(many(6, {}));
	await second.terminal.waitFor(/▸ +6 /);
	expect(second.terminal.text).not.toContain('last run');
	expect(second.engine.rulesSent).toEqual([]);
});

test('a file of the last run that cannot be used is told of, and the usual one is taken', async () => {
	const folder = folderWithRules();
	await chooseFolder(folder);
	mkdirSync(join(folder, 'rules.d', 'falconer.yaml'));
	const second = run(folder);
	await second.terminal.waitFor('the file of the last run cannot be used');
	await showChange(second);
	expect(second.engine.rulesSent.at(-1)?.find(({name}) => name === second.path)?.text).toContain('- macro: ');
});

test('the form in which a change left the dashboard is offered first the next time', async () => {
	const folder = folderWithRules();
	const first = run(folder);
	await showChange(first);
	first.terminal.type('P');
	await first.terminal.waitFor('Write the change as');
	first.terminal.type('helm\r');
	await first.terminal.waitFor('falco-values.yaml');
	await expect.poll(() => readFileSync(join(folder, 'state', 'inputs.json'), 'utf8')).toContain('"helm"');
	await leave(first);
	const second = run(folder);
	await showChange(second);
	second.terminal.type('P');
	await second.terminal.waitFor(/▸ Helm values/);
	second.terminal.type('\x1b');
	await second.terminal.waitFor('Print at exit');
	second.terminal.type('\x1b');
	await second.terminal.waitFor('COUNT');
	second.terminal.type('q');
	await second.terminal.waitFor('quit and print them (helm)');
});
