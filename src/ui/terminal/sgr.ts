/** What a terminal writes with after some SGR sequences. */
export interface Sgr {
	/** As the parameters of one sequence: attributes, foreground, background. */
	readonly style: string;
	readonly fg: string;
	readonly bg: string;
	readonly attributes: readonly string[];
	/** What follows on parameters that were met: there are as many as the themes in use have styles. */
	readonly next: Map<string, Sgr>;
}

/** Off codes of the attributes we may meet (Ink closes what it opens). */
const OFF: Readonly<Record<string, readonly string[]>> = {'22': ['1', '2'], '23': ['3'], '24': ['4'], '27': ['7'], '29': ['9']};

const byStyle = new Map<string, Sgr>();
export const START = sgrOf('', '', []);

function sgrOf(fg: string, bg: string, attributes: readonly string[]): Sgr {
	const style = [...attributes, fg, bg].filter(Boolean).join(';');
	const known = byStyle.get(style);
	if (known !== undefined) return known;
	const made: Sgr = {style, fg, bg, attributes, next: new Map()};
	byStyle.set(style, made);
	return made;
}

/** Equal styles are the same object, and nothing is read twice: frames are made of few sequences. */
export function sgrAfter(before: Sgr, parameters: string): Sgr {
	const known = before.next.get(parameters);
	if (known !== undefined) return known;
	const after = applySgr(before, parameters);
	before.next.set(parameters, after);
	return after;
}

function applySgr(before: Sgr, parameters: string): Sgr {
	let sgr = before;
	const codes = parameters.split(';');
	for (let at = 0; at < codes.length; at++) {
		const code = codes[at];
		if (code === '38' || code === '48') {
			const length = codes[at + 1] === '2' ? 5 : 3;
			const colour = codes.slice(at, at + length).join(';');
			sgr = code === '38' ? sgrOf(colour, sgr.bg, sgr.attributes) : sgrOf(sgr.fg, colour, sgr.attributes);
			at += length - 1;
		} else sgr = applyCode(sgr, code);
	}
	return sgr;
}

function applyCode(sgr: Sgr, code: string): Sgr {
	const {fg, bg, attributes} = sgr;
	const value = Number(code);
	const off = OFF[code];
	if (value === 0) return START;
	if (off !== undefined)
		return sgrOf(
			fg,
			bg,
			attributes.filter((attribute) => !off.includes(attribute)),
		);
	if ((value >= 30 && value <= 37) || (value >= 90 && value <= 97)) return sgrOf(code, bg, attributes);
	if ((value >= 40 && value <= 47) || (value >= 100 && value <= 107)) return sgrOf(fg, code, attributes);
	if (value === 39) return sgrOf('', bg, attributes);
	if (value === 49) return sgrOf(fg, '', attributes);
	return value < 10 && !attributes.includes(code) ? sgrOf(fg, bg, [...attributes, code]) : sgr;
}
