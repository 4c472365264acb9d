import type {ClipboardPort, Environment} from '../options.ts';
import {showText} from '../terminal/sanitize.ts';
import {osc52} from './osc52.ts';

export interface CopyRequest {
	readonly text: string;
	readonly clipboard: ClipboardPort | undefined;
	readonly env: Environment;
	readonly writeTerminal: (text: string) => void;
}

export type CopyOutcome = {readonly ok: true; readonly how: string} | {readonly ok: false; readonly message: string};

/** Puts escaped text on the clipboard: the system's where there is one, else the terminal's. */
export async function copyText({text, clipboard, env, writeTerminal}: CopyRequest): Promise<CopyOutcome> {
	const safe = text.split('\n').map(showText).join('\n');
	if (clipboard !== undefined) {
		try {
			await clipboard.write(safe);
			return {ok: true, how: 'to the clipboard'};
		} catch {
			// No display, no helper program: the terminal may still do it.
		}
	}
	const sequence = osc52(safe, env);
	if (sequence === undefined) return {ok: false, message: `too long for the terminal's clipboard: ${safe.length} characters`};
	writeTerminal(sequence);
	return {ok: true, how: 'to the terminal’s clipboard (OSC 52)'};
}
