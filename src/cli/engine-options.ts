import {availableParallelism} from 'node:os';
import {PRIORITIES, type Priority} from '../alerts/alert.ts';
import type {LoadedConfig} from '../config/load.ts';
import type {EngineOptions, SourceSpec} from '../engine/options.ts';
import type {AppendOutput} from '../rules/options.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import {alertHostname} from './hostname.ts';

export interface EngineOptionsInput {
	readonly config: LoadedConfig;
	readonly rules: readonly RulesFile[];
	readonly source: SourceSpec;
	readonly snapshots: boolean;
	/** `-p`. */
	readonly print?: string;
}

/** What the configuration means for the engine. */
export function engineOptions({config, rules, source, snapshots, print}: EngineOptionsInput): EngineOptions {
	const {values} = config;
	return {
		source,
		rules,
		ruleMatching: values.rule_matching,
		minimumPriority: priorityNamed(values.priority),
		hostname: alertHostname(process.env),
		ruleSelections: config.ruleSelections,
		appendOutput: [...config.appendOutput, ...printOutput(print)],
		staticFields: values.static_fields,
		bufferFormatBase64: values.buffer_format_base64,
		timeFormatIso8601: values.time_format_iso_8601,
		snapshots,
		captures: captureOptions(config),
		baseSyscalls: {customSet: values['base_syscalls.custom_set'], all: values['base_syscalls.all']},
		threadTable: {
			maxThreads: values['falco_libs.thread_table_size'],
			purgeIntervalSeconds: values['falco_libs.thread_table_auto_purging_interval_s'],
			threadTimeoutSeconds: values['falco_libs.thread_table_auto_purging_thread_timeout_s'],
		},
		alertQueueCapacity: values['outputs_queue.capacity'],
	};
}

const MEGABYTE = 1024 * 1024;

/** Falco's `capture:`; undefined when it is off. */
function captureOptions({values}: LoadedConfig): EngineOptions['captures'] {
	if (!values['capture.enabled']) return undefined;
	return {
		pathPrefix: values['capture.path_prefix'],
		allRules: values['capture.mode'] === 'all_rules',
		defaultDurationMs: values['capture.default_duration'],
		maxFileBytes: values['capture.max_file_size_mb'] * MEGABYTE,
	};
}

/** The level of a priority by its name in the configuration. */
export function priorityNamed(name: string): Priority {
	const index = PRIORITIES.findIndex((priority) => priority.toLowerCase() === (name === 'info' ? 'informational' : name));
	return (index < 0 ? PRIORITIES.length - 1 : index) as Priority;
}

/** `-p container` and the like were presets of old Falcos; today they add nothing. */
const OLD_PRESETS = new Set(['c', 'container', 'k', 'kubernetes', 'm', 'mesos']);

const printOutput = (print: string | undefined): AppendOutput[] =>
	print === undefined || OLD_PRESETS.has(print) ? [] : [{extraOutput: print}];

/** Where events come from, by `engine.*`. A string says why there is no such source. */
export function sourceSpec({values}: LoadedConfig): SourceSpec | string {
	switch (values['engine.kind']) {
		case 'replay':
			if (values['engine.replay.capture_file'] === '') return 'engine.kind is replay: engine.replay.capture_file must name a capture';
			return {kind: 'capture', file: values['engine.replay.capture_file'], speed: 0};
		case 'nodriver':
			return 'engine.kind nodriver has no events here: event producers other than the driver are not available yet';
		case 'kmod':
			return liveSource(values['engine.kmod.buf_size_preset'], 1, values['falco_libs.snaplen']);
		case 'modern_ebpf':
			return liveSource(
				values['engine.modern_ebpf.buf_size_preset'],
				values['engine.modern_ebpf.cpus_for_each_buffer'],
				values['falco_libs.snaplen'],
			);
	}
}

const MOST_RING_BYTES = 1024 * MEGABYTE;
/** One ring takes the bursts of all CPUs: it is never smaller than so many of Falco's. Its pages count as memory of the process. */
const LEAST_RINGS = 2;

/** Presets 1, 2, 3 … mean 1, 2, 4 … MB for each of Falco's rings; ours is as large as all of them together. */
function liveSource(preset: number, cpusPerRing: number, snaplen: number): SourceSpec {
	const rings = cpusPerRing === 0 ? 1 : Math.ceil(availableParallelism() / cpusPerRing);
	const together = 2 ** Math.ceil(Math.log2(Math.max(LEAST_RINGS, rings)));
	const ringBytes = Math.min(MOST_RING_BYTES, MEGABYTE * 2 ** (preset - 1) * together);
	return {kind: 'live', ringBytes, ...(snaplen > 0 && {snaplen})};
}
