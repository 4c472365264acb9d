import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {Terminal} from '../terminal/terminal.ts';

// Half of a start is compiling, where V8 refuses the code that the build made: nobody would see more of it than a slow start.

const folder = mkdtempSync(path.join(tmpdir(), 'falconer-test-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const answers = path.join(folder, 'answers');
const listener = path.join(folder, 'listener.cjs');
writeFileSync(
	listener,
	`const {appendFileSync} = require('node:fs');
const vm = require('node:vm');
vm.Script = class extends vm.Script {
	constructor(source, options) {
		super(source, options);
		if (!options.filename?.includes('/dist/')) return;
		const bundle = require('node:path').basename(options.filename).split('-').slice(0, -1).join('-');
		appendFileSync(${JSON.stringify(answers)}, bundle + (this.cachedDataRejected === false ? ' taken\\n' : ' refused\\n'));
	}
};
`,
);

async function starts(args: readonly string[]): Promise<string[]> {
	writeFileSync(answers, '');
	const terminal = new Terminal(args, {env: {NODE_OPTIONS: `--require ${listener}`, HOME: folder}});
	if (args[0] !== 'agent') {
		await terminal.until(/^ +COUNT/m);
		terminal.press('q');
	}
	await terminal.exit;
	await terminal.close();
	return readFileSync(answers, 'utf8').trim().split('\n').sort();
}

test('V8 takes the code that was made of the dashboard and its engine', async () => {
	expect(await starts(['replay', 'recordings/first-look.scap', '-c', '/dev/null', '-r', 'rules'])).toEqual([
		'engine-worker taken',
		'falconer taken',
	]);
});

test('V8 takes the code that was made of the agent', async () => {
	expect(await starts(['agent', '--version'])).toEqual(['falconer taken']);
});
