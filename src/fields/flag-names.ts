import type {EventParam} from '../events/event-types.ts';

type Namer = (value: number) => string;

// A parameter meets few values; a table that somebody filled on purpose is emptied.
const MOST_VALUES = 1024;
const namers = new Map<EventParam, Namer>();

/** The names of a parameter's flags or of its enumeration value, joined with `|`; '' where none fits. */
export function flagNames(param: EventParam, value: number): string {
	let namer = namers.get(param);
	if (namer === undefined) {
		namer = remembered(namerOf(param));
		namers.set(param, namer);
	}
	return namer(value);
}

function remembered(make: Namer): Namer {
	const known = new Map<number, string>();
	return (value) => {
		let text = known.get(value);
		if (text === undefined) {
			if (known.size >= MOST_VALUES) known.clear();
			text = make(value);
			known.set(value, text);
		}
		return text;
	};
}

function namerOf(param: EventParam): Namer {
	const values = Object.entries(param.values ?? {});
	if (param.type.startsWith('ENUM'))
		return (value) =>
			values
				.filter(([, bits]) => bits === value)
				.map(([name]) => name)
				.join('|');
	return param.type === 'MODE' ? (value) => modeNames(values, value) : (value) => flagsOf(values, value);
}

/** Bits already named are not named again, and a flag that is the whole value ends the list. */
function flagsOf(values: readonly (readonly [string, number])[], whole: number): string {
	const names: string[] = [];
	let rest = whole;
	for (const [name, bits] of values) {
		const fits = bits === 0 ? whole === 0 : rest !== 0 && (rest & bits) >>> 0 === bits;
		if (!fits) continue;
		names.push(name);
		rest = (rest & ~bits) >>> 0;
		if (bits === whole) break;
	}
	return names.join('|');
}

/** Like flags, but a name that is the whole value ends the search and is named whatever came before. */
function modeNames(values: readonly (readonly [string, number])[], whole: number): string {
	const names: string[] = [];
	let rest = whole;
	for (const [name, bits] of values) {
		if (bits === whole) return [...names, name].join('|');
		const fits = bits === 0 ? whole === 0 : rest !== 0 && (rest & bits) >>> 0 === bits;
		if (!fits) continue;
		names.push(name);
		rest = (rest & ~bits) >>> 0;
	}
	return names.join('|');
}
