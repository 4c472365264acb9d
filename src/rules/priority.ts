/** Falco's priorities; the index is the syslog level. */
export const PRIORITIES = ['Emergency', 'Alert', 'Critical', 'Error', 'Warning', 'Notice', 'Informational', 'Debug'] as const;
export type Priority = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A priority by its name in any case; `info` is short for informational. */
export function parsePriority(text: string): Priority | undefined {
	const wanted = text.toLowerCase();
	if (wanted === 'info') return 6;
	const index = PRIORITIES.findIndex((name) => name.toLowerCase() === wanted);
	return index === -1 ? undefined : (index as Priority);
}
