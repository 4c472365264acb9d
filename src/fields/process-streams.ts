import type {EventContext} from '../system/context.ts';
import {fdTypeName} from './fd-type.ts';
import {row} from './process-row.ts';
import type {FieldRow} from './row.ts';

function standardStream(fd: number, stream: string): readonly FieldRow[] {
	const entry = ({thread}: EventContext) => thread?.fds.get(fd);
	return [
		row(
			`proc.${stream}.type`,
			'CHARBUF',
			[`Kind of the descriptor that is ${stream}, as in fd.type.`, `proc.${stream}.type = ipv4`],
			(event) => {
				const found = entry(event);
				return found && fdTypeName(found.type);
			},
		),
		row(
			`proc.${stream}.name`,
			'CHARBUF',
			[`Name of the descriptor that is ${stream}, as in fd.name.`, `proc.${stream}.name = /dev/null`],
			(event) => entry(event)?.name,
		),
	];
}

const STREAMS = [standardStream(0, 'stdin'), standardStream(1, 'stdout'), standardStream(2, 'stderr')];

/** Types first, then names, as Falco lists them. */
export const STREAM_ROWS: readonly FieldRow[] = [...STREAMS.map(([type]) => type), ...STREAMS.map(([, name]) => name)];
