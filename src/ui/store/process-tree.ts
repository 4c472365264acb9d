import type {ProcessRow} from '../../engine/process-rows.ts';

export interface TreeRow {
	readonly process: ProcessRow;
	/** `│  └─ ` */
	readonly prefix: string;
	readonly depth: number;
}

/** Levels that are drawn as branches; those above them take one cell each, and at most so many cells. */
const DRAWN_LEVELS = 4;
const MOST_HIDDEN_CELLS = 8;

/** A branch that leaves room for the process, however deep it hangs: `····│  │  │  └─ `. */
export function shortPrefix({prefix, depth}: TreeRow): string {
	const hidden = depth - DRAWN_LEVELS;
	if (hidden <= 0) return prefix;
	const cells = hidden > MOST_HIDDEN_CELLS ? `${'·'.repeat(MOST_HIDDEN_CELLS - 1)}…` : '·'.repeat(hidden);
	return cells + prefix.slice(-DRAWN_LEVELS * 3);
}

/** The processes with each child below its parent. Parents that are gone or loops make roots. */
export function treeOf(processes: readonly ProcessRow[]): TreeRow[] {
	const known = new Set(processes.map((process) => process.pid));
	const children = new Map<number, ProcessRow[]>();
	const roots: ProcessRow[] = [];
	for (const process of [...processes].sort((a, b) => a.pid - b.pid)) {
		if (process.ppid === process.pid || !known.has(process.ppid)) roots.push(process);
		else children.set(process.ppid, [...(children.get(process.ppid) ?? []), process]);
	}
	const rows: TreeRow[] = [];
	const placed = new Set<number>();
	walk(roots, children, rows, placed);
	// A loop of parents hangs from no root: each such process stands alone.
	for (const process of processes) if (!placed.has(process.pid)) rows.push({process, prefix: '', depth: 0});
	return rows;
}

interface Visit {
	readonly process: ProcessRow;
	readonly indent: string;
	readonly branch: string;
	readonly depth: number;
}

/** With a stack of its own: a chain of ten thousand parents must not end the program. */
function walk(
	roots: readonly ProcessRow[],
	children: ReadonlyMap<number, readonly ProcessRow[]>,
	rows: TreeRow[],
	placed: Set<number>,
): void {
	const stack: Visit[] = [...roots].reverse().map((process) => ({process, indent: '', branch: '', depth: 0}));
	for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
		const {process, indent, branch, depth} = visit;
		if (placed.has(process.pid)) continue;
		placed.add(process.pid);
		rows.push({process, prefix: indent + branch, depth});
		const own = children.get(process.pid) ?? [];
		const below = depth === 0 ? '' : indent + (branch.startsWith('└') ? '   ' : '│  ');
		for (let at = own.length - 1; at >= 0; at--) {
			stack.push({process: own[at], indent: below, branch: at === own.length - 1 ? '└─ ' : '├─ ', depth: depth + 1});
		}
	}
}
