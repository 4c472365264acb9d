import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {liveObstacle} from './requirements.ts';
import {Scene} from './scene.ts';

const obstacle = liveObstacle();

const RULES = `
- rule: Write below the scene
  desc: d
  condition: evt.type in (open, openat, openat2) and evt.is_open_write = true and fd.name startswith FOLDER/flood and evt.num < 0
  output: "%proc.name"
  priority: ERROR
`;
/** The smallest ring there is: a megabyte. */
const SMALL_RING = 'engine:\n  kind: modern_ebpf\n  modern_ebpf:\n    buf_size_preset: 1\n    cpus_for_each_buffer: 1\n';
const WRITES = 100_000;

const lost = (screen: string): number => Number(/ring_full +([\d,]+)/.exec(screen)?.[1].replaceAll(',', '') ?? 0);

test('events that find the ring full are counted by reason in System, and in the header of every view', async ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const scene = new Scene({rulesText: RULES, config: SMALL_RING});
	const dashboard = scene.dashboard({cols: 160, rows: 50});
	await dashboard.until('rules are watching');
	dashboard.tab('System');
	// Other floods on a shared machine may have been lost already.
	const before = lost(await dashboard.until(/ring_full +[\d,]+/));

	// A dashboard that gets no processor time for a while.
	dashboard.kill('SIGSTOP');
	const flood = `for _ in range(${WRITES}): open(${JSON.stringify(scene.at('flood'))}, "w").close()`;
	expect(spawnSync('python3', ['-c', flood]).status).toBe(0);
	dashboard.kill('SIGCONT');
	const screen = await dashboard.until((text) => lost(text) > before);
	expect(lost(screen) - before).toBeGreaterThan(WRITES / 10);
	await dashboard.until(() => /drops +[1-9]/.test(dashboard.lines[0]));
	dashboard.press('1');
	await dashboard.until((text) => !/ring_full/.test(text) && /drops +[1-9]/.test(text.split('\n')[0]));
});
