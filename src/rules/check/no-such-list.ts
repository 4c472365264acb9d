import {editDistance, nearNames} from '../../fields/near-names.ts';
import {isOnEventType} from '../../filter/event-types.ts';
import type {Check, Operator} from '../../filter/syntax.ts';
import {leavesOf} from '../../filter/walk.ts';
import {type Checking, spotOfSpan} from './checking.ts';
import {conditionsOf} from './conditions.ts';
import {type Finding, findingAt} from './finding.ts';

const SETS: ReadonlySet<Operator> = new Set<Operator>(['in', 'intersects', 'pmatch']);
const MOST_EDITS = 2;

/**
 * Names of lists that do not exist: `in shell_binarys` and `in (shell_binarys)` load, and compare with this text. Without
 * parentheses a list must have been meant; within, only a word with an underscore that is nearly a list's name says so.
 */
export function checkNoSuchLists({study}: Checking): Finding[] {
	const names = [...study.lists.keys()];
	const items = new Set([...study.lists.values()].flatMap((list) => list.items));
	const known = new Map<string, string | undefined>();
	const nearest = (text: string) => {
		if (!known.has(text)) known.set(text, nearNames(text, names, 1)[0]);
		return known.get(text);
	};
	const hintFor = (text: string, isBare: boolean, mayBeMacro: boolean): string | undefined => {
		if (items.has(text)) return undefined;
		if (mayBeMacro && study.macros.has(text))
			return `'${text}' is a macro: write it by itself, without a field and ${isBare ? 'in' : 'parentheses'}`;
		if (!isBare && !text.includes('_')) return undefined;
		const near = nearest(text);
		if (near !== undefined && (isBare || editDistance(text, near, MOST_EDITS) <= MOST_EDITS)) return `did you mean '${near}'?`;
		return isBare ? `define list '${text}', or write (${text}) where the text is meant` : undefined;
	};
	return conditionsOf(study).flatMap(({parsed, item}) =>
		leavesOf(parsed.syntax).flatMap((leaf) =>
			leaf.kind !== 'check' || !SETS.has(leaf.operator)
				? []
				: wordsOf(leaf).flatMap(({text, span, isBare}) => {
						const hint = hintFor(text, isBare, !isOnEventType(leaf));
						const message = `There is no list '${text}': it is compared as a text`;
						const spot = () => spotOfSpan(parsed.text, span);
						return hint === undefined ? [] : [findingAt(spot(), {severity: 'warning', code: 'CHECK_NO_SUCH_LIST', message, hint, item})];
					}),
		),
	);
}

function wordsOf({right}: Check) {
	// In quotes the text is meant: no list is put there.
	if (right?.kind === 'identifier') return [{text: right.name, span: right.span, isBare: true}];
	return right?.kind === 'list' ? right.items.filter(({quoted}) => !quoted).map(({text, span}) => ({text, span, isBare: false})) : [];
}
