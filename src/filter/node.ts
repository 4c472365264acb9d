import type {CompiledCheck} from './compile-check.ts';

/**
 * A condition on its way to a function. Equal nodes of one compiler are the same object, so that what rules share is seen
 * and evaluated once an event. Children of `and` and `or` stand in the order of evaluation: all checks are pure,
 * so the order cannot change the verdict.
 */
export type Node = ConstantNode | CheckNode | NotNode | GroupNode;

interface NodeBase {
	readonly id: number;
	/** Expected work; 1 is a comparison of two numbers. */
	readonly cost: number;
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
}
export interface NotNode extends NodeBase {
	readonly kind: 'not';
	readonly item: Node;
	readonly dependsOnType: boolean;
}
export interface GroupNode extends NodeBase {
	readonly kind: 'and' | 'or';
	readonly items: readonly Node[];
	readonly dependsOnType: boolean;
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

/** Makes nodes, simplified, each only once. */
export class NodeTable {
	readonly #nodes = new Map<string, Node>();
	readonly always: ConstantNode = {id: 0, cost: 0, uses: 0, kind: 'constant', value: true};
	readonly never: ConstantNode = {id: 1, cost: 0, uses: 0, kind: 'constant', value: false};
	#nextId = 2;

	constant(value: boolean): Node {
		return value ? this.always : this.never;
	}

	check(key: string, make: () => {check: CompiledCheck; eventType: EventTypeTest | undefined}): Node {
		return this.#intern(`c${key}`, (id) => {
			const {check, eventType} = make();
			if (check.test.kind === 'never') return this.never;
			return {id, uses: 0, kind: 'check', check, eventType, cost: check.left.cost + check.cost};
		});
	}

	not(item: Node): Node {
		if (item.kind === 'constant') return this.constant(!item.value);
		if (item.kind === 'not') return item.item;
		return this.#intern(`!${item.id}`, (id) => ({id, uses: 0, kind: 'not', item, dependsOnType: dependsOnType(item), cost: item.cost}));
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
		const ordered = [...items].sort((a, b) => a.cost - b.cost || a.id - b.id);
		return this.#intern(`${kind}${ordered.map((item) => item.id).join(',')}`, (id) => ({
			id,
			uses: 0,
			kind,
			items: ordered,
			dependsOnType: ordered.some(dependsOnType),
			cost: expectedCost(ordered),
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

/** The first item always runs, each later one half as often as the one before it. */
function expectedCost(items: readonly Node[]): number {
	let cost = 0;
	let share = 1;
	for (const item of items) {
		cost += item.cost * share;
		share /= 2;
	}
	return cost;
}
