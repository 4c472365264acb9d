import type {CompiledCheck} from './compile-check.ts';

/**
 * A condition on its way to a function. Equal nodes of one compiler are the same object, so that what rules share is seen
 * and evaluated once an event. Children of `and` and `or` stand in the order of evaluation: most checks are pure,
 * so the order cannot change the verdict. Those that remember events keep the order in which they were written.
 */
export type Node = ConstantNode | CheckNode | NotNode | GroupNode;

interface NodeBase {
	readonly id: number;
	/** Expected work; 1 is a comparison of two numbers. */
	readonly cost: number;
	/** Guessed share of events for which the node is true, between 0 and 1. */
	readonly chance: number;
	/** How many parents and rules use the node. */
	uses: number;
}
export interface ConstantNode extends NodeBase {
	readonly kind: 'constant';
	readonly value: boolean;
}
export interface CheckNode extends NodeBase {
	readonly kind: 'check';
	readonly check: CompiledCheck;
	/** The names that the check compares `evt.type` with, and whether it is true for them; undefined for other checks. */
	readonly eventType: EventTypeTest | undefined;
	readonly remembers: boolean;
}
export interface NotNode extends NodeBase {
	readonly kind: 'not';
	readonly item: Node;
	readonly dependsOnType: boolean;
	readonly remembers: boolean;
}
export interface GroupNode extends NodeBase {
	readonly kind: 'and' | 'or';
	readonly items: readonly Node[];
	readonly dependsOnType: boolean;
	readonly remembers: boolean;
}

export interface EventTypeTest {
	readonly names: ReadonlySet<string>;
	readonly negated: boolean;
}

/** Whether the node is decided in part by the event's type. */
export function dependsOnType(node: Node): boolean {
	switch (node.kind) {
		case 'constant':
			return false;
		case 'check':
			return node.eventType !== undefined;
		default:
			return node.dependsOnType;
	}
}

/** Whether a check below the node remembers the events it has seen. */
export const remembers = (node: Node): boolean => node.kind !== 'constant' && node.remembers;

/** What a check becomes, and what the table must know of it. */
export interface MadeCheck {
	readonly check: CompiledCheck;
	readonly eventType: EventTypeTest | undefined;
	readonly remembers: boolean;
}

/** Makes nodes, simplified, each only once. */
export class NodeTable {
	readonly #nodes = new Map<string, Node>();
	readonly always: ConstantNode = {id: 0, cost: 0, chance: 1, uses: 0, kind: 'constant', value: true};
	readonly never: ConstantNode = {id: 1, cost: 0, chance: 0, uses: 0, kind: 'constant', value: false};
	#nextId = 2;

	constant(value: boolean): Node {
		return value ? this.always : this.never;
	}

	check(key: string, make: () => MadeCheck): Node {
		return this.#intern(`c${key}`, (id) => {
			const {check, eventType, remembers} = make();
			if (check.test.kind === 'never') return this.never;
			return {id, uses: 0, kind: 'check', check, eventType, remembers, cost: check.left.cost + check.cost, chance: chanceOf(check)};
		});
	}

	not(item: Node): Node {
		if (item.kind === 'constant') return this.constant(!item.value);
		if (item.kind === 'not') return item.item;
		return this.#intern(`!${item.id}`, (id) => ({
			id,
			uses: 0,
			kind: 'not',
			item,
			dependsOnType: dependsOnType(item),
			remembers: remembers(item),
			cost: item.cost,
			chance: 1 - item.chance,
		}));
	}

	group(kind: 'and' | 'or', given: readonly Node[]): Node {
		const neutral = kind === 'and';
		const items = new Set<Node>();
		for (const node of given) {
			if (node.kind === 'constant') {
				if (node.value !== neutral) return node;
			} else if (node.kind === kind) for (const item of node.items) items.add(item);
			else items.add(node);
		}
		for (const item of items) if (item.kind === 'not' && items.has(item.item)) return this.constant(!neutral);
		if (items.size === 0) return this.constant(neutral);
		if (items.size === 1) return [...items][0];
		const ordered = [...items];
		const isFixed = ordered.some(remembers);
		if (!isFixed) ordered.sort((a, b) => rank(kind, a) - rank(kind, b) || a.id - b.id);
		return this.#intern(`${kind}${ordered.map((item) => item.id).join(',')}`, (id) => ({
			id,
			uses: 0,
			kind,
			items: ordered,
			dependsOnType: ordered.some(dependsOnType),
			remembers: isFixed,
			...estimate(kind, ordered),
		}));
	}

	#intern(key: string, make: (id: number) => Node): Node {
		let node = this.#nodes.get(key);
		if (node === undefined) {
			node = make(this.#nextId++);
			this.#nodes.set(key, node);
		}
		return node;
	}
}

/** What it costs to get a decision out of an item: `and` is decided by a false one, `or` by a true one. Cheap and decisive ones first. */
const rank = (kind: 'and' | 'or', item: Node): number => item.cost / Math.max(0.01, kind === 'and' ? 1 - item.chance : item.chance);

/** Cost and chance of items that are evaluated in this order, as if they did not depend on each other. */
function estimate(kind: 'and' | 'or', items: readonly Node[]): {cost: number; chance: number} {
	let cost = 0;
	let undecided = 1;
	for (const item of items) {
		cost += item.cost * undecided;
		undecided *= kind === 'and' ? item.chance : 1 - item.chance;
	}
	return {cost, chance: kind === 'and' ? undecided : 1 - undecided};
}

/** How often checks of a kind hold, roughly: one of many values is rare, an inequality common. */
function chanceOf({test}: CompiledCheck): number {
	switch (test.kind) {
		case 'never':
			return 0;
		case 'exists':
			return 0.9;
		case 'member':
			return 0.15;
		case 'compare':
			if (test.operator === '!==') return 0.9;
			if (typeof test.constant === 'boolean') return 0.3;
			return test.operator === '===' ? 0.1 : 0.6;
		default:
			return 0.1;
	}
}
