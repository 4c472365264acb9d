import {csiEvent, ssEvent} from './key-sequences.ts';

export type InputEvent =
	| {
			readonly kind: 'key' /** `a`, `Z`, `enter`, `ctrl-c`, `shift-tab`, `F5`, `alt-x`. */;
			readonly key: string /** What typing it inserts. */;
			readonly text?: string;
	  }
	| {readonly kind: 'paste'; readonly text: string /** Bytes left out because the paste was too long. */; readonly dropped: number}
	| {readonly kind: 'mouse'; readonly action: 'press' | 'release' | 'wheel-up' | 'wheel-down'; readonly x: number; readonly y: number};

/** undefined event: the bytes are consumed and mean nothing here. */
interface Decoded {
	readonly length: number;
	readonly event?: InputEvent;
}

const ESC = 0x1b;
const PASTE_END = Buffer.from('\x1b[201~');
const MAX_PASTE_BYTES = 65_536;
/** Longer than any control sequence that a terminal sends; a longer one is noise. */
const MAX_SEQUENCE_BYTES = 64;

/** Raw terminal input to keys. However the bytes are split into reads, the events are the same. */
export class InputDecoder {
	private pending: Buffer = Buffer.alloc(0);
	private paste: Buffer[] | undefined;
	private pasteBytes = 0;
	private pasteDropped = 0;

	/** `onAnswer`: the terminal tells that it has come to a question. */
	constructor(private readonly onAnswer: () => void = () => undefined) {}

	/** Whether a sequence is unfinished: after a short silence call `flush`. */
	get isWaiting(): boolean {
		return this.pending.length > 0 && this.paste === undefined;
	}

	feed(bytes: Uint8Array): InputEvent[] {
		this.pending = this.pending.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.pending, bytes]);
		return this.drain(false);
	}

	/** The terminal went silent: a lone Esc is the Esc key, other unfinished bytes are dropped. */
	flush(): InputEvent[] {
		return this.paste === undefined ? this.drain(true) : [];
	}

	private drain(final: boolean): InputEvent[] {
		const events: InputEvent[] = [];
		let at = 0;
		while (at < this.pending.length) {
			const rest = this.pending.subarray(at);
			const decoded = this.paste === undefined ? this.next(rest, final) : this.nextOfPaste(rest);
			if (decoded === undefined) break;
			if (decoded.event !== undefined) events.push(decoded.event);
			at += decoded.length;
		}
		this.pending = at === 0 ? this.pending : Buffer.from(this.pending.subarray(at));
		return events;
	}

	private next(bytes: Buffer, final: boolean): Decoded | undefined {
		if (bytes[0] !== ESC) return decodeCharacter(bytes, final);
		const decoded = decodeEscape(bytes, final);
		if (decoded?.event?.kind === 'key' && decoded.event.key === 'status-report') {
			this.onAnswer();
			return {length: decoded.length};
		}
		if (decoded?.event?.kind === 'key' && decoded.event.key === 'paste-start') {
			this.paste = [];
			this.pasteBytes = 0;
			this.pasteDropped = 0;
			return {length: decoded.length};
		}
		return decoded;
	}

	/** Keeps back as many bytes as could be the beginning of the end mark. */
	private nextOfPaste(bytes: Buffer): Decoded | undefined {
		const end = bytes.indexOf(PASTE_END);
		const safe = end >= 0 ? end : Math.max(0, bytes.length - PASTE_END.length + 1);
		const kept = Math.min(safe, MAX_PASTE_BYTES - this.pasteBytes);
		if (kept > 0) this.paste!.push(Buffer.from(bytes.subarray(0, kept)));
		this.pasteBytes += kept;
		this.pasteDropped += safe - kept;
		if (end < 0) return safe === 0 ? undefined : {length: safe};
		const text = Buffer.concat(this.paste!).toString('utf8');
		this.paste = undefined;
		return {length: end + PASTE_END.length, event: {kind: 'paste', text, dropped: this.pasteDropped}};
	}
}

const key = (name: string, text?: string): InputEvent => (text === undefined ? {kind: 'key', key: name} : {kind: 'key', key: name, text});

function decodeCharacter(bytes: Buffer, final: boolean): Decoded | undefined {
	const lead = bytes[0];
	if (lead < 0x20 || lead === 0x7f) return {length: 1, event: key(controlName(lead))};
	if (lead === 0x20) return {length: 1, event: key('space', ' ')};
	if (lead < 0x80) return {length: 1, event: key(String.fromCharCode(lead), String.fromCharCode(lead))};
	const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
	for (let at = 1; at < length; at++) {
		if (at >= bytes.length) return final ? {length: bytes.length} : undefined;
		if ((bytes[at] & 0xc0) !== 0x80) return {length: at};
	}
	const text = bytes.toString('utf8', 0, length);
	return text.includes('\ufffd') ? {length} : {length, event: key(text, text)};
}

function controlName(code: number): string {
	if (code === 0x0d || code === 0x0a) return 'enter';
	if (code === 0x09) return 'tab';
	if (code === 0x7f || code === 0x08) return 'backspace';
	if (code === 0) return 'ctrl-space';
	return code <= 26 ? `ctrl-${String.fromCharCode(code + 96)}` : `ctrl-${String.fromCharCode(code + 64)}`;
}

function decodeEscape(bytes: Buffer, final: boolean): Decoded | undefined {
	const unfinished: Decoded | undefined = final ? {length: bytes.length} : undefined;
	if (bytes.length === 1) return final ? {length: 1, event: key('escape')} : undefined;
	switch (bytes[1]) {
		case ESC:
			return {length: 1, event: key('escape')};
		case 0x5b: // [
			return decodeCsi(bytes) ?? unfinished;
		case 0x4f: // O
			return bytes.length < 3 ? (final ? {length: 2, event: key('alt-O')} : undefined) : {length: 3, event: ssEvent(bytes[2])};
		case 0x5d: // ] and P: answers of the terminal, up to BEL or ESC \
		case 0x50:
			return stringLength(bytes) ?? unfinished;
	}
	const character = decodeCharacter(bytes.subarray(1), final);
	if (character === undefined) return undefined;
	const event = character.event?.kind === 'key' ? key(`alt-${character.event.key}`) : undefined;
	return {length: character.length + 1, event};
}

function decodeCsi(bytes: Buffer): Decoded | undefined {
	if (bytes[2] === 0x5b) return bytes.length < 4 ? undefined : {length: 4, event: csiEvent('[', String.fromCharCode(bytes[3]))};
	if (bytes[2] === 0x4d) return bytes.length < 6 ? undefined : {length: 6};
	for (let at = 2; at < bytes.length; at++) {
		const byte = bytes[at];
		if (byte >= 0x40 && byte <= 0x7e) return {length: at + 1, event: csiEvent(bytes.toString('latin1', 2, at), String.fromCharCode(byte))};
		if (byte < 0x20 || byte > 0x7e || at > MAX_SEQUENCE_BYTES) return {length: at};
	}
	return undefined;
}

function stringLength(bytes: Buffer): Decoded | undefined {
	for (let at = 2; at < bytes.length; at++) {
		if (bytes[at] === 0x07) return {length: at + 1};
		if (bytes[at] === ESC) {
			if (at + 1 >= bytes.length) return undefined;
			return {length: bytes[at + 1] === 0x5c ? at + 2 : at};
		}
		if (at > 4096) return {length: at};
	}
	return undefined;
}
