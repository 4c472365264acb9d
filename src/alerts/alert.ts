import type {ByteString} from '../events/byte-string.ts';
import type {FieldValue} from '../fields/field.ts';
import {PRIORITIES, type Priority} from '../rules/priority.ts';

export {PRIORITIES, type Priority};

/** A process of an alert's ancestry, the nearest first (the process itself is the first). */
export interface Ancestor {
	readonly pid: number;
	readonly name: ByteString;
	readonly exepath: ByteString;
	readonly cmdline: ByteString;
}

/** A rule that matched an event. Crosses from the worker to the main thread by structured clone: plain data only. */
export interface Alert {
	/** Running number within this engine, from 1. */
	readonly seq: number;
	/** Nanoseconds since the epoch. */
	readonly tsNs: bigint;
	readonly rule: string;
	readonly priority: Priority;
	readonly source: string;
	readonly tags: readonly string[];
	readonly hostname: string;
	/** The rule's output with its fields filled in, without time and priority. A byte string: escape before showing. */
	readonly message: ByteString;
	/** Values of the output's fields by their token text, typed as in Falco's `output_fields`; null where missing. */
	readonly fields: Readonly<Record<string, FieldValue | null>>;
	/** Which of `fields` are floating-point numbers: JSON shows 12.0 where they are whole. */
	readonly doubles?: readonly string[];
	/** The fields kept for later questions: those of the condition and the usual terms of exceptions. Missing values are left out. */
	readonly snapshot: Readonly<Record<string, FieldValue>>;
	readonly ancestry: readonly Ancestor[];
	readonly evtNum: number;
	readonly evtType: string;
	readonly tid: number;
	readonly pid: number;
	readonly containerId: ByteString;
}
