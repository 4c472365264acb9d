import type {Severity} from '../rules/check/finding.ts';
import {type Paint, PLAIN} from '../rules/check/report-text.ts';

export type When = 'auto' | 'always' | 'never';

const COLOURS: Readonly<Record<Severity, number>> = {error: 31, warning: 33, note: 36};

const sgr =
	(code: number) =>
	(text: string): string =>
		`\x1b[${code}m${text}\x1b[0m`;

const COLOURED: Paint = {severity: (severity, text) => sgr(COLOURS[severity])(text), place: sgr(1), faint: sgr(2)};

/** Colours for a stream: on a terminal, unless NO_COLOR or TERM say otherwise. */
export function paintFor(when: When, stream: {readonly isTTY?: boolean}, env: NodeJS.ProcessEnv): Paint {
	const isWanted = when === 'always' || (when === 'auto' && stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb');
	return isWanted ? COLOURED : PLAIN;
}
