import {eventNamesOf} from '../../filter/event-types.ts';
import {fieldText} from '../../filter/fields-of.ts';
import {fieldsOfOperand} from '../../filter/walk.ts';
import {parseOutput} from '../output-tokens.ts';
import {spotOf} from '../traced-text.ts';
import type {Checking} from './checking.ts';
import {eventsOf} from './contradiction.ts';
import {eventsText, eventsWithField, intersect} from './field-events.ts';
import {type Finding, findingAt} from './finding.ts';

/** Output fields that show `<NA>` in every alert of their rule. */
export function checkEmptyOutputFields(checking: Checking): Finding[] {
	return checking.study.rules.flatMap((studied) => {
		const {rule, item} = studied;
		const catalogue = checking.study.catalogueOf(rule.source);
		const parsed = catalogue && parseOutput(item.output.text, catalogue);
		const events = intersect(eventsOf(checking.ruleFormula(studied)), new Set(eventNamesOf(rule.expanded)));
		if (events.size === 0) return [];
		return (parsed?.ok ? parsed.tokens : []).flatMap((token) => {
			if (token.kind === 'literal') return [];
			const empty = fieldsOfOperand(token.operand).find((field) => {
				const having = /^evt\.is_/.test(field.name) ? undefined : eventsWithField(field);
				return having !== undefined && intersect(having, events).size === 0;
			});
			if (!empty) return [];
			return [
				findingAt(spotOf(item.output, token.span.start), {
					severity: 'note',
					code: 'CHECK_EMPTY_OUTPUT_FIELD',
					message: `%${fieldText(empty)} is <NA> in every alert: ${eventsText(events)} have no such value`,
					hint: 'take it out of the output',
					item: {type: 'rule', name: rule.name},
				}),
			];
		});
	});
}
