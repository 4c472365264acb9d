import type {FieldCatalogue} from '../fields/field.ts';
import type {ConditionProblem} from '../filter/problem.ts';
import {fieldsOfOperand} from '../filter/walk.ts';
import type {ExtraField} from './append-output.ts';
import {isDeprecatedField} from './doubtful-checks.ts';
import type {RuleItem} from './items.ts';
import type {LoadCache} from './load-cache.ts';
import {compileOutput} from './output-format.ts';
import {type OutputToken, parseOutput} from './output-tokens.ts';
import type {ProblemList} from './problem-list.ts';
import {spotOf} from './traced-text.ts';

const CONTAINER_INFO = '%container.info';
const CONTAINER_INFO_DEPRECATED =
	'%container.info is deprecated and no more useful, and will be dropped by Falco 1.0.0. ' +
	'The container plugin will automatically add required fields to the output message.';

const DEPRECATED = /evt\.(?:dir|latency|wait_latency)/;

interface Checking {
	readonly catalogue: FieldCatalogue;
	readonly problems: ProblemList;
	readonly cache: LoadCache;
}

/** Checks a rule's output with what is appended to it; the output as it is used, or undefined when the rule does not load. */
export function checkRuleOutput(
	item: RuleItem,
	appended: {readonly output: string; readonly extraFields: readonly ExtraField[]},
	checking: Checking,
): string | undefined {
	const {problems} = checking;
	let {output} = appended;
	if (output.includes(CONTAINER_INFO)) {
		const index = item.output.text.indexOf(CONTAINER_INFO);
		const spot = index === -1 ? undefined : spotOf(item.output, index);
		problems.warning('LOAD_DEPRECATED_ITEM', CONTAINER_INFO_DEPRECATED, item.context, {
			spot,
			hint: `take ${CONTAINER_INFO} out of the output`,
		});
		output = output.replaceAll(CONTAINER_INFO, '');
	}
	const formats = [output, ...appended.extraFields.map(({format}) => format)];
	return formats.every((format) => checkFormat(item, format, checking)) ? output : undefined;
}

function checkFormat(item: RuleItem, format: string, checking: Checking): boolean {
	const {catalogue, cache} = checking;
	const isSound = cache.isSoundOutput(format, catalogue, () => compileOutput(format, catalogue).ok);
	if (isSound) warnOfDeprecated(item, format, checking);
	else reportFormat(item, format, checking);
	return isSound;
}

function reportFormat(item: RuleItem, format: string, {catalogue, problems}: Checking): void {
	const compiled = compileOutput(format, catalogue);
	if (compiled.ok) return;
	const [problem] = compiled.problems;
	const spot = spotInOutput(item, format, problem);
	const code = isUnknownToken(problem) && item.skipIfUnknownFilter ? 'LOAD_UNKNOWN_FILTER' : 'LOAD_ERR_COMPILE_OUTPUT';
	const detail = {spot, hint: problem.hint};
	if (code === 'LOAD_UNKNOWN_FILTER') problems.warning(code, problem.message, item.outputContext, detail);
	else problems.error(code, problem.message, item.outputContext, detail);
}

const isUnknownToken = (problem: ConditionProblem) => /invalid formatting token|nonexistent field/.test(problem.message);

/** Where a problem of the output stands, when it stands in the rules file and not in `append_output`. */
function spotInOutput(item: RuleItem, format: string, {span}: ConditionProblem) {
	const own = item.output.text;
	return span.start < own.length && format.slice(0, span.start) === own.slice(0, span.start) ? spotOf(item.output, span.start) : undefined;
}

function warnOfDeprecated(item: RuleItem, format: string, {catalogue, problems}: Checking): void {
	if (!DEPRECATED.test(format)) return;
	const parsed = parseOutput(format, catalogue);
	const warned = new Set<string>();
	for (const token of parsed.ok ? parsed.tokens : []) {
		for (const name of fieldNames(token)) {
			if (!isDeprecatedField(name) || warned.has(name)) continue;
			warned.add(name);
			const message = `usage of deprecated field '${name}' has been detected in the rule output`;
			problems.warning('LOAD_DEPRECATED_ITEM', message, item.outputContext, {hint: 'it has had no value since enter events are gone'});
		}
	}
}

const fieldNames = (token: OutputToken) => (token.kind === 'literal' ? [] : fieldsOfOperand(token.operand).map(({name}) => name));
