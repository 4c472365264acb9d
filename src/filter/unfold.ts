import {nearNames} from '../fields/near-names.ts';
import {printOperand, printValue} from './print.ts';
import type {ConditionProblem} from './problem.ts';
import type {Expression, MacroReference} from './syntax.ts';

export interface Unfolded {
	/** With every known macro in place of its name; references that could not be resolved stay. */
	readonly expression: Expression;
	readonly problems: readonly ConditionProblem[];
}

/**
 * Puts the conditions of macros in place of their names, macros within macros too, each as if in parentheses.
 * `macros` are those the expression may see. Spans of problems are those of the reference in this expression.
 */
export function unfoldMacros(expression: Expression, macros: ReadonlyMap<string, Expression>): Unfolded {
	const problems: ConditionProblem[] = [];
	const unfolding = new Set<string>();
	const done = new Map<string, Expression>();

	function unfold(node: Expression, at: MacroReference | undefined): Expression {
		switch (node.kind) {
			case 'and':
			case 'or':
				return unfoldItems(node, at);
			case 'not': {
				const item = unfold(node.item, at);
				return item === node.item ? node : {...node, item};
			}
			case 'macro':
				return unfoldReference(node, at ?? node);
			case 'check':
				return node;
		}
	}

	function unfoldItems(node: Expression & {kind: 'and' | 'or'}, at: MacroReference | undefined): Expression {
		const items = node.items.map((item, i) => {
			const found = problems.length;
			const unfolded = unfold(item, at);
			if (node.kind === 'or' && item.kind === 'macro' && i > 0 && problems.length > found) meantAsValue(item, node.items[i - 1]);
			return unfolded;
		});
		return items.every((item, i) => item === node.items[i]) ? node : {...node, items};
	}

	/** `proc.name = bash or sh`: the second value, not a macro. */
	function meantAsValue(reference: MacroReference, before: Expression): void {
		const check = before.kind === 'and' || before.kind === 'or' ? before.items[before.items.length - 1] : before;
		const last = problems[problems.length - 1];
		if (check.kind !== 'check' || check.right?.kind !== 'value' || last.code !== 'undefined-macro' || last.hint !== NO_SUCH_MACRO) return;
		const both = `(${printValue(check.right)}, ${reference.name})`;
		const isEqual = check.operator === '=' || check.operator === '==';
		const meant = `${printOperand(check.left)} ${isEqual ? 'in' : `${check.operator} anyof`} ${both}`;
		problems[problems.length - 1] = {...last, hint: `${NO_SUCH_MACRO}; for several values write ${meant}`};
	}

	function unfoldReference(node: MacroReference, at: MacroReference): Expression {
		const known = done.get(node.name);
		if (known !== undefined) return known;
		const definition = macros.get(node.name);
		if (definition === undefined || unfolding.has(node.name)) {
			problems.push(definition === undefined ? undefinedMacro(node, at, macros.keys()) : macroLoop(node, at, unfolding));
			return node;
		}
		const before = problems.length;
		unfolding.add(node.name);
		const unfolded = unfold(definition, at);
		unfolding.delete(node.name);
		if (problems.length === before) done.set(node.name, unfolded);
		return unfolded;
	}

	return {expression: unfold(expression, undefined), problems};
}

function undefinedMacro(node: MacroReference, at: MacroReference, names: Iterable<string>): ConditionProblem {
	const via = node === at ? '' : ` It is used by macro '${at.name}'.`;
	return {
		code: 'undefined-macro',
		message: `Undefined macro '${node.name}' used in filter.${via}`,
		hint: undefinedMacroHint(node.name, names),
		span: at.span,
	};
}

function undefinedMacroHint(name: string, names: Iterable<string>): string {
	if (name === 'not') return 'a check must follow not';
	if (name === 'true') return 'evt.num >= 0 is always true';
	if (name === 'false') return 'evt.num = 0 is never true';
	const guesses = nearNames(name, names);
	if (guesses.length > 0) return `did you mean ${guesses.join(' or ')}?`;
	return STOCK_MACROS.has(name) ? `${name} is a macro of falco_rules.yaml: give that file too, before this one` : NO_SUCH_MACRO;
}

const NO_SUCH_MACRO = 'a word without a dot is a macro: define it before, or write a field with its operator';

/** What people's own rules use most of what comes with Falco. */
const STOCK_MACROS = new Set(
	'container spawned_process open_read open_write never_true always_true interactive outbound inbound inbound_outbound shell_procs modify rename remove mkdir consider_all_outbound_conns consider_all_inbound_conns package_mgmt_procs sensitive_files bin_dir proc_name_exists container_started container_entrypoint k8s_containers user_ssh_directory sensitive_mount'.split(
		' ',
	),
);

function macroLoop(node: MacroReference, at: MacroReference, path: ReadonlySet<string>): ConditionProblem {
	const names = [...path];
	const loop = [...names.slice(names.indexOf(node.name)), node.name];
	return {code: 'macro-loop', message: `reference loop in macro: ${loop.join(' → ')}`, hint: 'a macro cannot use itself', span: at.span};
}
