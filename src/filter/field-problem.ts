import {pluginOfField} from '../fields/falco-plugins.ts';
import type {FieldProblem} from '../fields/field.ts';
import {fieldText} from './fields-of.ts';
import type {ConditionProblem} from './problem.ts';
import type {FieldOperand} from './syntax.ts';

/** What is wrong with a field of a condition, at its place. */
export function fieldProblem(problem: FieldProblem, operand: FieldOperand): ConditionProblem {
	const {span} = operand;
	const text = fieldText(operand);
	switch (problem.kind) {
		case 'unknown-field':
			return {
				code: 'unknown-field',
				message: `filter_check called with nonexistent field ${text}`,
				hint: pluginFieldHint(problem.name) ?? didYouMean(problem.suggestions),
				span,
			};
		case 'argument-required':
			return {
				code: 'field-argument',
				message: `filter error: field '${text}' requires an argument`,
				hint: `write ${problem.name}[…]`,
				span,
			};
		case 'argument-not-allowed':
			return {
				code: 'field-argument',
				message: `filter error: field '${problem.name}' does not accept an argument`,
				hint: `write ${problem.name}`,
				span,
			};
		case 'bad-argument': {
			const message = `filter_check called with nonexistent field ${text}: expected ${problem.expected}, found '${problem.argument}'`;
			return {code: 'field-argument', message, hint: didYouMean(problem.suggestions), span};
		}
	}
}

function didYouMean(suggestions: readonly string[]): string | undefined {
	return suggestions.length === 0 ? undefined : `did you mean ${suggestions.join(' or ')}?`;
}

/** `ka.verb` in a rule about system calls. */
export function pluginFieldHint(field: string): string | undefined {
	const plugin = pluginOfField(field);
	if (!plugin) return undefined;
	const rules = plugin.source === undefined ? '' : `, for rules with 'source: ${plugin.source}'`;
	return `${field} is a field of Falco's plugin ${plugin.name}${rules}; Falconer loads no plugins`;
}
