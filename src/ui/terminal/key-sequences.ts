import type {InputEvent} from './input-decoder.ts';

const BY_FINAL: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	E: 'begin',
	F: 'end',
	H: 'home',
	P: 'F1',
	Q: 'F2',
	R: 'F3',
	S: 'F4',
};
const BY_NUMBER: Readonly<Record<number, string>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'pageup',
	6: 'pagedown',
	7: 'home',
	8: 'end',
	11: 'F1',
	12: 'F2',
	13: 'F3',
	14: 'F4',
	15: 'F5',
	17: 'F6',
	18: 'F7',
	19: 'F8',
	20: 'F9',
	21: 'F10',
	23: 'F11',
	24: 'F12',
	200: 'paste-start',
};
const NAMED_CODES: Readonly<Record<number, string>> = {9: 'tab', 13: 'enter', 27: 'escape', 32: 'space', 127: 'backspace'};

/** The event of `ESC [ parameters final`; undefined for what is no key of ours. */
export function csiEvent(parameters: string, final: string): InputEvent | undefined {
	if (parameters.startsWith('<') && (final === 'M' || final === 'm')) return mouseEvent(parameters.slice(1), final);
	if (parameters === '[') return named(`F${'ABCDE'.indexOf(final) + 1}`, 'ABCDE'.includes(final));
	if (!/^[\d;:]*$/.test(parameters)) return undefined;
	const numbers = parameters.split(';').map((part) => Number.parseInt(part, 10) || 0);
	if (final === '~' && numbers[0] === 27) return codeEvent(numbers[2] ?? 0, numbers[1] ?? 1);
	if (final === 'u') return codeEvent(numbers[0], numbers[1] ?? 1);
	if (final === 'n' && (parameters === '0' || parameters === '3')) return {kind: 'key', key: 'status-report'};
	if (final === 'Z') return {kind: 'key', key: 'shift-tab'};
	const name = final === '~' ? BY_NUMBER[numbers[0]] : BY_FINAL[final];
	return name === undefined ? undefined : {kind: 'key', key: modifierPrefix(numbers[1] ?? 1) + name};
}

/** The event of `ESC O byte`. */
export function ssEvent(byte: number): InputEvent | undefined {
	const final = String.fromCharCode(byte);
	return final === 'M' ? {kind: 'key', key: 'enter'} : named(BY_FINAL[final], BY_FINAL[final] !== undefined);
}

const named = (name: string, known: boolean): InputEvent | undefined => (known ? {kind: 'key', key: name} : undefined);

/** xterm: 1 + bits for shift, alt, control. */
function modifierPrefix(modifier: number): string {
	const bits = modifier - 1;
	return (bits & 4 ? 'ctrl-' : '') + (bits & 2 ? 'alt-' : '') + (bits & 1 ? 'shift-' : '');
}

function codeEvent(code: number, modifier: number): InputEvent | undefined {
	if (code <= 0 || code > 0x10ffff) return undefined;
	const name = NAMED_CODES[code] ?? (code > 32 ? String.fromCodePoint(code) : undefined);
	return name === undefined ? undefined : {kind: 'key', key: modifierPrefix(modifier) + name};
}

function mouseEvent(parameters: string, final: string): InputEvent | undefined {
	const [button, x, y] = parameters.split(';').map(Number);
	if (!(x > 0 && y > 0)) return undefined;
	const at = {x: x - 1, y: y - 1};
	if (button & 64) return {kind: 'mouse', action: button & 1 ? 'wheel-down' : 'wheel-up', ...at};
	if (button & 32 || (button & 3) !== 0) return undefined;
	return {kind: 'mouse', action: final === 'M' ? 'press' : 'release', ...at};
}
