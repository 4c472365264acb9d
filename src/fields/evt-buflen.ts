import {isIoEvent, isReadEvent, isWriteEvent} from './event-category.ts';
import {hasResult, resultOf} from './event-result.ts';
import {isInetFd} from './fd-type.ts';
import type {Extractor} from './field.ts';
import {type FieldRow, rowsOf} from './row.ts';

const row = rowsOf('evt');

type Direction = 'in' | 'out' | undefined;

function bufferLength(media: 'file' | 'net' | undefined, direction: Direction): Extractor {
	return ({cursor, fd}) => {
		if (fd === undefined || !hasResult(cursor)) return undefined;
		if (!(direction === 'in' ? isReadEvent(cursor.type) : direction === 'out' ? isWriteEvent(cursor.type) : isIoEvent(cursor.type)))
			return undefined;
		if (media === 'file' && fd.type !== 'file' && fd.type !== 'file_v2') return undefined;
		if (media === 'net' && !isInetFd(fd.type)) return undefined;
		const result = resultOf(cursor);
		return result >= 0 ? result : undefined;
	};
}

/** The row of the bytes that reads or writes moved. */
export function bufferRow(media: 'file' | 'net' | undefined, direction: Direction): FieldRow {
	const name = ['evt.buflen', media, direction].filter((part) => part !== undefined).join('.');
	const what = `${direction === 'in' ? 'read' : direction === 'out' ? 'written' : 'moved'}${media ? ` on ${media === 'net' ? 'sockets' : 'files'}` : ''}`;
	return row(name, 'UINT64', [`Bytes ${what} by the event: the result of a successful call.`, `${name} > 1000`], {
		extract: bufferLength(media, direction),
		print: 'DEC',
		hidden: media !== undefined || direction !== undefined,
	});
}
