import {expect, test} from 'vitest';
import {LineWriter, type WriteBytes} from '../../src/outputs/line-writer.ts';

type Done = Parameters<WriteBytes>[1];

/** A receiver that takes bytes when the test says so. */
class Receiver {
	#taken = Buffer.alloc(0);
	readonly pending: {readonly bytes: Buffer; readonly done: Done}[] = [];
	readonly write: WriteBytes = (bytes, done) => this.pending.push({bytes, done});

	take(count?: number): void {
		const {bytes, done} = this.pending.shift()!;
		const taken = bytes.subarray(0, count ?? bytes.length);
		this.#taken = Buffer.concat([this.#taken, taken]);
		done(null, taken.length);
	}

	get text(): string {
		return this.#taken.toString();
	}

	fail(code: string): void {
		this.pending.shift()!.done(Object.assign(new Error(code), {code}), 0);
	}
}

const writerTo = (receiver: Receiver, options: {buffered?: boolean; capacityBytes?: number} = {}) => {
	const errors: string[] = [];
	const writer = new LineWriter({
		name: 'test',
		write: receiver.write,
		buffered: false,
		onError: ({code}) => errors.push(String(code)),
		...options,
	});
	return {writer, errors};
};

test('the first line is written at once, lines that come meanwhile go together', () => {
	const receiver = new Receiver();
	const {writer} = writerTo(receiver);
	writer.write('a');
	writer.write('b');
	writer.write('c');
	expect(receiver.pending).toHaveLength(1);
	receiver.take();
	expect(receiver.text).toBe('a\n');
	receiver.take();
	expect(receiver.text).toBe('a\nb\nc\n');
	expect([writer.pendingBytes, receiver.pending.length]).toEqual([0, 0]);
});

test('a write that takes only a part is continued where it stopped', () => {
	const receiver = new Receiver();
	const {writer} = writerTo(receiver);
	writer.write('häßlich');
	receiver.take(3);
	receiver.take(1);
	receiver.take();
	expect(receiver.text).toBe('häßlich\n');
	expect(writer.dropped).toBe(0);
});

test('lines beyond the capacity are dropped and counted, never written half', () => {
	const receiver = new Receiver();
	const {writer} = writerTo(receiver, {capacityBytes: 8});
	for (const line of ['aaa', 'bbb', 'ccc']) writer.write(line);
	receiver.take();
	receiver.take();
	expect([receiver.text, writer.dropped]).toEqual(['aaa\nbbb\n', 1]);
});

test('a full pipe is tried again', async () => {
	const receiver = new Receiver();
	const {writer, errors} = writerTo(receiver);
	writer.write('a');
	receiver.fail('EAGAIN');
	await expect.poll(() => receiver.pending.length).toBe(1);
	receiver.take();
	expect([receiver.text, errors, writer.dropped]).toEqual(['a\n', [], 0]);
});

test('after EPIPE everything counts as dropped and nobody waits', async () => {
	const receiver = new Receiver();
	const {writer, errors} = writerTo(receiver);
	writer.write('a');
	writer.write('b');
	receiver.fail('EPIPE');
	writer.write('c');
	await writer.close(1000);
	expect([errors, writer.dropped, receiver.pending.length]).toEqual([['EPIPE'], 3, 0]);
});

test('after another error the next lines are tried', () => {
	const receiver = new Receiver();
	const {writer, errors} = writerTo(receiver);
	writer.write('a');
	writer.write('b');
	receiver.fail('ENOSPC');
	receiver.take();
	expect([receiver.text, errors, writer.dropped, writer.pendingBytes]).toEqual(['b\n', ['ENOSPC'], 1, 0]);
});

test('a source that can wait goes on when little is left', async () => {
	const receiver = new Receiver();
	const {writer} = writerTo(receiver);
	writer.write('x'.repeat(2 * 1024 * 1024));
	expect(writer.isReady).toBe(false);
	const ready = writer.ready();
	receiver.take();
	await ready;
	expect(writer.isReady).toBe(true);
});

test('close gives up on a receiver that takes nothing, counts the loss and says it is stuck', async () => {
	const receiver = new Receiver();
	const {writer} = writerTo(receiver);
	writer.write('a');
	writer.write('b');
	await writer.close(20);
	expect([writer.dropped, writer.isStuck]).toEqual([2, true]);
});

test('buffered lines are written together at the end', async () => {
	const receiver = new Receiver();
	const {writer} = writerTo(receiver, {buffered: true});
	writer.write('a');
	writer.write('b');
	expect(receiver.pending).toHaveLength(0);
	const closed = writer.close(1000);
	receiver.take();
	await closed;
	expect([receiver.text, writer.dropped]).toEqual(['a\nb\n', 0]);
});
