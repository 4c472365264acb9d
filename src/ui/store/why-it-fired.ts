import type {RuleDefinitions} from '../../engine/rule-facts.ts';
import type {FieldValue} from '../../fields/field.ts';
import {fieldText} from '../../filter/fields-of.ts';
import {parseCondition} from '../../filter/parse.ts';
import {printCheck} from '../../filter/print.ts';
import type {Check, Expression, Value, ValueList} from '../../filter/syntax.ts';
import {fieldsOfOperand, operandsOf} from '../../filter/walk.ts';
import type {CheckVerdict, FieldReader} from './snapshot-fields.ts';

export type Verdict = 'true' | 'false' | 'unknown';

/** A part of a condition with what it came to for one event. */
export interface WhyNode {
	/** Its place in the tree: `0.2.1`. */
	readonly id: string;
	readonly kind: 'and' | 'or' | 'check' | 'macro' | 'missing';
	/** A `not` stands before it; the verdict is of the whole. */
	readonly negated: boolean;
	readonly text: string;
	readonly verdict: Verdict;
	/** What a check saw. */
	readonly seen: readonly {readonly field: string; readonly value: FieldValue}[];
	readonly children: readonly WhyNode[];
	/** How its parts are joined, where it has several. */
	readonly joins?: 'and' | 'or';
}

export interface WhyQuestion {
	readonly condition: string;
	readonly definitions: Pick<RuleDefinitions, 'macros' | 'lists'>;
	readonly read: FieldReader;
	/** Whether the event is known to have or not to have the field; where it is not, a check of it is unknown. */
	readonly knows: (field: string) => boolean;
	readonly verdictOf: CheckVerdict;
}

/** The condition as a tree, macros within it, every part true, false or unknown. undefined where it cannot be read. */
export function explainCondition(question: WhyQuestion): WhyNode | undefined {
	const parsed = parseCondition(question.condition);
	return parsed.ok ? new Explanation(question).node(parsed.expression, '0', false) : undefined;
}

class Explanation {
	private readonly macros: ReadonlyMap<string, RuleDefinitions['macros'][number]>;
	private readonly lists: ReadonlyMap<string, readonly string[]>;
	private readonly open = new Set<string>();

	constructor(private readonly question: WhyQuestion) {
		this.macros = new Map(question.definitions.macros.map((macro) => [macro.name, macro]));
		this.lists = new Map(question.definitions.lists.map(({name, items}) => [name, items]));
	}

	node(expression: Expression, id: string, negated: boolean): WhyNode {
		switch (expression.kind) {
			case 'not':
				return this.node(expression.item, id, !negated);
			case 'and':
			case 'or': {
				const children = expression.items.map((item, at) => this.node(item, `${id}.${at}`, false));
				const all = expression.kind === 'and';
				const verdict = turned(join(children, all), negated);
				return {id, kind: expression.kind, negated, text: all ? 'all of' : 'one of', verdict, seen: [], children, joins: expression.kind};
			}
			case 'macro':
				return this.macro(expression.name, id, negated);
			case 'check':
				return this.check(expression, id, negated);
		}
	}

	private macro(name: string, id: string, negated: boolean): WhyNode {
		const macro = this.macros.get(name);
		const parsed = macro === undefined || this.open.has(name) ? undefined : parseCondition(macro.condition);
		if (!parsed?.ok) return {id, kind: 'missing', negated, text: name, verdict: 'unknown', seen: [], children: []};
		this.open.add(name);
		const inner = this.node(parsed.expression, `${id}.0`, false);
		this.open.delete(name);
		// The macro's own name stands for the group it holds.
		const isGroup = inner.joins !== undefined && inner.kind !== 'macro' && !inner.negated;
		const children = isGroup ? inner.children : [inner];
		// A placeholder such as `evt.num = 0` is false also of an alert that did not keep the number.
		const verdict = inner.verdict === 'unknown' && macro?.canMatch === false ? 'false' : inner.verdict;
		const node = {id, kind: 'macro', negated, text: name, verdict: turned(verdict, negated), seen: [], children} as const;
		return isGroup ? {...node, joins: inner.joins} : node;
	}

	private check(check: Check, id: string, negated: boolean): WhyNode {
		const {read, knows, verdictOf} = this.question;
		const fields = [...new Set(operandsOf(check))].flatMap((operand) => [...fieldsOfOperand(operand)].map(fieldText));
		const answer = fields.every(knows) ? verdictOf(this.withItems(check), read) : undefined;
		const verdict: Verdict = answer === undefined ? 'unknown' : answer ? 'true' : 'false';
		const seen = fields.map((field) => ({field, value: read(field)}));
		return {id, kind: 'check', negated, text: printCheck(check), verdict: turned(verdict, negated), seen, children: []};
	}

	/** Names of lists give way to their items. */
	private withItems(check: Check): Check {
		const {right} = check;
		if (right?.kind === 'identifier') {
			const value: Value = {kind: 'value', text: right.name, quoted: false, span: right.span};
			return {...check, right: {kind: 'list', items: this.itemsOf(value), span: right.span}};
		}
		if (right?.kind !== 'list') return check;
		const list: ValueList = {...right, items: right.items.flatMap((item) => this.itemsOf(item))};
		return {...check, right: list};
	}

	private itemsOf(value: Value, depth = 0): Value[] {
		const items = value.quoted || depth > 16 ? undefined : this.lists.get(value.text);
		if (items === undefined) return [value];
		return items.flatMap((item) => {
			const text = /^(["']).*\1$/.test(item) ? item.slice(1, -1) : item;
			return this.itemsOf({kind: 'value', text, quoted: text !== item, span: value.span}, depth + 1);
		});
	}
}

function join(children: readonly WhyNode[], all: boolean): Verdict {
	const decisive: Verdict = all ? 'false' : 'true';
	if (children.some(({verdict}) => verdict === decisive)) return decisive;
	if (children.some(({verdict}) => verdict === 'unknown')) return 'unknown';
	return all ? 'true' : 'false';
}

function turned(verdict: Verdict, negated: boolean): Verdict {
	if (!negated || verdict === 'unknown') return verdict;
	return verdict === 'true' ? 'false' : 'true';
}

/**
 * The way to the first part, from above, that makes the node what it is. Where all parts of a group have to come
 * together for that, as with `not (a and b)`, none of them is to blame and the way ends at the group.
 */
export function pathToCause(node: WhyNode): WhyNode[] {
	const inner = turned(node.verdict, node.negated);
	if (node.joins === 'and' && inner === 'true') return [node];
	const cause = node.children.find(({verdict}) => verdict === inner);
	return cause === undefined ? [node] : [node, ...pathToCause(cause)];
}

/** Checks below a node, itself included. */
export function checkCount(node: WhyNode): number {
	return node.children.length === 0 ? 1 : node.children.reduce((sum, child) => sum + checkCount(child), 0);
}
