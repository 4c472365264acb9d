import type {Place} from '../ruleset.ts';
import type {Finding} from './finding.ts';

/** Findings for programs; lines and columns from 1. */
export function reportJson(findings: readonly Finding[]): object {
	const count = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
	return {
		summary: {errors: count('error'), warnings: count('warning'), notes: count('note')},
		findings: findings.map(({severity, code, message, hint, item, place, snippet, related}) => ({
			severity,
			code,
			message,
			hint: hint ?? null,
			item: item ?? null,
			...position(place),
			snippet,
			related: related.map((other) => ({message: other.message, ...position(other.place), snippet: other.snippet})),
		})),
	};
}

const position = ({file, line, column}: Place) => ({file, line: line + 1, column: column + 1});
