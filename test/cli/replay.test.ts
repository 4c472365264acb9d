import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {afterAll, expect, test} from 'vitest';
import {openCapture} from '../../src/capture/reader.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {Terminal} from '../terminal/terminal.ts';

const state = mkdtempSync(path.join(tmpdir(), 'falconer-replay-'));
afterAll(() => rmSync(state, {recursive: true}));

const SECOND_NS = 1_000_000_000n;

test('a capture is walked through on the screen, and the events around an alert are saved to one of their own', async () => {
	const terminal = new Terminal(['replay', 'recordings/first-look.scap', '-r', 'rules'], {cols: 150, env: {XDG_STATE_HOME: state}});
	await terminal.until('backup-agent → /etc/s');
	await terminal.until(/▶ .* \/ 1:\d\d {2}×1/);
	terminal.press('p');
	await terminal.until('‖ ');
	terminal.press('T');
	await terminal.until('go to');
	for (const key of '1:00') terminal.press(key);
	terminal.press('Enter');
	await terminal.until(/‖ .* 1:00 \/ 1:\d\d/);
	terminal.press('{');
	await terminal.until(/‖ .* 0:0\d \/ 1:\d\d/);
	terminal.press('}');
	await terminal.until(/‖ .* 1:0\d \/ 1:\d\d/);
	terminal.press('R');
	await terminal.until(/SAVING {2}\d+ s behind the alert are still to come. The replay is held: p lets it go on/);
	terminal.press(']', ']', ']', 'p');
	await terminal.until('saved ');
	await terminal.until('■ ');
	await terminal.until('max');
	terminal.press('q');
	expect((await terminal.exit).exitCode).toBe(0);
	expect(terminal.isRestored).toBe(true);

	const [saved, ...more] = readdirSync(path.join(state, 'falconer'));
	expect(saved).toMatch(/^credential-file-read-.*\.scap$/);
	expect(more).toEqual([]);
	const times = await shownTimes(path.join(state, 'falconer', saved));
	expect(times.length).toBeGreaterThan(100);
	const span = times[times.length - 1] - times[0];
	expect(span).toBeLessThanOrEqual(20n * SECOND_NS);
	// The pause held the replay at the alert: what lies behind it came when the replay went on.
	expect(span).toBeGreaterThan(12n * SECOND_NS);
});

test('a capture that breaks off says so with the place, and can be gone back in', async () => {
	const cut = path.join(state, 'cut.scap');
	const whole = gunzipSync(readFileSync('recordings/first-look.scap'));
	writeFileSync(cut, whole.subarray(0, whole.length >> 1));
	const terminal = new Terminal(['replay', cut, '-r', 'rules', '--speed', '0'], {cols: 80, env: {XDG_STATE_HOME: state}});
	await terminal.until(/BROKEN {2}after [\d,]+ events \(, goes back\):\s.*at byte\s+[\d,]+: the capture\s+ends/s);
	terminal.press('p', '{');
	await terminal.until('‖ ');
	terminal.press('q');
	expect((await terminal.exit).exitCode).toBe(0);
});

async function shownTimes(file: string): Promise<bigint[]> {
	const capture = await openCapture(file);
	const cursor = new EventCursor();
	const times: bigint[] = [];
	while (await capture.fill()) while (capture.next(cursor)) if (!capture.stateOnly) times.push(cursor.tsNs);
	await capture.close();
	expect(capture.problem).toBeUndefined();
	return times;
}
