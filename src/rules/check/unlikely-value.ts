import type {FieldCatalogue} from '../../fields/field.ts';
import type {Check, Value} from '../../filter/syntax.ts';
import {leavesOf} from '../../filter/walk.ts';
import type {ParsedText} from '../parse-traced.ts';
import type {Checking} from './checking.ts';
import {spotOfSpan} from './checking.ts';
import {conditionsOf} from './conditions.ts';
import {impossibleValue} from './field-values.ts';
import {type Finding, type FindingItem, findingAt} from './finding.ts';
import {listItemSpot} from './list-spots.ts';
import {unlikelyValue} from './unlikely-values.ts';

/** Constants that Falco takes as they stand and that are hardly meant so: null, %proc.name, a path beside proc.name. */
export function checkUnlikelyValues({study}: Checking): Finding[] {
	return conditionsOf(study).flatMap(({parsed, item, source}) => {
		const catalogue = study.catalogueOf(source);
		if (!catalogue) return [];
		return leavesOf(parsed.syntax).flatMap((leaf) => (leaf.kind === 'check' ? inCheck(leaf, {parsed, item, catalogue}) : []));
	});

	function inCheck(check: Check, {parsed, item, catalogue}: Where): Finding[] {
		return valuesOf(check).flatMap((value) => {
			const given = {text: value.text, quoted: value.quoted, fromList: false};
			if (impossibleValue(check, value.text) || !unlikelyValue(check, given, catalogue)) return [];
			const inList = listItemSpot(study, parsed.lists, value.text);
			const found = unlikelyValue(check, {...given, fromList: inList !== undefined}, catalogue);
			if (!found) return [];
			const about: FindingItem = inList ? {type: 'list', name: inList.list} : item;
			const spot = inList?.spot ?? spotOfSpan(parsed.text, value.span);
			const message = `Value hardly meant: ${found.why}`;
			return [findingAt(spot, {severity: 'warning', code: 'CHECK_UNLIKELY_VALUE', message, hint: found.hint, item: about})];
		});
	}
}

interface Where {
	readonly parsed: ParsedText;
	readonly item: FindingItem;
	readonly catalogue: FieldCatalogue;
}

function valuesOf({right}: Check): readonly Value[] {
	if (right?.kind === 'value') return [right];
	return right?.kind === 'list' ? right.items : [];
}
