import type {ByteString} from '../events/byte-string.ts';
import type {FieldValue} from '../fields/field.ts';

/** An event as the live tail shows it. Texts are bytes of the event: escape before showing. */
export interface EventLine {
	readonly num: number;
	readonly tsNs: bigint;
	readonly type: string;
	readonly tid: number;
	readonly pid: number;
	readonly process: ByteString;
	readonly containerId: ByteString;
	/** The parameters: `evt.args`. */
	readonly info: ByteString;
	/** Every field without an argument that has a value. */
	readonly fields: Readonly<Record<string, FieldValue>>;
}
