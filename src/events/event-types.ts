import table from './event-table.json' with {type: 'json'};
import type {ParamType} from './param-type.ts';

export type EventFlag =
	| 'CREATES_FD'
	| 'DESTROYS_FD'
	| 'USES_FD'
	| 'READS_FROM_FD'
	| 'WRITES_TO_FD'
	| 'MODIFIES_STATE'
	| 'WAITS'
	| 'OLD_VERSION'
	| 'UNUSED'
	| 'SKIPPARSERESET'
	| 'LARGE_PAYLOAD'
	| 'CONVERTER_MANAGED';

export interface EventParam {
	readonly name: string;
	readonly type: ParamType;
	/** How Falco prints a number of this parameter. */
	readonly fmt: 'NA' | 'DEC' | 'HEX' | 'OCT' | 'PADDED_DEC';
	/** Names of flag bits or enumeration values, in the order Falco tests them. */
	readonly values?: Readonly<Record<string, number>>;
	/** For FSRELPATH: the index of the parameter that holds the directory's descriptor. */
	readonly dirfd_param?: number;
	readonly dyn?: readonly string[];
}

export interface EventType {
	readonly code: number;
	/** The constant of Falco's event table, such as `PPME_SYSCALL_OPENAT_2_X`. */
	readonly ppme: string;
	/** What `evt.type` shows. */
	readonly name: string;
	readonly category: number;
	readonly flags: readonly EventFlag[];
	readonly params: readonly EventParam[];
	readonly syscalls?: readonly string[];
}

/** Falco's event table, at the index of the event's code. */
export const EVENT_TYPES = table.events as unknown as readonly EventType[];

const codes = new Map(EVENT_TYPES.map((type) => [type.ppme.replace(/^PPME_(SYSCALL_)?/, ''), type.code]));

/** The code of an event by its constant without `PPME_` and `SYSCALL_`, such as `OPENAT_2_X`. Throws for an unknown one: a bug. */
export function eventCode(constant: string): number {
	const code = codes.get(constant);
	if (code === undefined) throw new Error(`no event PPME_SYSCALL_${constant} in the event table`);
	return code;
}

export const EventFlags = {
	CREATES_FD: 1,
	DESTROYS_FD: 2,
	USES_FD: 4,
	READS_FROM_FD: 8,
	WRITES_TO_FD: 16,
	MODIFIES_STATE: 32,
	WAITS: 64,
	OLD_VERSION: 128,
	UNUSED: 256,
	SKIPPARSERESET: 512,
	LARGE_PAYLOAD: 1024,
	CONVERTER_MANAGED: 2048,
} as const satisfies Record<EventFlag, number>;

/** The flags of each event type as bits of `EventFlags`, at the index of its code. */
export const EVENT_FLAGS = Uint16Array.from(EVENT_TYPES, (type) => type.flags.reduce((bits, flag) => bits | EventFlags[flag], 0));
