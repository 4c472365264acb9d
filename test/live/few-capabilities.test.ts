import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {PROJECT} from './agent-process.ts';
import {liveObstacle, SHIPPED_RULES} from './requirements.ts';

const hasSetpriv = () => spawnSync('setpriv', ['--version']).status === 0;
const obstacle = liveObstacle() ?? (hasSetpriv() ? undefined : 'setpriv is missing');

test('the driver runs with CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE alone, as the README says', ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const {stderr, status} = spawnSync(
		'setpriv',
		['--bounding-set=-all,+bpf,+perfmon,+sys_ptrace', 'bin/falconer', 'agent', '-r', SHIPPED_RULES, '-M', '1'],
		{cwd: PROJECT, encoding: 'utf8', timeout: 60_000},
	);
	expect(stderr).not.toContain('refuses');
	expect(stderr).toMatch(/source: eBPF driver[\s\S]* [1-9]\d* events/);
	expect(status).toBe(0);
}, 90_000);
