import {closeSync, openSync} from 'node:fs';
import {ReadStream} from 'node:tty';

/** Where keys come from: where standard input brings something else, from the terminal itself. Undefined without a terminal. */
export function openKeyboard(stdinTaken: boolean): ReadStream | undefined {
	if (!stdinTaken) return process.stdin.isTTY ? process.stdin : undefined;
	let descriptor: number | undefined;
	try {
		descriptor = openSync('/dev/tty', 'r+');
		return new ReadStream(descriptor);
	} catch {
		if (descriptor !== undefined) closeSync(descriptor);
		return undefined;
	}
}
