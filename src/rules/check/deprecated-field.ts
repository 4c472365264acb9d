import {fieldText} from '../../filter/fields-of.ts';
import {fieldsOfOperand, leavesOf, operandsOf} from '../../filter/walk.ts';
import {isDeprecatedField} from '../doubtful-checks.ts';
import {parseOutput} from '../output-tokens.ts';
import type {Spot} from '../source-file.ts';
import {spotOf} from '../traced-text.ts';
import {type Checking, isDeprecated, spotOfSpan} from './checking.ts';
import {conditionsOf} from './conditions.ts';
import {type Finding, type FindingItem, findingAt} from './finding.ts';

/** Fields that have no values any more, beside those of enter events, which loading warns of. */
export function checkDeprecatedFields(checking: Checking): Finding[] {
	return [...inConditions(checking), ...inOutputs(checking)];
}

function inConditions({study}: Checking): Finding[] {
	const found: Finding[] = [];
	for (const {parsed, item, source} of conditionsOf(study)) {
		for (const leaf of leavesOf(parsed.syntax)) {
			for (const operand of leaf.kind === 'check' ? operandsOf(leaf) : []) {
				for (const field of fieldsOfOperand(operand)) {
					if (isDeprecatedField(field.name) || !isDeprecated(study, source, field.name, field.argument)) continue;
					found.push(finding(spotOfSpan(parsed.text, field.span), fieldText(field), {where: 'condition', item}));
				}
			}
		}
	}
	return found;
}

function inOutputs({study}: Checking): Finding[] {
	return study.rules.flatMap(({rule, item}) => {
		const catalogue = study.catalogueOf(rule.source);
		const parsed = catalogue && parseOutput(item.output.text, catalogue);
		return (parsed?.ok ? parsed.tokens : []).flatMap((token) => {
			if (token.kind === 'literal') return [];
			const fields = fieldsOfOperand(token.operand).filter(
				({name, argument}) => !isDeprecatedField(name) && isDeprecated(study, rule.source, name, argument),
			);
			return fields.map((field) =>
				finding(spotOf(item.output, token.span.start), fieldText(field), {where: 'output', item: {type: 'rule', name: rule.name}}),
			);
		});
	});
}

const finding = (spot: Spot, field: string, {where, item}: {readonly where: string; readonly item: FindingItem}): Finding =>
	findingAt(spot, {
		severity: 'warning',
		code: 'CHECK_DEPRECATED_FIELD',
		message: `Field '${field}' in the ${where} has no values any more`,
		hint: replacementOf(field),
		item,
	});

function replacementOf(field: string): string {
	if (/^k8s\.(?:rc|rs|svc|deployment)\./.test(field))
		return 'k8s.pod.name, k8s.pod.label and k8s.ns.name have values; workloads need the k8smeta plugin of Falco';
	if (/^k8s\.ns\./.test(field)) return 'k8s.ns.name has a value';
	if (/probe|healthcheck/.test(field)) return 'tell probes by their command line: proc.cmdline, proc.pcmdline';
	return 'take it out';
}
