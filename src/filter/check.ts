import {type FieldCatalogue, isFieldProblem} from '../fields/field.ts';
import {nearNames} from '../fields/near-names.ts';
import {checkEventType} from './check-event-type.ts';
import {parseConstant, type ServicePorts} from './constant.ts';
import {constantsOf} from './constants-of.ts';
import {hintsOf} from './hints.ts';
import {type CompiledOperand, compileOperand, isDistance, isProblem} from './operand.ts';
import type {ConditionProblem} from './problem.ts';
import {compileRegex} from './regex.ts';
import {readServicePorts} from './service-ports.ts';
import type {Check, Expression, Operand} from './syntax.ts';
import {operatorRefusal, operatorsFor} from './type-group.ts';
import {checksOf, fieldsOfOperand, operandsOf} from './walk.ts';

export interface CheckOptions {
	readonly ports?: ServicePorts;
}

/** Hints are no faults: the condition works as it stands. */
export const isHint = (problem: ConditionProblem): boolean => problem.code.startsWith('hint-');

/**
 * Everything that is wrong with a condition whose macros are unfolded or checked apart: fields, types, operators, values.
 * Hints (`isHint`) come along. No problem but hints means that it compiles.
 */
export function checkCondition(expression: Expression, catalogue: FieldCatalogue, options: CheckOptions = {}): ConditionProblem[] {
	const ports = options.ports ?? SYSTEM_PORTS;
	const problems: ConditionProblem[] = [];
	for (const check of checksOf(expression)) problems.push(...checkOne(check, catalogue, ports));
	return problems;
}

const SYSTEM_PORTS = readServicePorts();

function checkOne(check: Check, catalogue: FieldCatalogue, ports: ServicePorts): ConditionProblem[] {
	const problems = operandsOf(check).flatMap((operand) => checkPrintOnly(operand, catalogue));
	const left = compileOperand(check.left, catalogue);
	if (isProblem(left)) return [...problems, left];
	problems.push(...checkOperator(check, left), ...checkEventType(check));
	if (problems.length > 0) return problems;
	return isOperand(check.right)
		? checkRightOperand(check, check.right, left, catalogue)
		: [...checkConstants(check, left, ports), ...hintsOf(check, catalogue)];
}

const isOperand = (right: Check['right']): right is Operand => right?.kind === 'field' || right?.kind === 'transformer';

function checkPrintOnly(operand: Operand, catalogue: FieldCatalogue): ConditionProblem[] {
	return fieldsOfOperand(operand).flatMap((field) => {
		const found = catalogue.resolve(field.name, field.argument);
		if (isFieldProblem(found) || !found.definition.printOnly) return [];
		return [
			{
				code: 'unknown-field',
				message: `filter_check called with nonexistent field ${found.text}: it is for outputs only`,
				span: field.span,
			},
		];
	});
}

function checkOperator(check: Check, left: CompiledOperand): ConditionProblem[] {
	if (isDistance(left)) return checkDistance(check);
	const allowed = operatorsFor(left.type, left.list);
	if (allowed.includes(check.operator)) return [];
	const shown = check.operator === '==' ? '=' : check.operator;
	return [
		{
			code: 'operator-type',
			message: `filter error: '${shown}' operator not supported ${operatorRefusal(left.type, left.list)}: '${left.text}' is ${article(left)}`,
			hint: `use one of ${allowed.join(' ')}`,
			span: check.operatorSpan,
		},
	];
}

function checkDistance({operator, operatorSpan, modifier}: Check): ConditionProblem[] {
	if ((operator === '=' || operator === '==') && modifier === undefined) return [];
	const hint = 'write evt.around[TIME] = MILLISECONDS';
	return [{code: 'operator-type', message: "evt.around supports only '=' comparison operator", hint, span: operatorSpan}];
}

const article = (operand: CompiledOperand): string => (operand.list ? `a list of ${operand.type}` : `of type ${operand.type}`);

function checkConstants(check: Check, left: CompiledOperand, ports: ServicePorts): ConditionProblem[] {
	const problems: ConditionProblem[] = [];
	for (const {text, span} of constantsOf(check)) {
		const parsed = parseConstant(text, left.type, check.operator, ports);
		const fault = parsed.ok && check.operator === 'regex' ? compileRegex(text) : parsed;
		if (!fault.ok)
			problems.push({code: 'bad-value', message: fault.message, hint: idHint(left.text, text) ?? fault.hint ?? listNameHint(check), span});
	}
	return problems;
}

/** `user.uid = root` */
function idHint(field: string, text: string): string | undefined {
	const name = /^(?:user\.(?:login)?|group\.)(?=[ug]id$|loginuid$)/.exec(field)?.[0];
	if (name === undefined || !/^[a-z_]/i.test(text)) return undefined;
	return `${field} is a number; the name is ${name}name`;
}

function listNameHint(check: Check): string | undefined {
	return check.right?.kind === 'identifier' ? `'${check.right.name}' is no list of the rules files` : undefined;
}

function checkRightOperand(check: Check, operand: Operand, left: CompiledOperand, catalogue: FieldCatalogue): ConditionProblem[] {
	const right = compileOperand(operand, catalogue);
	if (isProblem(right)) return [right];
	const message = unusableField(operand, catalogue) ?? rightSideFault(check, left, right);
	return message === undefined ? [] : [{code: 'right-side', message, span: operand.span}];
}

function unusableField(operand: Operand, catalogue: FieldCatalogue): string | undefined {
	for (const {name, argument} of fieldsOfOperand(operand)) {
		const field = catalogue.resolve(name, argument);
		if (!isFieldProblem(field) && !field.definition.usableAsRhs) return `field '${field.text}' can't be used as a right-hand side field`;
	}
	return undefined;
}

function rightSideFault(check: Check, left: CompiledOperand, right: CompiledOperand): string | undefined {
	const {operator} = check;
	if (operator === 'pmatch' || operator === 'regex') return `'${operator}' operator doesn't support right-hand side fields`;
	if (left.type === 'IPNET' || right.type === 'IPNET') return `field '${left.text}' of type 'IPNET' doesn't support right-hand side fields`;
	if (left.type !== right.type) {
		return `field '${left.text}' has type '${left.type}' while the right-hand side field '${right.text}' has incompatible type '${right.type}'`;
	}
	const takesList = operator === 'in' || operator === 'intersects';
	if (right.list && !takesList) return `field '${right.text}' is a list: compare it with in or intersects`;
	return undefined;
}

/** Names near to a wrong word of a condition, for rooms that look names up themselves (lists, macros). */
export const didYouMean = (word: string, names: Iterable<string>): string | undefined => {
	const guesses = nearNames(word, names);
	return guesses.length === 0 ? undefined : `did you mean ${guesses.join(' or ')}?`;
};
