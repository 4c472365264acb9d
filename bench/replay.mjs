// What a replayed event costs: processor time of the whole agent per event, start-up included.
//
//   node bench/replay.mjs CAPTURE [RULES_FILE …]     (default rules: the ones shipped)
//
// Rows: no rules to speak of (state only), `rule_matching: first`, `rule_matching: all`. Medians of RUNS runs.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const RUNS = 3;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [capture, ...rules] = process.argv.slice(2);
if (!capture) {
	console.error('usage: node bench/replay.mjs CAPTURE [RULES_FILE …]');
	process.exit(2);
}
const scratch = mkdtempSync(path.join(tmpdir(), 'falconer-bench-'));
process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));

const stateOnly = path.join(scratch, 'never.yaml');
writeFileSync(
	stateOnly,
	'- rule: never\n  desc: matches nothing\n  condition: evt.num=0\n  output: never\n  priority: INFO\n  warn_evttypes: false\n',
);
const counting = path.join(scratch, 'count.yaml');
writeFileSync(
	counting,
	'- rule: every\n  desc: counts\n  condition: evt.num>=0\n  output: "%evt.num"\n  priority: INFO\n  warn_evttypes: false\n',
);
const files = rules.length > 0 ? rules : [path.join(root, 'rules', 'falconer_rules.yaml')];

const args = (ruleFiles, matching) => [
	'agent',
	'-c',
	'/dev/null',
	...ruleFiles.flatMap((file) => ['-r', file]),
	'-o',
	`rule_matching=${matching}`,
	'-o',
	'json_output=true',
	'-o',
	'stdout_output.enabled=true',
	'-o',
	'engine.kind=replay',
	'-o',
	`engine.replay.capture_file=${capture}`,
];

function run(ruleFiles, matching) {
	const script = 'TIMEFORMAT="%U %S %R"; time "$@" > /dev/null 2> "$ERRORS"';
	const done = spawnSync('bash', ['-c', script, 'bash', path.join(root, 'bin', 'falconer'), ...args(ruleFiles, matching)], {
		encoding: 'utf8',
		env: {...process.env, ERRORS: path.join(scratch, 'errors')},
	});
	const [user, system, real] = done.stderr.trim().split(/\s+/).map(Number);
	return {cpu: user + system, real};
}

function events() {
	const done = spawnSync(path.join(root, 'bin', 'falconer'), args([counting], 'all'), {encoding: 'utf8', maxBuffer: 2 ** 31 - 1});
	return done.stdout.split('\n').filter((line) => line.startsWith('{')).length;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const count = events();
console.log(`${count.toLocaleString('en')} events of ${path.basename(capture)}`);
for (const [label, ruleFiles, matching] of [
	['state only', [stateOnly], 'first'],
	['rule_matching: first', files, 'first'],
	['rule_matching: all', files, 'all'],
]) {
	const runs = Array.from({length: RUNS}, () => run(ruleFiles, matching));
	const cpu = median(runs.map((one) => one.cpu));
	console.log(
		`${label.padEnd(22)} ${((cpu / count) * 1e6).toFixed(2).padStart(7)} µs an event   ${cpu.toFixed(2).padStart(6)} s processor   ${median(
			runs.map((one) => one.real),
		)
			.toFixed(2)
			.padStart(6)} s`,
	);
}
