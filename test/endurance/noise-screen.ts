/** A line of the Noise view, as a person reads it. */
export interface NoiseLine {
	readonly selected: boolean;
	readonly silences: number;
	readonly priority: string;
	/** Rule, exception and container, cut as the screen cuts them. */
	readonly text: string;
}

const LINE = /^\s*(▸)?\s+(?:● )?([\d,.]+[kM]?)\s+[\d.]+%.*?[\d.]+%\s+([A-Z])\s{2}(\S.*)$/;

/** The rows of the Noise view; empty where another view is on the screen. */
export function readNoise(lines: readonly string[]): NoiseLine[] {
	return lines.flatMap((line) => {
		const [, selected, silences, priority, text] = LINE.exec(line.split('│')[0]) ?? [];
		return silences === undefined ? [] : [{selected: selected !== undefined, silences: readCount(silences), priority, text: text.trim()}];
	});
}

function readCount(text: string): number {
	const number = Number.parseFloat(text.replaceAll(',', ''));
	return text.endsWith('M') ? number * 1e6 : text.endsWith('k') ? number * 1e3 : number;
}

/** What the whitelist form says. */
export interface FormReading {
	readonly rule: string;
	readonly condition: string;
	readonly place: string;
	/** Alerts of other rules that it would silence. */
	readonly others: number;
	readonly warnings: readonly string[];
	readonly refused: boolean;
}

export function readForm(lines: readonly string[]): FormReading | undefined {
	const title = lines.find((line) => /^\s*Whitelist · /.test(line));
	if (title === undefined) return undefined;
	const at = lines.findIndex((line) => /^\s+condition: /.test(line));
	const condition = at < 0 ? [] : [lines[at].replace(/^\s+condition: /, ''), ...continued(lines.slice(at + 1))];
	return {
		rule: title.replace(/^\s*Whitelist · /, '').replace(/ · .*$/, ''),
		condition: condition.join(' '),
		place: /\(•\) (\S+(?: \S+)*)/.exec(lines.find((line) => line.includes('(•)')) ?? '')?.[1] ?? '',
		others: readCount(/kept alerts of this rule, ([\d,.]+[kM]?) of others/.exec(lines.join('\n'))?.[1] ?? '0'),
		warnings: lines.flatMap((line) => (/^\s+! /.test(line) ? [line.trim().slice(2)] : [])),
		refused: lines.some((line) => /^\s+✗ /.test(line)),
	};
}

const continued = (lines: readonly string[]): string[] => {
	const end = lines.findIndex((line) => !/^\s{10,}\S/.test(line));
	return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.trim());
};

/** What the header says: alerts a second, drops, unsaved changes. */
export function readHeader(line: string): {readonly alertsPerSecond: number; readonly drops: number; readonly unsaved: number} {
	return {
		alertsPerSecond: readCount(/alerts\s+([\d,.]+[kM]?)\/s/.exec(line)?.[1] ?? '0'),
		drops: readCount(/drops\s+([\d,.]+[kM]?)/.exec(line)?.[1] ?? '0'),
		unsaved: Number(/● (\d+)/.exec(line)?.[1] ?? 0),
	};
}
