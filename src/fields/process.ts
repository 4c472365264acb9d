import {EXECUTABLE_ROWS} from './process-executable.ts';
import {ID_ROWS} from './process-ids.ts';
import {PROGRAM_ROWS} from './process-program.ts';
import {RESOURCE_ROWS} from './process-resources.ts';
import {STREAM_ROWS} from './process-streams.ts';
import {TIME_ROWS} from './process-times.ts';
import type {FieldClass} from './row.ts';
import {THREAD_ROWS} from './thread.ts';

/** The fields of the process and thread that made the event, in Falco's order. */
export const PROCESS: FieldClass = {
	name: 'process',
	description: 'The process and the thread that made the event, and their ancestors.',
	sources: ['syscall'],
	rows: [...PROGRAM_ROWS, ...ID_ROWS, ...TIME_ROWS, ...EXECUTABLE_ROWS, ...RESOURCE_ROWS, ...THREAD_ROWS, ...STREAM_ROWS],
};
