import {summarizeRule} from '../engine/rule-summary.ts';
import {createFieldCatalogue} from '../fields/catalogue.ts';
import {loadRules} from '../rules/load.ts';
import {createLoadCache} from '../rules/load-cache.ts';
import type {LoadResult, RulesFile} from '../rules/ruleset.ts';
import {rulesInfoOf} from '../tuning/rules-info.ts';
import {patchText, readLocalRules, saveLocalRules} from '../tuning/save.ts';
import {SaveFailure} from '../tuning/save-failure.ts';
import {parseTime} from '../tuning/time-span.ts';
import {authorName} from './author.ts';
import {type FalcoRules, readFalcoRules} from './falco-rules.ts';
import {rulesOptions} from './rules-options.ts';
import {rulesFailureText, unreadableText} from './rules-report.ts';
import {setUp} from './setup.ts';
import {escapeControls} from './terminal-text.ts';
import type {TuneFlags} from './tune.ts';
import {type Applied, applyCandidates} from './tune-apply.ts';
import {type Candidate, type TuneReport, tuneReport} from './tune-candidates.ts';
import {tuneJson} from './tune-json.ts';
import {readTuneLog, type TuneLog} from './tune-log.ts';
import {tuneText} from './tune-text.ts';

/** Exit codes of `falconer tune`, listed in docs/tune.md. */
const EXIT = {done: 0, input: 1, usage: 2, notApplicable: 3, notSaved: 4} as const;

/** Why it cannot go on, with its exit code. */
class TuneStop extends Error {
	constructor(
		readonly exitCode: number,
		message: string,
	) {
		super(message);
	}
}

/** `falconer tune --headless`; returns the exit code. */
export async function runTune(file: string, flags: TuneFlags, packageRoot: string): Promise<number> {
	// Whoever reads the report may have seen enough (`| head`).
	process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.input));
	try {
		await tune(file, flags, packageRoot);
		return EXIT.done;
	} catch (error) {
		if (!(error instanceof TuneStop)) throw error;
		process.stderr.write(`falconer: ${escapeControls(error.message)}\n`);
		return error.exitCode;
	}
}

async function tune(file: string, flags: TuneFlags, packageRoot: string): Promise<void> {
	const untilMs = flags.until === undefined ? undefined : timeOf('--until', flags.until, Date.now(), 1);
	if (untilMs !== undefined && untilMs <= Date.now())
		throw new TuneStop(EXIT.usage, `--until '${flags.until}' is over already: an exception that ends must end later`);
	const {config, failed} = setUp(flags);
	if (failed) throw new TuneStop(EXIT.input, 'the configuration has errors');
	const rules = readFalcoRules(flags, config, packageRoot);
	const unread = unreadableText(rules.unreadable);
	if (unread !== undefined) throw new TuneStop(EXIT.input, unread);
	const catalogue = createFieldCatalogue({staticFields: config.values.static_fields});
	const loading = {...rulesOptions(config), cache: createLoadCache()};
	const load = (files: readonly RulesFile[]): LoadResult => loadRules(files, loading);
	const log = await readTuneLog(file, catalogue).catch((error: Error) => {
		throw new TuneStop(EXIT.input, `${file} cannot be read: ${error.message}`);
	});
	const {ruleset, problems} = load(rules.files);
	const faulty = rulesFailureText(problems);
	if (faulty !== undefined) process.stderr.write(`${faulty}\n`);
	const sinceNs =
		flags.since === undefined
			? endOfTime(log)
			: BigInt(timeOf('--since', flags.since, Number((log.lastNs ?? 0n) / 1_000_000n), -1)) * 1_000_000n;
	const report = tuneReport(log, {rules: ruleset.rules.map(summarizeRule), info: rulesInfoOf(ruleset)}, {top: flags.top, sinceNs});
	if (flags.apply.length === 0) process.stdout.write(flags.json ? `${tuneJson(report, log)}\n` : tuneText(report, log));
	else await apply({flags, rules, report, load, file, untilMs});
}

/** Without `--since` nothing is new. */
const endOfTime = ({lastNs}: TuneLog): bigint => (lastNs ?? 0n) + 1n;

function timeOf(flag: string, text: string, fromMs: number, direction: 1 | -1): number {
	const atMs = parseTime(text, fromMs, direction);
	if (atMs === undefined) throw new TuneStop(EXIT.usage, `${flag} '${text}': expected a date (2026-11-30) or a span (2h, 7d)`);
	return atMs;
}

interface Application {
	readonly flags: TuneFlags;
	readonly rules: FalcoRules;
	readonly report: TuneReport;
	readonly load: (files: readonly RulesFile[]) => LoadResult;
	readonly file: string;
	readonly untilMs: number | undefined;
}

async function apply({flags, rules, report, load, file, untilMs}: Application): Promise<void> {
	const candidates = flags.apply.map((wanted) => find(report, wanted));
	const path = flags.write ?? rules.localPath;
	const local = await readLocalRules(path).catch((error: Error) => {
		throw new TuneStop(EXIT.input, `${path} cannot be read: ${error.message}`);
	});
	const applied: Applied = applyCandidates({
		candidates,
		files: rules.files,
		path,
		text: local.text,
		load,
		placeKind: flags.place,
		comment: (candidate) => commentOf(candidate, {file, why: flags.comment}),
		untilMs,
		falcoVersion: flags.falcoVersion,
	});
	if (!applied.ok) throw new TuneStop(EXIT.notApplicable, applied.message);
	for (const summary of applied.summaries) process.stderr.write(`${escapeControls(summary)}\n`);
	if (applied.text === local.text) return;
	if (flags.write === undefined) process.stdout.write(patchText(path, local.text, applied.text));
	else await save(path, local.text, applied.text);
}

function find(report: TuneReport, wanted: string): Candidate {
	const found = report.candidates.find(({id, key}) => String(id) === wanted || key === wanted);
	if (found === undefined)
		throw new TuneStop(
			EXIT.notApplicable,
			`there is no candidate '${wanted}': this log and these rules give 1 to ${report.candidates.length}`,
		);
	return found;
}

async function save(path: string, baseText: string, newText: string): Promise<void> {
	try {
		// What loads was found out when the change was applied.
		const saved = await saveLocalRules({path, baseText, newText, validate: () => undefined});
		process.stderr.write(`saved ${escapeControls(saved.path)}\n`);
	} catch (error) {
		if (!(error instanceof SaveFailure)) throw error;
		throw new TuneStop(EXIT.notSaved, `${error.message}\n${error.hint}`);
	}
}

/** Who, when, why. */
function commentOf({rule, preview}: Candidate, {file, why}: {readonly file: string; readonly why: string | undefined}): string {
	const day = new Date().toISOString().slice(0, 10);
	const {silenced, kept} = preview.rule;
	const by = authorName(process.env);
	const said = `${day} ${by}, falconer tune: silences ${silenced} of ${kept} alerts of "${rule}" in ${file === '-' ? 'standard input' : file}`;
	return why === undefined ? said : `${said}\n${why}`;
}
