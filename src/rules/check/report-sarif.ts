import path from 'node:path';
import {ERROR_CODES, WARNING_CODES} from '../problem.ts';
import type {Place} from '../ruleset.ts';
import {CHECK_CODES, type Finding} from './finding.ts';

const CODES: Readonly<Record<string, string>> = {...ERROR_CODES, ...WARNING_CODES, ...CHECK_CODES};

export interface SarifOptions {
	readonly version: string;
	/** Files below this folder are named relative to it, as code hosts want. */
	readonly folder: string;
}

/** Findings as SARIF 2.1.0, for code hosts and editors. */
export function reportSarif(findings: readonly Finding[], {version, folder}: SarifOptions): object {
	const used = [...new Set(findings.map(({code}) => code))];
	return {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: {
					driver: {
						name: 'falconer rules check',
						semanticVersion: version,
						rules: used.map((id) => ({id, shortDescription: {text: CODES[id] ?? id}})),
					},
				},
				// Columns are counted in UTF-16 units.
				columnKind: 'utf16CodeUnits',
				results: findings.map((finding) => resultOf(finding, used, folder)),
			},
		],
	};
}

function resultOf(
	{severity, code, message, hint, item, place, snippet, related}: Finding,
	used: readonly string[],
	folder: string,
): object {
	const relatedLocations = related.map((other, id) => ({id, ...locationOf(other.place, folder), message: {text: other.message}}));
	return {
		ruleId: code,
		ruleIndex: used.indexOf(code),
		level: severity,
		message: {text: hint === undefined ? message : `${message}\n${hint}`},
		locations: [
			{
				...locationOf(place, folder, snippet.split('\n')[0]),
				...(item && {logicalLocations: [{name: item.name, kind: item.type}]}),
			},
		],
		...(relatedLocations.length > 0 && {relatedLocations}),
	};
}

function locationOf({file, line, column}: Place, folder: string, line0?: string): object {
	const region = {startLine: line + 1, startColumn: column + 1, ...(line0 && {snippet: {text: line0}})};
	return {physicalLocation: {artifactLocation: {uri: uriOf(file, folder)}, region}};
}

function uriOf(file: string, folder: string): string {
	const relative = path.relative(folder, path.resolve(folder, file));
	const isBelow = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
	const parts = (isBelow ? relative : path.resolve(folder, file)).split(path.sep).map(encodeURIComponent).join('/');
	return isBelow ? parts : `file://${parts}`;
}
