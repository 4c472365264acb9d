import {type FieldCatalogue, isFieldProblem} from '../fields/field.ts';
import {constantsOf} from './constants-of.ts';
import {parseOperand} from './parse.ts';
import type {ConditionProblem} from './problem.ts';
import type {Check} from './syntax.ts';
import {TRANSFORMERS} from './syntax.ts';

/** What is allowed but probably not meant: Falco's compile warnings. */
export function hintsOf(check: Check, catalogue: FieldCatalogue): ConditionProblem[] {
	const hints: ConditionProblem[] = [];
	for (const {text, span} of constantsOf(check)) {
		if (check.operator === 'regex' && isPlainRegex(text)) {
			hints.push({
				code: 'hint-regex',
				message: `regex check with '${text}' may be optimized with simpler operators`,
				hint: plainRegexHint(text),
				span,
			});
		}
		const word = text.replace(/\s/g, '');
		if (isFieldName(word, catalogue)) {
			hints.push({
				code: 'hint-field-as-value',
				message: `'${text}' may be a valid field misused as a const string value`,
				hint: `to compare with the field, write val(${word})`,
				span,
			});
		}
		if (looksLikeTransformer(word)) {
			const message = `'${text}' may be a valid field transformer misused as a const string value`;
			hints.push({code: 'hint-transformer-as-value', message, hint: 'to apply the transformer, write it without quotes', span});
		}
	}
	return hints;
}

/** A regex that only a prefix, a suffix, an infix or an equal text can match. */
function isPlainRegex(pattern: string): boolean {
	return !/[.+*?^$()[\]{}|\\]/.test(innerOf(pattern));
}

/** Without anchors and `.*`, `.+`, `.?` at either end. */
const innerOf = (pattern: string): string =>
	pattern
		.replace(/^\^/, '')
		.replace(/^\.[+*?]/, '')
		.replace(/\$$/, '')
		.replace(/\.[+*?]$/, '');

/** A pattern must match the whole value: one without `.*` at an end is often meant for a part of it. */
function plainRegexHint(pattern: string): string {
	const open = /^\^?\.[+*?]/.test(pattern);
	const end = /\.[+*?]\$?$/.test(pattern);
	if (open || end) return `use ${open ? (end ? 'contains' : 'endswith') : 'startswith'}`;
	const part = pattern.startsWith('^')
		? pattern.endsWith('$')
			? undefined
			: 'startswith'
		: pattern.endsWith('$')
			? 'endswith'
			: 'contains';
	return part === undefined ? 'use =' : `a pattern has to match the whole value: use =, or ${part} where a part of it is meant`;
}

function isFieldName(word: string, catalogue: FieldCatalogue): boolean {
	if (!/^[a-zA-Z]\w*\.[a-zA-Z]/.test(word)) return false;
	const parsed = parseOperand(word);
	return parsed.ok && parsed.operand.kind === 'field' && !isFieldProblem(catalogue.resolve(parsed.operand.name, parsed.operand.argument));
}

const looksLikeTransformer = (word: string): boolean => word.endsWith(')') && TRANSFORMERS.some((name) => word.startsWith(`${name}(`));
