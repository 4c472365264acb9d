import {expect, test} from 'vitest';
import {reportJson} from '../../../src/rules/check/report-json.ts';
import {reportSarif} from '../../../src/rules/check/report-sarif.ts';
import {reportText} from '../../../src/rules/check/report-text.ts';
import {findingsIn, macro, rule} from './findings.ts';

const findings = findingsIn([
	macro('m', 'proc.name=a'),
	rule('r', 'evt.type=kill and proc.name=a and proc.name=b'),
	rule('s', 'evt.type=opem'),
]);

test('text has place, caret, reason, second place and hint, and counts at the end', () => {
	expect(reportText(findings, 3)).toBe(
		[
			"rules0.yaml:1:3: note: Macro not referred to by any other rule/macro [LOAD_UNUSED_MACRO] in macro 'm'",
			'    - macro: m',
			'      ^',
			'',
			"rules1.yaml:4:39: warning: Rule can never match: proc.name cannot be 'a' and pass 'proc.name = b' [CHECK_NEVER_MATCHES] in rule 'r'",
			'        evt.type=kill and proc.name=a and proc.name=b',
			`${' '.repeat(42)}^`,
			'  rules1.yaml:4:23: against this',
			'        evt.type=kill and proc.name=a and proc.name=b',
			`${' '.repeat(26)}^`,
			'',
			"rules2.yaml:4:14: error: unknown event type opem [LOAD_ERR_COMPILE_CONDITION] in rule 's'",
			'        evt.type=opem',
			`${' '.repeat(17)}^`,
			'  hint: did you mean open?',
			'',
			'1 error, 1 warning, 1 note in 3 files',
		].join('\n'),
	);
});

test('text is safe for a terminal', () => {
	const hostile = findingsIn([rule('"r\\e]0;x\\a"', 'evt.type=openat and proc.name="\x1b[2Jsixteen-bytes-long"')]);
	expect(hostile.length).toBeGreaterThan(0);
	expect(reportText(hostile, 1)).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
});

test('json has the same, lines and columns from 1', () => {
	expect(reportJson(findings)).toMatchObject({
		summary: {errors: 1, warnings: 1, notes: 1},
		findings: [
			{severity: 'note', code: 'LOAD_UNUSED_MACRO', file: 'rules0.yaml', line: 1, column: 3, item: {type: 'macro', name: 'm'}},
			{severity: 'warning', code: 'CHECK_NEVER_MATCHES', line: 4, column: 39, related: [{line: 4, column: 23}]},
			{severity: 'error', hint: 'did you mean open?', related: []},
		],
	});
});

interface Sarif {
	readonly $schema: string;
	readonly version: string;
	readonly runs: readonly {
		readonly tool: {
			readonly driver: {
				readonly name: string;
				readonly rules: readonly {readonly id: string; readonly shortDescription: {readonly text: string}}[];
			};
		};
		readonly columnKind: string;
		readonly results: readonly SarifResult[];
	}[];
}
interface SarifResult {
	readonly ruleId: string;
	readonly ruleIndex: number;
	readonly level: string;
	readonly message: {readonly text: string};
	readonly locations: readonly SarifLocation[];
	readonly relatedLocations?: readonly SarifLocation[];
}
interface SarifLocation {
	readonly physicalLocation: {
		readonly artifactLocation: {readonly uri: string};
		readonly region: {readonly startLine: number; readonly startColumn: number};
	};
}

test('sarif has what version 2.1.0 requires', () => {
	const report = reportSarif(findings, {version: '1.2.3', folder: '/work'}) as Sarif;
	expect(report.version).toBe('2.1.0');
	const [run] = report.runs;
	expect(run.tool.driver.name).toBe('falconer rules check');
	expect(run.columnKind).toBe('utf16CodeUnits');
	expect(run.results.length).toBe(findings.length);
	for (const result of run.results) {
		expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
		expect(run.tool.driver.rules[result.ruleIndex].shortDescription.text).not.toBe(result.ruleId);
		expect(['none', 'note', 'warning', 'error']).toContain(result.level);
		expect(result.message.text).not.toBe('');
		for (const {physicalLocation} of [...result.locations, ...(result.relatedLocations ?? [])]) {
			expect(physicalLocation.artifactLocation.uri).toMatch(/^rules\d\.yaml$/);
			expect(physicalLocation.region.startLine).toBeGreaterThan(0);
			expect(physicalLocation.region.startColumn).toBeGreaterThan(0);
		}
	}
});

test('sarif names files outside the folder by their whole path, and quotes odd names', () => {
	const odd = findings.map((finding) => ({...finding, place: {...finding.place, file: '/etc/falco/my rules#1.yaml'}}));
	const report = reportSarif(odd, {version: '1.2.3', folder: '/work'}) as Sarif;
	expect(report.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('file:///etc/falco/my%20rules%231.yaml');
});
