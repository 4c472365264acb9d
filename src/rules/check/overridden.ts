import {neverMatches} from '../hook-macros.ts';
import type {Checking} from './checking.ts';
import {type Finding, findingAt, relatedAt} from './finding.ts';
import type {Step} from './history.ts';
import {placeText} from './place-text.ts';

type Definition = Extract<Step, {kind: 'define'}>;

/** Lists, macros and rules that a later definition of the same name replaces as a whole. */
export function checkOverridden({study}: Checking): Finding[] {
	const last = new Map<string, Definition>();
	const found: Finding[] = [];
	for (const step of study.steps) {
		if (step.kind !== 'define') continue;
		const key = `${step.type} ${step.item.name}`;
		const before = last.get(key);
		last.set(key, step);
		if (before && !isPlaceholder(before, study.macros) && !isRepetition(before, step)) found.push(finding(before, step));
	}
	return found;
}

/** Files that stand alone bring what others have too, word for word. */
function isRepetition(before: Definition, after: Definition): boolean {
	if (before.item.context.source.name === after.item.context.source.name) return false;
	if (before.type === 'list' && after.type === 'list') return String(before.item.items) === String(after.item.items);
	return before.type === 'macro' && after.type === 'macro' && before.item.condition.text === after.item.condition.text;
}

/** A hook that was never filled in is there to be replaced. */
function isPlaceholder({type, item}: Definition, macros: Checking['study']['macros']): boolean {
	if (type === 'list') return item.items.length === 0;
	if (type !== 'macro') return false;
	const text = item.condition.text.replace(/[()\s]/g, '');
	const macro = macros.get(text);
	return text === 'evt.num=0' || (macro !== undefined && neverMatches(macro.expanded));
}

function finding(before: Definition, after: Definition): Finding {
	const {type} = after;
	const sameFile = before.item.context.source.name === after.item.context.source.name;
	return findingAt(after.item.context, {
		severity: sameFile ? 'warning' : 'note',
		code: 'CHECK_OVERRIDDEN',
		message: `This replaces ${type} '${after.item.name}' of ${placeText(before.item.context)}${lossOf(before, after)}`,
		hint: hintFor(type, sameFile),
		item: {type, name: after.item.name},
		related: [relatedAt(before.item.context, 'replaced')],
	});
}

function lossOf(before: Definition, after: Definition): string {
	if (before.type !== 'list' || after.type !== 'list') return '';
	const kept = new Set(after.item.items);
	const lost = before.item.items.filter((item) => !kept.has(item)).length;
	return lost === 0 ? '' : `, ${lost} of its ${before.item.items.length} items are gone`;
}

function hintFor(type: Definition['type'], sameFile: boolean): string {
	if (sameFile) return 'only the last definition counts: take one out, or give it another name';
	if (type === 'list') return "to add to it, write 'override: {items: append}'";
	if (type === 'macro') return "to add to it, write 'override: {condition: append}'";
	return "to change parts of it, name them in 'override'";
}
