import type {ParsedText} from '../parse-traced.ts';
import type {FindingItem} from './finding.ts';
import type {Study} from './study.ts';

/** The conditions of all macros and rules, each as it was written (macros are names in it). */
export function conditionsOf(study: Study): readonly {readonly parsed: ParsedText; readonly item: FindingItem; readonly source: string}[] {
	return [
		...[...study.macros.values()].map(({parsed, item}) => ({parsed, item: {type: 'macro' as const, name: item.name}, source: 'syscall'})),
		...study.rules.map(({parsed, rule}) => ({parsed, item: {type: 'rule' as const, name: rule.name}, source: rule.source})),
	];
}
