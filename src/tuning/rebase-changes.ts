import {applyPatch, structuredPatch} from 'diff';
import {type ChangeSet, type ChangeState, createChangeSet} from './change-set.ts';
import {parseLocalFile} from './local-file.ts';

/**
 * The same steps around a text that somebody else made of the saved one: undoing one of ours leaves theirs alone. Steps
 * that their change touched cannot be told apart from it, and go, with all beyond them.
 */
export function rebaseChanges(changes: ChangeSet, text: string): ChangeSet {
	const {states, savedAt, savedText} = changes;
	if (savedAt < 0) return createChangeSet(text);
	const moved = (state: ChangeState): ChangeState | undefined => {
		const rebased = rebasedText(savedText, state.text, text);
		return rebased === undefined ? undefined : {...state, text: rebased};
	};
	const before = whileMoved(states.slice(0, savedAt).reverse(), moved).reverse();
	const after = whileMoved(states.slice(savedAt + 1), moved);
	const at = before.length;
	return {savedText: text, states: [...before, {...states[savedAt], text}, ...after], at, savedAt: at};
}

function whileMoved(states: readonly ChangeState[], moved: (state: ChangeState) => ChangeState | undefined): ChangeState[] {
	const result: ChangeState[] = [];
	for (const state of states) {
		const rebased = moved(state);
		if (rebased === undefined) break;
		result.push(rebased);
	}
	return result;
}

/** What leads from `base` to `ours`, made in `theirs`; undefined where it does not fit there, or means something else. */
function rebasedText(base: string, ours: string, theirs: string): string | undefined {
	const patch = structuredPatch('', '', base, ours, '', '', {context: 1});
	const rebased = applyPatch(theirs, patch, {autoConvertLineEndings: false});
	if (rebased === false) return undefined;
	const [before, mine, their, both] = [base, ours, theirs, rebased].map(itemsOf);
	if (!before || !mine || !their || !both) return undefined;
	const wanted = [...their, ...mine].sort();
	// As many of each item: what we changed and what they changed, and nothing else.
	return JSON.stringify([...both, ...before].sort()) === JSON.stringify(wanted) ? rebased : undefined;
}

function itemsOf(text: string): string[] | undefined {
	const parsed = parseLocalFile(text);
	return parsed.ok ? parsed.file.items.map(({value}) => JSON.stringify(value)) : undefined;
}
