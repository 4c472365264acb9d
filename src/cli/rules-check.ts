import {expandRulesPaths, readRulesFiles} from '../config/rules-paths.ts';
import {SYSCALL_SOURCE} from '../engine/compile-rules.ts';
import {createFieldCatalogue} from '../fields/catalogue.ts';
import {checkRules} from '../rules/check/check-rules.ts';
import {type Finding, findingOf} from '../rules/check/finding.ts';
import {reportJson} from '../rules/check/report-json.ts';
import {reportSarif} from '../rules/check/report-sarif.ts';
import {reportText} from '../rules/check/report-text.ts';
import {engineVersionOf, KNOWN_FALCO_VERSIONS} from '../rules/falco-versions.ts';
import {findExpired} from './expired-exceptions.ts';
import {paintFor, type When} from './paint.ts';
import {unreadableProblem} from './rules-report.ts';
import {isSentByDefault} from './sent-events.ts';
import {escapeControls} from './terminal-text.ts';
import {programVersion} from './version.ts';

export interface RulesCheckFlags {
	readonly format: 'text' | 'json' | 'sarif';
	readonly strict: boolean;
	readonly falcoVersion?: string;
	readonly color: When;
}

const CLEAN = 0;
const FAULTY = 1;
const USAGE = 2;

/** `falconer rules check`. Returns the exit code. */
export function runRulesCheck(given: readonly string[], flags: RulesCheckFlags, packageRoot: string): number {
	const engineVersion = flags.falcoVersion === undefined ? undefined : engineVersionOf(flags.falcoVersion);
	if (flags.falcoVersion !== undefined && engineVersion === undefined) {
		const known = KNOWN_FALCO_VERSIONS.join(', ');
		process.stderr.write(`the rule engine of Falco ${escapeControls(flags.falcoVersion)} is not known here, those of ${known} are\n`);
		return USAGE;
	}
	const {files: paths, missing} = expandRulesPaths(given);
	const {files, unreadable} = readRulesFiles(paths);
	const unread = [...missing.map((file) => ({file, message: 'no such file or folder'})), ...unreadable];
	const catalogue = createFieldCatalogue();
	const found = checkRules(files, {
		catalogueOf: (source) => (source === SYSCALL_SOURCE ? catalogue : undefined),
		engineVersion,
		isSent: isSentByDefault,
	});
	const findings = [...unread.map((file) => findingOf(unreadableProblem(file))), ...found, ...findExpired(files, Date.now())];
	process.stdout.write(`${report(findings, paths.length + missing.length, flags, packageRoot)}\n`);
	return exitCode(findings, flags.strict);
}

function report(findings: readonly Finding[], files: number, {format, color}: RulesCheckFlags, packageRoot: string): string {
	switch (format) {
		case 'json':
			return JSON.stringify(reportJson(findings), null, 2);
		case 'sarif':
			return JSON.stringify(reportSarif(findings, {version: programVersion(packageRoot), folder: process.cwd()}), null, 2);
		case 'text':
			return reportText(findings, files, paintFor(color, process.stdout, process.env));
	}
}

function exitCode(findings: readonly Finding[], strict: boolean): number {
	const isFault = ({severity}: Finding) => severity === 'error' || (strict && severity === 'warning');
	return findings.some(isFault) ? FAULTY : CLEAN;
}
