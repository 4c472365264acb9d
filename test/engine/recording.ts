import {createCaptureWriter} from '../../src/capture/writer.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import type {MachineState} from '../../src/events/machine.ts';
import {makeEvent} from '../system/events.ts';
import {machineState} from '../system/machine.ts';

/** Thread 100 opens a file; the descriptor is `fd`, or a negative error. */
export const opens = (name: string, fd = 3, atNs = 0): Buffer =>
	makeEvent('OPENAT_2_X', {tid: 100, atNs, params: {fd, dirfd: -100, name, flags: 1, mode: 0, dev: 5, ino: 7}});

/** Thread 100 closes a descriptor. */
export const closes = (fd = 3, atNs = 0): Buffer => makeEvent('CLOSE_X', {tid: 100, atNs, params: {res: 0, fd}});

/** Writes a capture of these events. */
export async function writeRecording(file: string, events: readonly Buffer[], head: MachineState = machineState()): Promise<void> {
	const writer = await createCaptureWriter(file, {head});
	const cursor = new EventCursor();
	for (const event of events) {
		cursor.set(event, 0);
		if (!writer.write(cursor)) await writer.drain();
	}
	await writer.close();
}

/** A rule file with one rule for each condition, named by its key. */
export const rulesText = (conditions: Readonly<Record<string, string>>, output = '%evt.num %fd.name'): string =>
	Object.entries(conditions)
		.map(
			([name, condition]) =>
				`- rule: ${name}\n  desc: d\n  condition: ${JSON.stringify(condition)}\n  output: ${JSON.stringify(output)}\n  priority: INFO\n`,
		)
		.join('');
