import type {ConfigValues} from '../config/config.ts';
import {createFileSink} from './file.ts';
import type {Sink} from './sink.ts';
import {createStdoutSink} from './stdout.ts';

/** Outputs that Falco has and this program has not yet. */
export const LATER_OUTPUTS = ['syslog_output', 'program_output', 'http_output'] as const;

export interface SinkPorts {
	readonly stdoutFd: number;
	readonly onStdoutGone: () => void;
	readonly onError: (sink: string, error: NodeJS.ErrnoException) => void;
}

/** The sinks that the configuration asks for, in the order Falco serves them. */
export function createSinks(config: ConfigValues, {stdoutFd, onStdoutGone, onError}: SinkPorts): Sink[] {
	const buffered = config.buffered_outputs;
	const sinks: Sink[] = [];
	if (config['file_output.enabled'] && config['file_output.filename'] !== '') {
		const filename = config['file_output.filename'];
		sinks.push(
			createFileSink({filename, keepAlive: config['file_output.keep_alive'], buffered, onError: (error) => onError('file_output', error)}),
		);
	}
	if (config['stdout_output.enabled']) {
		sinks.push(createStdoutSink({fd: stdoutFd, buffered, onGone: onStdoutGone, onError: (error) => onError('stdout_output', error)}));
	}
	return sinks;
}
