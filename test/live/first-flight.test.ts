import {spawn, spawnSync} from 'node:child_process';
import {copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {Terminal} from '../terminal/terminal.ts';
import {liveObstacle, SHARED, stockRulesObstacle} from './requirements.ts';

const obstacle = liveObstacle() ?? stockRulesObstacle();
const open: {close(): unknown}[] = [];
afterEach(async () => {
	for (const thing of open.splice(0).reverse()) await thing.close();
});

/** A folder with stock rules, a local file with comments, a configuration that names both, and two programs that read credentials. */
function prepare() {
	const folder = mkdtempSync(path.join(tmpdir(), 'falconer-flight-'));
	open.push({close: () => rmSync(folder, {recursive: true, force: true})});
	const local = path.join(folder, 'falco_rules.local.yaml');
	writeFileSync(local, LOCAL);
	const config = path.join(folder, 'falco.yaml');
	writeFileSync(config, `rules_files:\n  - ${SHARED}/rules/falco_rules.yaml\n  - ${local}\n`);
	for (const name of ['backup-agent', 'thief']) copyFileSync('/bin/cat', path.join(folder, name));
	return {local, config, backup: path.join(folder, 'backup-agent'), thief: path.join(folder, 'thief')};
}

const LOCAL = `# Local rules of this node. Owner: platform team.

- list: known_hosts_of_ours   # kept in order
  items: [a, b]
`;

/** Reads /etc/shadow five times a second until closed. */
function loop(program: string) {
	const child = spawn('bash', ['-c', `while :; do "$0" /etc/shadow > /dev/null; read -t 0.2 < <(:) || true; sleep 0.2; done`, program], {
		stdio: 'ignore',
		detached: true,
	});
	const closed = {close: () => child.pid && process.kill(-child.pid, 'SIGKILL')};
	open.push(closed);
	return closed;
}

const start = (config: string) => {
	const terminal = new Terminal(['-c', config], {cols: 150, rows: 42});
	open.push(terminal);
	return terminal;
};

const countOf = (screen: string) =>
	Number(/([\d,]+)\s+\S+\s+(?:\S+\s+)?W\s+Read sensitive file un/.exec(screen)?.[1]?.replaceAll(',', '') ?? 0);

test('a noisy rule is silenced from the dashboard, tried, saved, and stays silent after a restart', async ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const {local, config, backup, thief} = prepare();
	const dashboard = start(config);
	await dashboard.until('live eBPF');
	loop(backup);
	const first = countOf(await dashboard.until((screen) => countOf(screen) > 2));
	await dashboard.until((screen) => countOf(screen) > first + 2);

	dashboard.press('w');
	const sheet = await dashboard.until(/silences [\d,]+ of [\d,]+/);
	expect(sheet).toContain('user_known_read_sensitive_files_activities');
	expect(sheet).toMatch(/\[x\] proc\.name\s+=\s+backup-agent/);
	dashboard.press('Enter');
	await dashboard.until('trial');
	const silent = countOf(await dashboard.until(/backup-agent/));
	spawnSync(thief, ['/etc/shadow']);
	await dashboard.until('thief');
	expect(countOf(dashboard.text)).toBeLessThanOrEqual(silent + 2);

	dashboard.press('S');
	await dashboard.until('override');
	dashboard.press('Enter');
	await dashboard.until((screen) => !/● \d/.test(screen.split('\n')[0]));
	const saved = readFileSync(local, 'utf8');
	expect(saved.startsWith(LOCAL)).toBe(true);
	expect(saved).toContain('backup-agent');
	dashboard.press('q');
	expect((await dashboard.exit).exitCode).toBe(0);
	expect(dashboard.isRestored).toBe(true);

	const again = start(config);
	await again.until('live eBPF');
	spawnSync(thief, ['/etc/shadow']);
	await again.until('thief');
	expect(again.text).not.toContain('backup-agent →');
}, 90_000);
