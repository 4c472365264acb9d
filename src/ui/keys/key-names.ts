/** How keys without a visible character are called inside, and how a person reads them. */
const SHOWN: Readonly<Record<string, string>> = {
	enter: '↵',
	escape: 'Esc',
	space: '␣',
	up: '↑',
	down: '↓',
	left: '←',
	right: '→',
	tab: 'Tab',
	backspace: '⌫',
	delete: 'Del',
	insert: 'Ins',
	pageup: 'PgUp',
	pagedown: 'PgDn',
	home: 'Home',
	end: 'End',
};

/** Other words for the same key, as people write them in a file. */
const SAME: Readonly<Record<string, string>> = {
	return: 'enter',
	esc: 'escape',
	del: 'delete',
	ins: 'insert',
	pgup: 'pageup',
	pgdn: 'pagedown',
	bs: 'backspace',
	control: 'ctrl',
	...Object.fromEntries(Object.entries(SHOWN).map(([name, shown]) => [shown.toLowerCase(), name])),
};

const MODIFIERS = ['ctrl', 'alt', 'shift'] as const;

/** Every name of a key that is not a single character, for "did you mean". */
export const KEY_NAMES: readonly string[] = [
	...Object.keys(SHOWN),
	...Object.keys(SAME).filter((word) => /^[a-z]{3,}$/.test(word)),
	...Array.from({length: 12}, (_, at) => `F${at + 1}`),
];

/** A key as a person reads it: `↵`, `Ctrl-L`, `w`. */
export function keyName(key: string): string {
	const shown = SHOWN[key];
	if (shown !== undefined) return shown;
	if (key.startsWith('ctrl-')) return `Ctrl-${rest(key, 5).toUpperCase()}`;
	if (key.startsWith('alt-')) return `Alt-${rest(key, 4)}`;
	return key.startsWith('shift-') ? `⇧${rest(key, 6)}` : key;
}

const rest = (key: string, from: number): string => SHOWN[key.slice(from)] ?? key.slice(from);

/** The key that a text of a file means: `w`, `Ctrl-L`, `F5`, `pgdn`; undefined where it is none. */
export function parseKey(text: string): string | undefined {
	const trimmed = text.length === 1 ? text : text.trim();
	if (trimmed === ' ') return 'space';
	if ([...trimmed].length === 1 && !/[\p{C}\p{Z}]/u.test(trimmed) && SAME[trimmed] === undefined) return trimmed;
	const parts = trimmed.split(/-(?=.)/);
	const base = parts.pop() ?? '';
	const modifiers = parts.map((part) => SAME[part.toLowerCase()] ?? part.toLowerCase());
	const name = modifiers.length > 0 && [...base].length === 1 && SAME[base] === undefined ? base : baseKey(base);
	if (name === undefined || modifiers.some((part) => !(MODIFIERS as readonly string[]).includes(part))) return undefined;
	const isControl = modifiers.includes('ctrl');
	const prefix = MODIFIERS.filter((modifier) => modifiers.includes(modifier)).join('-');
	// A terminal does not tell Ctrl-L from Ctrl-l.
	return prefix === '' ? name : `${prefix}-${isControl && [...name].length === 1 ? name.toLowerCase() : name}`;
}

function baseKey(text: string): string | undefined {
	const word = text.toLowerCase();
	const name = SAME[word] ?? word;
	if (name in SHOWN) return name;
	return /^f([1-9]|1[0-2])$/.test(name) ? name.toUpperCase() : undefined;
}

/** Whether pressing it where text is asked for writes that character. */
export const isTyped = (key: string): boolean => [...key].length === 1 || key === 'space' || key === 'backspace';
