import {createWriteStream} from 'node:fs';
import {expect, test} from 'vitest';
import {CaptureWriter} from '../../src/capture/writer.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {opens} from '../engine/recording.ts';
import {machineState} from '../system/machine.ts';

/** More than all buffers on the way hold. */
const EVENTS = 200_000;

async function writeToFullDisk(gzip: boolean): Promise<unknown> {
	const writer = new CaptureWriter('/dev/full', createWriteStream('/dev/full'), gzip);
	const cursor = new EventCursor();
	writer.begin(machineState());
	try {
		for (let i = 0; i < EVENTS; i++) {
			cursor.set(opens(`/file/${Math.sin(i)}`), 0);
			if (!writer.write(cursor)) await writer.drain();
		}
		await writer.close();
	} catch (error) {
		// A second end changes nothing, and waits for nothing.
		await expect(writer.close()).rejects.toBeInstanceOf(Error);
		return error;
	}
	return undefined;
}

test.each([false, true])('a disk that is full ends the writing and is named, gzip %s', async (gzip) => {
	expect(await writeToFullDisk(gzip)).toMatchObject({name: 'WriteFailure', code: 'ENOSPC', path: '/dev/full', hint: 'the disk is full'});
});

test('a small file that no disk takes fails when it is closed', async () => {
	const writer = new CaptureWriter('/dev/full', createWriteStream('/dev/full'), true);
	writer.begin(machineState());
	await expect(writer.close()).rejects.toMatchObject({code: 'ENOSPC', events: 0});
});
