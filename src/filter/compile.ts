import type {FieldCatalogue} from '../fields/field.ts';
import {type CompiledCheck, compileCheck} from './compile-check.ts';
import type {ServicePorts} from './constant.ts';
import {eventNameOf, eventTypeValues, isOnEventType} from './event-types.ts';
import {Generator, type Predicate} from './generate.ts';
import {type CheckNode, dependsOnType, type EventTypeTest, type GroupNode, type Node, NodeTable, type NotNode, remembers} from './node.ts';
import type {CompiledOperand} from './operand.ts';
import {printCheck} from './print.ts';
import {readServicePorts} from './service-ports.ts';
import type {Check, Expression} from './syntax.ts';
import {fieldsOfOperand, operandsOf} from './walk.ts';

export type {Predicate} from './generate.ts';

export interface CompileRequest {
	/** Macros unfolded, `checkCondition` without a problem. */
	readonly expression: Expression;
	/** When the predicate will only see events of this code: checks of `evt.type` are decided at once. */
	readonly eventType?: number;
}

/** Compiles conditions that share what they have in common: fields and equal sub-conditions are evaluated once an event. */
export interface Compiler {
	/** Conditions compiled together know best what they share. */
	compileAll(requests: readonly CompileRequest[]): Predicate[];
	compile(expression: Expression): Predicate;
	/** Must be called before the predicates see the next event: what was found for the last one is forgotten. */
	nextEvent(): void;
}

export interface CompilerOptions {
	readonly ports?: ServicePorts;
}

/** Slots compare small integers; the clock starts anew before they end. */
const LAST_TICK = 2 ** 30;

export function createCompiler(catalogue: FieldCatalogue, options: CompilerOptions = {}): Compiler {
	const clock = {now: 1};
	const builder = new NodeBuilder(catalogue, options.ports ?? readServicePorts());
	const generator = new Generator(clock);
	const compileAll = (requests: readonly CompileRequest[]): Predicate[] => {
		const nodes = requests.map(({expression, eventType}) => builder.build(expression, eventType));
		for (const node of nodes) countUses(node);
		return nodes.map((node) => generator.predicate(node));
	};
	return {
		compileAll,
		compile: (expression) => compileAll([{expression}])[0],
		nextEvent() {
			if (++clock.now < LAST_TICK) return;
			clock.now = 1;
			generator.reset();
		},
	};
}

/** Counts the parents of each node; a node met before has its children counted already. */
function countUses(node: Node): void {
	node.uses++;
	if (node.uses > 1) return;
	if (node.kind === 'not') countUses(node.item);
	else if (node.kind === 'and' || node.kind === 'or') for (const item of node.items) countUses(item);
}

class NodeBuilder {
	readonly #catalogue: FieldCatalogue;
	readonly #ports: ServicePorts;
	readonly #table = new NodeTable();
	readonly #built = new Map<Expression, Node>();
	readonly #decided = new Map<string, Map<Node, Node>>();
	/** Names of the fields of which each use remembers events. */
	readonly #remembering: ReadonlySet<string>;
	#remembered = 0;

	constructor(catalogue: FieldCatalogue, ports: ServicePorts) {
		this.#catalogue = catalogue;
		this.#ports = ports;
		this.#remembering = new Set(catalogue.definitions.filter((definition) => definition.remembers).map(({name}) => name));
	}

	build(expression: Expression, eventType: number | undefined): Node {
		const node = this.#built.get(expression) ?? this.#build(expression);
		this.#built.set(expression, node);
		const name = eventType === undefined ? undefined : eventNameOf(eventType);
		return name === undefined ? node : this.#decide(node, name);
	}

	/** Unfolded macros are the same tree wherever they are used: each is built once, but for what remembers events, which is every rule's own. */
	#build(expression: Expression): Node {
		let node = this.#built.get(expression);
		if (node === undefined) {
			node = this.#buildNew(expression);
			if (!remembers(node)) this.#built.set(expression, node);
		}
		return node;
	}

	#buildNew(expression: Expression): Node {
		switch (expression.kind) {
			case 'and':
			case 'or':
				return this.#table.group(
					expression.kind,
					expression.items.map((item) => this.#build(item)),
				);
			case 'not':
				return this.#table.not(this.#build(expression.item));
			case 'macro':
				throw new Error(`macro '${expression.name}' was not unfolded`);
			case 'check':
				return this.#buildCheck(expression);
		}
	}

	#buildCheck(check: Check): Node {
		const decided = decidedByNumber(check);
		if (decided !== undefined) return this.#table.constant(decided);
		const isRemembering = operandsOf(check).some((operand) => fieldsOfOperand(operand).some(({name}) => this.#remembering.has(name)));
		const compiled = () => compileCheck(check, this.#catalogue, this.#ports);
		if (!isRemembering)
			return this.#table.check(keyOf(check), () => ({check: compiled(), eventType: eventTypeTest(check), remembers: false}));
		const mark = `#${++this.#remembered}`;
		return this.#table.check(keyOf(check) + mark, () => ({check: unshared(compiled(), mark), eventType: undefined, remembers: true}));
	}

	/** The node for events of one name: checks of the type are true or false. */
	#decide(node: Node, name: string): Node {
		if (!dependsOnType(node)) return node;
		let decided = this.#decided.get(name);
		if (decided === undefined) {
			decided = new Map();
			this.#decided.set(name, decided);
		}
		let found = decided.get(node);
		if (found === undefined) {
			found = this.#decideNew(node as CheckNode | NotNode | GroupNode, name);
			decided.set(node, found);
		}
		return found;
	}

	#decideNew(node: CheckNode | NotNode | GroupNode, name: string): Node {
		if (node.kind === 'check')
			return node.eventType === undefined ? node : this.#table.constant(node.eventType.names.has(name) !== node.eventType.negated);
		if (node.kind === 'not') return this.#table.not(this.#decide(node.item, name));
		return this.#table.group(
			node.kind,
			node.items.map((item) => this.#decide(item, name)),
		);
	}
}

/** The check with operands of its own: values are shared by the text of what they are a value of. */
function unshared(check: CompiledCheck, mark: string): CompiledCheck {
	const own = (operand: CompiledOperand): CompiledOperand => ({...operand, text: operand.text + mark});
	const {left, test} = check;
	return {...check, left: own(left), test: test.kind === 'operand' ? {...test, right: own(test.right)} : test};
}

function eventTypeTest(check: Check): EventTypeTest | undefined {
	if (!isOnEventType(check) || check.left.kind !== 'field' || check.left.name !== 'evt.type') return undefined;
	const names = eventTypeValues(check);
	return names && {names: new Set(names), negated: check.operator === '!='};
}

/** Equal checks have equal keys, however their values are quoted. */
function keyOf(check: Check): string {
	const {right, operator} = check;
	const quoted =
		right?.kind === 'value'
			? {...right, quoted: true}
			: right?.kind === 'list'
				? {...right, items: right.items.map((item) => ({...item, quoted: true}))}
				: right;
	return printCheck({...check, operator: operator === '==' ? '=' : operator, right: quoted});
}

/** `evt.num=0` and `evt.num>=0`, the idioms for "never" and "always": events are counted from 1. */
function decidedByNumber(check: Check): boolean | undefined {
	const {left, right, operator} = check;
	if (left.kind !== 'field' || left.name !== 'evt.num' || left.argument !== undefined) return undefined;
	if (right?.kind !== 'value' || right.text !== '0' || check.modifier !== undefined) return undefined;
	switch (operator) {
		case '=':
		case '==':
		case '<':
		case '<=':
			return false;
		case '!=':
		case '>':
		case '>=':
			return true;
		default:
			return undefined;
	}
}
