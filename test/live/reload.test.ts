import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {liveObstacle, SHARED, stockRulesObstacle} from './requirements.ts';
import {Scene} from './scene.ts';

const obstacle = liveObstacle() ?? stockRulesObstacle();

const RULES = `
- rule: Numbered
  desc: d
  condition: evt.type in (open, openat, openat2) and fd.name startswith FOLDER/n-
  output: "number=%fd.name"
  priority: NOTICE
`;
/** Two hundred with RELOADS. */
const RELOADS = Number(process.env.RELOADS ?? 15);
/** What an agent may take; V8 left to itself takes over 190 after twenty reloads. */
const BUDGET_MB = 160;

/** Opens a file of the next number every two milliseconds or so, until its input ends; says then how many there were. */
const FLOOD = `
import os, select, sys
i = 0
while not select.select([sys.stdin], [], [], 0.002)[0]:
    for _ in range(4):
        try: os.open(sys.argv[1] + str(i), os.O_RDONLY)
        except OSError: pass
        i += 1
print(i, flush=True)
`;

const rssMb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024;

const EVERYDAY = `json_output: true
json_include_output_property: true
json_include_tags_property: true
log_stderr: true
log_level: info
priority: debug
buffered_outputs: false
rule_matching: first
output_timeout: 2000
watch_config_files: false
stdout_output:
  enabled: true
file_output:
  enabled: true
  keep_alive: false
syscall_event_drops:
  threshold: .1
  actions:
    - log
    - alert
  rate: .03333
  max_burst: 1
`;

/** Numbers of the alerts, in the order they came. */
const numbersOf = (outputs: readonly string[]): number[] =>
	outputs.flatMap((output) => {
		const number = /number=\S*\/n-(\d+)/.exec(output)?.[1];
		return number === undefined ? [] : [Number(number)];
	});

test(
	`SIGHUP ${RELOADS} times under load: no event lost, none told twice, in both outputs; memory stays within its budget`,
	async ({skip}) => {
		skip(obstacle !== undefined, obstacle);
		const scene = new Scene({rules: [path.join(SHARED, 'rules/falco_rules.yaml')], rulesText: RULES, config: EVERYDAY});
		const file = scene.at('alerts.json');
		const agent = scene.agent(['-o', `file_output.filename=${file}`]);
		await agent.ready();
		const child = spawn('python3', ['-c', FLOOD, scene.at('n-')], {stdio: ['pipe', 'pipe', 'inherit']});
		const count = new Promise<number>((resolve) => child.stdout.once('data', (text: Buffer) => resolve(Number(text))));
		await agent.waitFor(({output}) => output.includes('number='), 20_000);
		const reloaded = (): number => agent.stderr.split('reloaded').length - 1;
		const firstMb = rssMb(agent.pid);
		for (let round = 1; round <= RELOADS; round++) {
			process.kill(agent.pid, 'SIGHUP');
			await expect.poll(reloaded, {timeout: 30_000, interval: 20}).toBe(round);
		}
		const lastMb = rssMb(agent.pid);
		child.stdin.end('\n');
		const expected = Array.from({length: await count}, (_, i) => i);
		await expect
			.poll(() => numbersOf(agent.alerts.map(({output}) => output)).length, {timeout: 15_000})
			.toBeGreaterThanOrEqual(expected.length);
		expect(await agent.stop()).toBe(0);
		expect(agent.stderr).not.toMatch(/lost/);
		expect(numbersOf(agent.alerts.map(({output}) => output))).toEqual(expected);
		expect(numbersOf(readFileSync(file, 'utf8').split('\n'))).toEqual(expected);
		console.log(`${RELOADS} reloads, ${expected.length} alerts; memory ${firstMb.toFixed(0)} MB, then ${lastMb.toFixed(0)} MB`);
		expect(lastMb).toBeLessThan(BUDGET_MB);
	},
	60_000 + RELOADS * 5000,
);
