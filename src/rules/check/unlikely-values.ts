import {type FieldCatalogue, isFieldProblem} from '../../fields/field.ts';
import {editDistance} from '../../fields/near-names.ts';
import {parseOperand} from '../../filter/parse.ts';
import type {Check, Operator} from '../../filter/syntax.ts';
import {groupOf} from '../../filter/type-group.ts';

/** Why a constant is hardly what its writer meant, though Falco takes it as it stands, and what to write. */
export interface UnlikelyValue {
	readonly why: string;
	readonly hint: string;
}

interface Given {
	/** The name of the field on the left. */
	readonly field: string;
	readonly operator: Operator;
	readonly text: string;
	/** Whether it stands in quotes: then the text is meant. */
	readonly quoted: boolean;
	/** Whether it comes from a list, which may serve other fields too. */
	readonly fromList: boolean;
	readonly catalogue: FieldCatalogue;
}

/** What is doubtful about a constant right of a field; undefined where nothing is. */
export function unlikelyValue(
	check: Check,
	{text, quoted, fromList}: Pick<Given, 'text' | 'quoted' | 'fromList'>,
	catalogue: FieldCatalogue,
): UnlikelyValue | undefined {
	if (check.left.kind !== 'field') return undefined;
	const found = catalogue.resolve(check.left.name, check.left.argument);
	if (isFieldProblem(found) || groupOf(found.type) !== 'string') return undefined;
	const given: Given = {field: check.left.name, operator: check.operator, text, quoted, fromList, catalogue};
	return (
		letterOrder(given) ?? typographicQuotes(given) ?? fieldOfOutputs(given) ?? (isEquality(given.operator) ? unequal(given) : undefined)
	);
}

const unequal = (given: Given) => noValue(given) ?? misspeltField(given) ?? (given.fromList ? undefined : wrongForm(given));
const isEquality = (operator: Operator) => /^(?:==?|!=|in|intersects)$/.test(operator);

/** `evt.res < 0` */
function letterOrder({field, operator, text}: Given): UnlikelyValue | undefined {
	if (!/^[<>]=?$/.test(operator)) return undefined;
	const hint =
		field === 'evt.res' ? `write evt.rawres ${operator} ${text}` : `a number is compared with a field that is one, such as len(${field})`;
	return {why: `${field} is a text: '${operator}' compares it with '${text}' letter by letter`, hint};
}

const TYPOGRAPHIC = /[\u2018-\u201f\u00ab\u00bb]/g;

/** `= “nc”`, as text processors and web pages have it. */
function typographicQuotes({text}: Given): UnlikelyValue | undefined {
	if (text.search(TYPOGRAPHIC) < 0) return undefined;
	return {why: `the typographic quotes are part of the text ${text}`, hint: `write "${text.replace(TYPOGRAPHIC, '')}"`};
}

/** `= %proc.pname` */
function fieldOfOutputs({text, catalogue}: Given): UnlikelyValue | undefined {
	if (!text.startsWith('%')) return undefined;
	const parsed = parseOperand(text.slice(1));
	const field = parsed.ok && parsed.operand.kind === 'field' ? parsed.operand : undefined;
	if (!field || isFieldProblem(catalogue.resolve(field.name, field.argument))) return undefined;
	return {
		why: `'${text}' is this text here: only outputs have fields with %`,
		hint: `to compare with the field, write val(${text.slice(1)})`,
	};
}

const NO_VALUE = /^(?:null|NULL|Null|nil|None|undefined)$/;

/** `!= null`; parameters of system calls may have such texts. */
function noValue({field, operator, text, quoted}: Given): UnlikelyValue | undefined {
	if (quoted || !NO_VALUE.test(text) || /^evt\.(?:raw)?arg/.test(field)) return undefined;
	const test = operator === '!=' ? `${field} exists` : `not ${field} exists`;
	return {
		why: `'${text}' is the text of ${text.length} letters: a value that is missing equals nothing`,
		hint: `to ask whether there is a value, write ${test}; "${text}" in quotes where the text is meant`,
	};
}

const FIELD_LIKE = /^(?:proc|fd|evt|user|group|container|k8s|thread|fs)\.[a-z][a-z_.]*$/;

/** `= proc.parent`: no field, but near one. Loading itself warns of fields without val(). */
function misspeltField({text, quoted, catalogue}: Given): UnlikelyValue | undefined {
	const found = quoted || !FIELD_LIKE.test(text) ? undefined : catalogue.resolve(text, undefined);
	if (!found || !isFieldProblem(found) || found.kind !== 'unknown-field') return undefined;
	const [near] = found.suggestions;
	if (near === undefined || (text.split('.')[0] !== near.split('.')[0] && editDistance(text, near, 2) > 2)) return undefined;
	return {why: `'${text}' is a text and no field`, hint: `to compare with the field ${near}, write val(${near})`};
}

const NAMES: ReadonlySet<string> = new Set(['proc.name', 'proc.pname', 'proc.aname']);
const PROGRAM_PATHS: ReadonlySet<string> = new Set(['proc.exepath', 'proc.pexepath', 'proc.aexepath']);

/**
 * A path for a name, a name for a path, a tag for a repository. Of fd.name only words without a dot: the stock rules compare it
 * with a file's mere name once, and nothing is said of them.
 */
function wrongForm({field, text}: Given): UnlikelyValue | undefined {
	if (NAMES.has(field) && text.startsWith('/')) {
		const [path, name] = [field.replace('name', 'exepath'), text.slice(text.lastIndexOf('/') + 1)];
		return {
			why: `${field} is a name without a path, '${text}' is a path`,
			hint: `write ${path} = ${text}${name === '' ? '' : `, or ${field} = ${name}`}`,
		};
	}
	if (PROGRAM_PATHS.has(field) && /^[\w.+-]+$/.test(text))
		return {
			why: `${field} is a whole path, '${text}' is none`,
			hint: `write ${field.replace('exepath', 'name')} = ${text}, or ${field} endswith /${text}`,
		};
	if (field === 'fd.name' && /^[A-Za-z_]\w*$/.test(text))
		return {why: `fd.name of a file is a whole path, '${text}' is none`, hint: `write fd.filename = ${text}, or the path`};
	if (field === 'fd.directory' && text.length > 1 && text.endsWith('/'))
		return {
			why: `fd.directory has no slash at its end, '${text}' has one`,
			hint: `write ${text.replace(/\/+$/, '')}; for what lies deeper, fd.name startswith ${text}`,
		};
	if (field === 'fd.filename' && text.includes('/'))
		return {why: `fd.filename has no directory in it, '${text}' has one`, hint: `write fd.name = ${text}`};
	if (field === 'container.image.repository' && /:[^/:@]+$/.test(text) && text.indexOf('@') < 0)
		return {
			why: `container.image.repository has no tag, '${text}' has one`,
			hint: `write container.image = ${text}, or leave the tag to container.image.tag`,
		};
	return undefined;
}
