/** What a block of a capture holds. */
export type BlockKind = 'section' | 'machine' | 'interfaces' | 'users' | 'processes' | 'descriptors' | 'event';

export interface BlockType {
	readonly kind: BlockKind;
	readonly version: number;
	/** Event blocks: a flags word follows the CPU number. */
	readonly flags?: boolean;
	/** Event blocks: the parameter lengths are 4 bytes wide. */
	readonly large?: boolean;
}

export const SECTION_HEADER = 0x0a0d0d0a;
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** Codes that today's writers use. */
export const WRITTEN = {
	machine: 0x201,
	interfaces: 0x219,
	users: 0x220,
	processes: 0x215,
	descriptors: 0x218,
	event: 0x216,
	largeEvent: 0x221,
	flaggedEvent: 0x217,
	largeFlaggedEvent: 0x222,
} as const;

/** Every block type a capture may hold, the codes of the first releases (0x80..ABCD) included. */
export const BLOCK_TYPES: ReadonlyMap<number, BlockType> = new Map<number, BlockType>([
	[SECTION_HEADER, {kind: 'section', version: 1}],
	[0x201, {kind: 'machine', version: 1}],
	[0x8002abcd, {kind: 'machine', version: 1}],
	[0x205, {kind: 'interfaces', version: 1}],
	[0x8011abcd, {kind: 'interfaces', version: 1}],
	[0x219, {kind: 'interfaces', version: 2}],
	[0x206, {kind: 'users', version: 1}],
	[0x8012abcd, {kind: 'users', version: 1}],
	[0x220, {kind: 'users', version: 2}],
	[0x202, {kind: 'processes', version: 1}],
	[0x8000abcd, {kind: 'processes', version: 1}],
	[0x207, {kind: 'processes', version: 2}],
	[0x8013abcd, {kind: 'processes', version: 2}],
	[0x209, {kind: 'processes', version: 3}],
	[0x8014abcd, {kind: 'processes', version: 3}],
	[0x210, {kind: 'processes', version: 4}],
	[0x211, {kind: 'processes', version: 5}],
	[0x212, {kind: 'processes', version: 6}],
	[0x213, {kind: 'processes', version: 7}],
	[0x214, {kind: 'processes', version: 8}],
	[0x215, {kind: 'processes', version: 9}],
	[0x203, {kind: 'descriptors', version: 1}],
	[0x8001abcd, {kind: 'descriptors', version: 1}],
	[0x218, {kind: 'descriptors', version: 2}],
	[0x204, {kind: 'event', version: 1}],
	[0x8010abcd, {kind: 'event', version: 1}],
	[0x216, {kind: 'event', version: 2}],
	[0x221, {kind: 'event', version: 2, large: true}],
	[0x208, {kind: 'event', version: 1, flags: true}],
	[0x217, {kind: 'event', version: 2, flags: true}],
	[0x222, {kind: 'event', version: 2, flags: true, large: true}],
]);

/** Flags of an event block. */
export const EventBlockFlag = {
	/** For the state only: readers apply the event, but show it to nobody. */
	STATE_ONLY: 1,
	LARGE: 4,
} as const;

/** A state block (a process list of a big machine) may be this long; a longer length is taken for a broken file. */
export const MAX_BLOCK_BYTES = 512 * 1024 * 1024;
