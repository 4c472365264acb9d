import type {Environment} from '../options.ts';

/** What terminals take in one sequence: base64 of the text. */
export const MAX_ENCODED_BYTES = 74_994;

/** The sequence that puts a text on the clipboard of the terminal, through tmux and screen; undefined where it is too long. */
export function osc52(text: string, env: Environment): string | undefined {
	const encoded = Buffer.from(text, 'utf8').toString('base64');
	if (encoded.length > MAX_ENCODED_BYTES) return undefined;
	const sequence = `\x1b]52;c;${encoded}\x07`;
	if (env.TMUX !== undefined && env.TMUX !== '') return `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
	return /^screen/.test(env.TERM ?? '') ? throughScreen(sequence) : sequence;
}

/** GNU screen passes on at most 768 bytes at a time. */
const SCREEN_CHUNK = 760;

function throughScreen(sequence: string): string {
	let wrapped = '';
	for (let at = 0; at < sequence.length; at += SCREEN_CHUNK) wrapped += `\x1bP${sequence.slice(at, at + SCREEN_CHUNK)}\x1b\\`;
	return wrapped;
}
