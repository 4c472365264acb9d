import {type LoadedConfig, loadConfig} from '../config/load.ts';
import {configProblemText} from '../config/problem.ts';
import {LATER_OUTPUTS} from '../outputs/sinks.ts';
import {createLog, type Log} from './log.ts';
import {configPath} from './rules-input.ts';

export interface SetupFlags {
	readonly config?: string;
	readonly option: readonly string[];
	readonly unbuffered?: boolean;
}

export interface Setup {
	readonly config: LoadedConfig;
	readonly log: Log;
	/** Whether the configuration has errors; they were printed. */
	readonly failed: boolean;
}

/** Reads the configuration, opens the log and says what is wrong. */
export function setUp(flags: SetupFlags): Setup {
	const overrides = flags.unbuffered ? [...flags.option, 'buffered_outputs=false'] : flags.option;
	const config = loadConfig({file: configPath(flags), overrides, env: process.env});
	const {values} = config;
	const log = createLog({
		level: values.log_level,
		enabled: values.log_stderr,
		iso8601: values.time_format_iso_8601,
		write: (line) => process.stderr.write(line),
	});
	for (const problem of config.problems) log(problem.severity, configProblemText(problem));
	return {config, log, failed: config.problems.some((problem) => problem.severity === 'error')};
}

/** Says once which outputs are asked for but not there yet. */
export function logLaterOutputs({values, later}: LoadedConfig, log: Log): void {
	for (const output of LATER_OUTPUTS) {
		if (later.includes(`${output}.enabled`) && values[`${output}.enabled`]) {
			log('warning', `${output} is not available yet: its alerts go nowhere`);
		}
	}
}
