import type {ParamType} from '../events/param-type.ts';
import type {Thread} from '../system/thread.ts';
import {parent} from './ancestry.ts';
import type {Extractor, FieldValue, PrintFormat} from './field.ts';
import {type FieldRow, type RowOptions, rowsOf} from './row.ts';

// What the rows of the process class are made with.

export const row = rowsOf('process');

/** Ids outside 32 bits belong to sources without real pids; they are not shown. */
export const showable = (id: number): number | undefined => (id >= -1 && id <= 0xffff_ffff ? id : undefined);

export const of =
	(pick: (thread: Thread) => FieldValue): Extractor =>
	({thread}) =>
		thread && pick(thread);

export const ofParent =
	(pick: (thread: Thread) => FieldValue): Extractor =>
	(event) => {
		const thread = parent(event);
		return thread && pick(thread);
	};

/** The process that `ptid` names, whatever thread of the parent that is. */
export const ofParentThread =
	(pick: (thread: Thread) => FieldValue): Extractor =>
	({thread, system}) => {
		const found = thread && system.threads.get(thread.ptid);
		return found && pick(found);
	};

export const number = (print: PrintFormat, extract: Extractor): RowOptions => ({print, extract});
export const unlessZero = (value: number | bigint): FieldValue => (value === 0 || value === 0n ? undefined : value);

export const flag = (name: string, text: string, pick: (thread: Thread) => boolean): FieldRow =>
	row(name, 'BOOL', [text, `${name} = true`], of(pick));
export const count = (name: string, type: ParamType, text: string, extract: Extractor, hidden = false): FieldRow => {
	return row(name, type, [text, `${name} > 100`], {extract, print: 'DEC', hidden});
};

export const openFds = (thread: Thread): number => thread.leader?.fds.size ?? 0;
