// What loading rules costs, beside the limits: the three stock files once in a fresh process, ten thousand rules, and the
// change of one macro with the swap that follows, as the engine's worker does it.
//
//   node bench/load.mjs [STOCK_RULES_FILE…]     (RUNS=5; default: the rules that are shipped)
//
// Each row is measured in a process of its own that starts as the built program does, with V8's code of an earlier run. Told are
// the clock, the processor time of the loading thread, and that of all threads (V8 compiles and collects beside it); on a busy
// machine all are upper bounds.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {createRulesCompiler} from '../src/engine/compile-rules.ts';
import {createFieldCatalogue} from '../src/fields/catalogue.ts';
import {loadRules} from '../src/rules/load.ts';
import type {RulesFile} from '../src/rules/ruleset.ts';

const RULES = 10_000;
const MACROS = 100;
const CHANGES = 12;

const [row, ...paths] = process.argv.slice(2);
const files = paths.map((file): RulesFile => ({name: path.basename(file), text: readFileSync(file, 'utf8')}));

interface Cost {
	readonly wallMs: number;
	readonly threadMs: number;
	readonly cpuMs: number;
}

/** Nanoseconds that this thread alone was on a processor: the clock of a machine with nothing else to do. */
const threadNs = (): number => Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[0]);

function costOf(work: () => void): Cost {
	const before = process.cpuUsage();
	const threadFrom = threadNs();
	const startedAt = performance.now();
	work();
	const wallMs = performance.now() - startedAt;
	const threadMs = (threadNs() - threadFrom) / 1e6;
	const {user, system} = process.cpuUsage(before);
	return {wallMs, threadMs, cpuMs: (user + system) / 1000};
}

const compilerOf = (snapshots: boolean) =>
	createRulesCompiler({
		hostname: 'bench',
		minimumPriority: 7,
		ruleSelections: [],
		appendOutput: [],
		staticFields: {},
		bufferFormatBase64: false,
		timeFormatIso8601: false,
		snapshots,
	});

function loadOnly(given: readonly RulesFile[]): void {
	const catalogue = createFieldCatalogue();
	const {problems} = loadRules(given, {catalogueOf: (source) => (source === 'syscall' ? catalogue : undefined)});
	for (const problem of problems) if (problem.severity === 'error') throw new Error(problem.message);
}

/** Rules as a large site has them: each with checks of its own, and macros and lists that they share. */
function manyRules(): RulesFile {
	const macros = Array.from({length: MACROS}, (_, i) => {
		const before = i === 0 ? 'evt.num >= 0' : `not macro_${Math.floor(i / 2)}`;
		return `- list: list_${i}\n  items: [program_${i}, tool-${i}, "name ${i}"]\n\n- macro: macro_${i}\n  condition: (proc.name in (list_${i}) or ${before})\n`;
	});
	const rules = Array.from(
		{length: RULES},
		(_, i) => `- rule: Rule number ${i}
  desc: One of many
  condition: >
    evt.type in (open, openat, openat2) and fd.name startswith /data/${i}/
    and not proc.pname in (list_${i % MACROS}, "cron ${i}") and macro_${i % MACROS}
  output: File of set ${i} opened (file=%fd.name user=%user.name process=%proc.name command=%proc.cmdline)
  priority: WARNING
  tags: [filesystem, set_${i % 7}]
`,
	);
	return {name: 'many.yaml', text: [...macros, ...rules].join('\n')};
}

/** A change in the middle: a macro of the local rules that the dashboard has on trial. */
function changes(): Cost[] {
	const compiler = compilerOf(true);
	const local = (i: number): RulesFile => ({
		name: 'local.yaml',
		text: `- macro: spawned_process\n  condition: (evt.type in (execve, execveat) and not proc.name = trial_${i})\n`,
	});
	compiler.compile([...files, local(0)]);
	return Array.from({length: CHANGES}, (_, i) => costOf(() => compiler.compile([...files, local(i + 1)])));
}

function report(costs: readonly Cost[]): void {
	const peakMb = process.resourceUsage().maxRSS / 1024;
	process.stdout.write(JSON.stringify({costs, peakMb}));
}

switch (row) {
	case 'stock':
		report([costOf(() => loadOnly(files))]);
		break;
	case 'stock-engine':
		report([costOf(() => compilerOf(false).compile(files))]);
		break;
	case 'many':
		report([costOf(() => loadOnly([manyRules()]))]);
		break;
	case 'many-engine':
		report([costOf(() => compilerOf(false).compile([manyRules()]))]);
		break;
	case 'change':
		report(changes());
		break;
	default:
		throw new Error(`no row ${row}`);
}
