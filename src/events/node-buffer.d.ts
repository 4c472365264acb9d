// Node's own fast path from bytes to a string, missing from its published types.
interface Buffer {
	latin1Slice(start?: number, end?: number): string;
}
