import {printable} from '../printable.ts';
import type {Place} from '../ruleset.ts';
import type {Finding, Severity} from './finding.ts';

/** Colours of the words that are looked for; the default writes none. */
export interface Paint {
	severity(severity: Severity, text: string): string;
	place(text: string): string;
	faint(text: string): string;
}

export const PLAIN: Paint = {severity: (_, text) => text, place: (text) => text, faint: (text) => text};

/** Findings for a person: place, source line with a caret, what to do. Safe for a terminal. */
export function reportText(findings: readonly Finding[], files: number, paint: Paint = PLAIN): string {
	return [...findings.map((finding) => findingText(finding, paint)), countsText(findings, files)].join('\n\n');
}

function findingText({severity, code, message, hint, item, place, snippet, related}: Finding, paint: Paint): string {
	const about = item === undefined ? '' : ` in ${item.type} '${printable(item.name)}'`;
	const [first, ...more] = message.split('\n').map(printable);
	return [
		`${paint.place(placeText(place))}: ${paint.severity(severity, severity)}: ${first} ${paint.faint(`[${code}]${about}`)}`,
		...more,
		...snippetLines(snippet),
		...related.flatMap((other) => [
			`  ${paint.place(placeText(other.place))}: ${printable(other.message)}`,
			...snippetLines(other.snippet),
		]),
		...(hint === undefined ? [] : [`  hint: ${printable(hint)}`]),
	].join('\n');
}

const snippetLines = (snippet: string) => (snippet === '' ? [] : snippet.split('\n').map((line) => `    ${printable(line)}`));

/** Lines and columns from 1, as editors count. */
const placeText = ({file, line, column}: Place) => `${printable(file)}:${line + 1}:${column + 1}`;

/** `2 errors, 1 warning, no notes in 3 files` */
export function countsText(findings: readonly Finding[], files: number): string {
	const counts = (['error', 'warning', 'note'] as const).map((severity) =>
		count(findings.filter((finding) => finding.severity === severity).length, severity),
	);
	return `${counts.join(', ')} in ${count(files, 'file')}`;
}

const count = (n: number, word: string) => `${n === 0 ? 'no' : n} ${word}${n === 1 ? '' : 's'}`;
