import {constantsOf} from '../../filter/constants-of.ts';
import type {Check} from '../../filter/syntax.ts';
import {leavesOf} from '../../filter/walk.ts';
import type {ParsedText} from '../parse-traced.ts';
import type {Spot} from '../source-file.ts';
import type {Checking} from './checking.ts';
import {spotOfSpan} from './checking.ts';
import {conditionsOf} from './conditions.ts';
import {impossibleValue} from './field-values.ts';
import {type Finding, type FindingItem, findingAt} from './finding.ts';
import {listItemSpot} from './list-spots.ts';

/** Constants that their field can never hold: a name longer than the kernel keeps, a result that is no error's name. */
export function checkDeadValues({study}: Checking): Finding[] {
	const found = new Map<string, Finding>();
	for (const {parsed, item} of conditionsOf(study)) {
		for (const leaf of leavesOf(parsed.syntax)) {
			if (leaf.kind !== 'check') continue;
			for (const {finding, spot} of deadValues(leaf, parsed, item)) {
				const key = `${spot.source.name}:${spot.offset}:${finding.message}`;
				if (!found.has(key)) found.set(key, finding);
			}
		}
	}
	return [...found.values()];

	function deadValues(check: Check, parsed: ParsedText, item: FindingItem): {finding: Finding; spot: Spot}[] {
		const constants = constantsOf(check);
		const texts = new Set(constants.map(({text}) => text));
		return constants.flatMap(({text, span}) => {
			const fault = impossibleValue(check, text);
			// The cut name stands beside the long one: who wrote this knew.
			if (!fault || texts.has(cutOf(text))) return [];
			const inList = listItemSpot(study, parsed.lists, text);
			const spot = inList?.spot ?? spotOfSpan(parsed.text, span);
			const about: FindingItem = inList ? {type: 'list', name: inList.list} : item;
			return [
				{
					spot,
					finding: findingAt(spot, {
						severity: 'warning',
						code: 'CHECK_DEAD_VALUE',
						message: `Value never found: ${fault.why}`,
						hint: fault.hint,
						item: about,
					}),
				},
			];
		});
	}
}

const COMM_BYTES = 15;
const cutOf = (text: string) => (text.length > COMM_BYTES ? text.slice(0, COMM_BYTES) : '\0');
