// Nodes to JavaScript: one function a rule, with the fields' slots and the constants bound beside it. A condition is one
// straight line of comparisons. Nested closures were measured too: all three stock files over a capture of ordinary work
// took 690-1430 ns an event with them, 430-540 ns with generated code, in the same runs (bench/filter.mjs).
// Nothing of a rule's text becomes code but through `literal`: field names, macros and patterns stay values.
import type {Extractor, Scalar} from '../fields/field.ts';
import type {EventContext} from '../system/context.ts';
import type {CheckNode, Node} from './node.ts';
import {type Clock, FieldSlot, VerdictSlot} from './slot.ts';

export type Predicate = (event: EventContext) => boolean;

/** Code of a nested node longer than this becomes a function of its own: V8 optimises small functions. */
const MAX_INLINE = 1500;
/** Items of an `and` or `or` in one function. */
const MAX_ITEMS = 64;

/** Turns nodes into predicates that share the values and verdicts of an event. */
export class Generator {
	readonly clock: Clock;
	readonly #slots = new Map<string, FieldSlot>();
	readonly #verdicts = new Map<Node, VerdictSlot>();
	readonly #predicates = new Map<Node, Predicate>();

	constructor(clock: Clock) {
		this.clock = clock;
	}

	/** All slots forget what they hold: the clock starts anew. */
	reset(): void {
		for (const slot of this.#slots.values()) slot.at = 0;
		for (const slot of this.#verdicts.values()) slot.at = 0;
	}

	predicate(node: Node): Predicate {
		let predicate = this.#predicates.get(node);
		if (predicate === undefined) {
			predicate = this.#verdicts.has(node) ? verdictReader(this.#verdict(node), this.clock) : this.#build(node);
			this.#predicates.set(node, predicate);
		}
		return predicate;
	}

	#build(node: Node): Predicate {
		const writer = this.#writer();
		return writer.finish(writer.body(node));
	}

	#writer(): CodeWriter {
		return new CodeWriter({
			clock: this.clock,
			slotOf: (text, extract) => this.#slot(text, extract),
			verdictOf: (node) => this.#verdict(node),
			hasVerdict: (node) => this.#verdicts.has(node),
			newWriter: () => this.#writer(),
		});
	}

	#slot(text: string, extract: Extractor): FieldSlot {
		let slot = this.#slots.get(text);
		if (slot === undefined) {
			slot = new FieldSlot(extract, this.clock);
			this.#slots.set(text, slot);
		}
		return slot;
	}

	#verdict(node: Node): VerdictSlot {
		let slot = this.#verdicts.get(node);
		if (slot === undefined) {
			slot = new VerdictSlot(this.clock);
			this.#verdicts.set(node, slot);
			slot.evaluate = this.#build(node);
		}
		return slot;
	}
}

const verdictReader =
	(slot: VerdictSlot, clock: Clock): Predicate =>
	(event) =>
		slot.at === clock.now ? slot.verdict : slot.read(event);

/** What the code of all predicates has in common. */
interface Shared {
	readonly clock: Clock;
	readonly slotOf: (text: string, extract: Extractor) => FieldSlot;
	readonly verdictOf: (node: Node) => VerdictSlot;
	readonly hasVerdict: (node: Node) => boolean;
	readonly newWriter: () => CodeWriter;
}

/** Writes the code of one predicate. */
class CodeWriter {
	readonly #names: string[] = ['clock'];
	readonly #values: unknown[];
	readonly #bound = new Map<unknown, string>();
	readonly #shared: Shared;

	constructor(shared: Shared) {
		this.#values = [shared.clock];
		this.#shared = shared;
	}

	finish(code: string): Predicate {
		const source = `'use strict'; return (event) => { const now = clock.now; let v, w; return ${code}; };`;
		return new Function(...this.#names, source)(...this.#values);
	}

	/** The name under which generated code reaches a value. */
	#bind(value: unknown): string {
		let name = this.#bound.get(value);
		if (name === undefined) {
			name = `b${this.#names.length}`;
			this.#names.push(name);
			this.#values.push(value);
			this.#bound.set(value, name);
		}
		return name;
	}

	/** The node's code, whether or not it is shared. */
	body(node: Node): string {
		switch (node.kind) {
			case 'constant':
				return String(node.value);
			case 'check':
				return this.#check(node);
			case 'not':
				return `!${this.#inner(node.item)}`;
			case 'and':
			case 'or':
				return this.#group(node.items, node.kind === 'and' ? ' && ' : ' || ');
		}
	}

	#group(items: readonly Node[], operator: string): string {
		if (items.length <= MAX_ITEMS) return `(${items.map((item) => this.#inner(item)).join(operator)})`;
		const parts: string[] = [];
		for (let i = 0; i < items.length; i += MAX_ITEMS) {
			const writer = this.#shared.newWriter();
			const part = writer.finish(writer.#group(items.slice(i, i + MAX_ITEMS), operator));
			parts.push(`${this.#bind(part)}(event)`);
		}
		return `(${parts.join(operator)})`;
	}

	/** A node within another: shared ones and long ones are read from their slot. */
	#inner(node: Node): string {
		if (isShared(node) || this.#shared.hasVerdict(node)) return this.#read(node);
		const code = this.body(node);
		return code.length > MAX_INLINE ? this.#read(node) : code;
	}

	#read(node: Node): string {
		const slot = this.#bind(this.#shared.verdictOf(node));
		return `(${slot}.at === now ? ${slot}.verdict : ${slot}.read(event))`;
	}

	#field(text: string, extract: Extractor): string {
		const slot = this.#bind(this.#shared.slotOf(text, extract));
		return `(${slot}.at === now ? ${slot}.value : ${slot}.read(event))`;
	}

	#check({check}: CheckNode): string {
		const {left, test} = check;
		const value = this.#field(left.text, left.extract);
		switch (test.kind) {
			case 'never':
				return 'false';
			case 'exists':
				return left.matching === 'any' || left.matching === 'either'
					? `((v = ${value}) !== undefined && (typeof v !== 'object' || v.length !== 0))`
					: `(${value} !== undefined)`;
			case 'compare':
				return this.#compare(value, test.operator, test.constant);
			case 'startsWith':
			case 'endsWith':
			case 'includes':
				return `((v = ${value}) !== undefined && v.${test.kind}(${literal(test.constant)}))`;
			case 'member':
				return `((v = ${value}) !== undefined && ${this.#bind(test.members)}.has(v))`;
			case 'call':
				return `((v = ${value}) !== undefined && ${this.#bind(test.test)}(v))`;
			case 'operand': {
				const right = this.#field(test.right.text, test.right.extract);
				return `((v = ${value}) !== undefined && (w = ${right}) !== undefined && ${this.#bind(test.test)}(v, w))`;
			}
		}
	}

	/** `undefined` equals no constant and is neither less nor greater than any. */
	#compare(value: string, operator: string, constant: Scalar): string {
		if (operator === '!==') return `((v = ${value}) !== undefined && v !== ${literal(constant)})`;
		return `(${value} ${operator} ${literal(constant)})`;
	}
}

/** Worth a slot: more than one user, and more work than reading the slot. */
function isShared(node: Node): boolean {
	if (node.uses < 2) return false;
	return node.kind === 'and' || node.kind === 'or' || (node.kind === 'check' && node.check.cost >= 4);
}

function literal(constant: Scalar): string {
	return typeof constant === 'bigint' ? `${constant}n` : JSON.stringify(constant);
}
