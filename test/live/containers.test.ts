import {spawnSync} from 'node:child_process';
import {copyFileSync, existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {Terminal} from '../terminal/terminal.ts';
import {liveObstacle} from './requirements.ts';

const ID = 'c0ffee5e7a11ab1e'.repeat(4);
/** Where a container's cgroup can be made: the hierarchies of cgroup v1 that count, or the unified one. */
const HIERARCHIES = ['/sys/fs/cgroup/memory', '/sys/fs/cgroup/pids', '/sys/fs/cgroup/unified', '/sys/fs/cgroup'].filter((folder) =>
	existsSync(path.join(folder, 'cgroup.procs')),
);
const obstacle = liveObstacle() ?? (HIERARCHIES.length === 0 ? 'no cgroup hierarchy is mounted' : undefined);
const folder = mkdtempSync(path.join(tmpdir(), 'falconer-containers-'));
const cgroups = HIERARCHIES.map((hierarchy) => path.join(hierarchy, 'docker', ID));

afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
	for (const cgroup of cgroups) if (existsSync(cgroup)) rmdirSync(cgroup);
});

test('events and alerts of a container stand in one row, under the id that rules see', async ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	for (const cgroup of cgroups) mkdirSync(cgroup, {recursive: true});
	const thief = path.join(folder, 'thief');
	copyFileSync('/bin/cat', thief);
	const script = path.join(folder, 'inside.sh');
	writeFileSync(
		script,
		`#!/bin/sh\n${cgroups.map((cgroup) => `echo $$ > ${cgroup}/cgroup.procs`).join('\n')}\nfor i in 1 2 3 4 5; do ${thief} /etc/shadow > /dev/null; done\n`,
		{mode: 0o755},
	);
	const dashboard = new Terminal(['--local-rules', path.join(folder, 'falco_rules.local.yaml')]);
	try {
		await dashboard.until('rules are watching');
		spawnSync(script);
		await dashboard.until('thief');
		dashboard.press('3');
		const screen = await dashboard.until(/c0ffee5e7a11.*\s5$/m);
		const rows = screen.split('\n').filter((line) => line.includes('c0ffee5e7a11'));
		expect(rows).toHaveLength(1);
	} finally {
		await dashboard.close();
	}
});
