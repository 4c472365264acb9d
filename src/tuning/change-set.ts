import {structuredPatch} from 'diff';
import type {AppliedDraft} from './local-rules.ts';
import type {RulesInfo} from './rules-info.ts';

/** One text of the local rules file and what led to it. */
export interface ChangeState {
	readonly text: string;
	/** For the list of changes and the log: `except backup-agent from Read sensitive file untrusted`. */
	readonly label: string;
	/** Makes the same change in another text, with another comment: absent where the change is of this text alone. */
	readonly recipe?: ChangeRecipe;
}

export interface RecipeOptions {
	readonly info: RulesInfo;
	/** Instead of the one it was made with. */
	readonly comment?: string;
}

export type ChangeRecipe = (text: string, options: RecipeOptions) => AppliedDraft;

/** The changes of the local rules file, undone and redone across saves. A value: each function returns a new one. */
export interface ChangeSet {
	/** What the file holds on disk. */
	readonly savedText: string;
	readonly states: readonly ChangeState[];
	/** Index of the present state. */
	readonly at: number;
	/** Index of the state that was saved; -1 when an undo past it was followed by another change. */
	readonly savedAt: number;
}

/** States kept for undo; texts share nothing, so this bounds memory. */
const MAX_STATES = 200;

export function createChangeSet(text: string): ChangeSet {
	return {savedText: text, states: [{text, label: ''}], at: 0, savedAt: 0};
}

export function currentText(changes: ChangeSet): string {
	return changes.states[changes.at].text;
}

/** A further change. What was undone before can no longer be redone. */
export function addChange(changes: ChangeSet, text: string, label: string, recipe?: ChangeRecipe): ChangeSet {
	if (text === currentText(changes)) return changes;
	const states = [...changes.states.slice(0, changes.at + 1), {text, label, recipe}];
	const savedAt = changes.savedAt <= changes.at ? changes.savedAt : -1;
	const surplus = Math.max(0, states.length - MAX_STATES);
	return {
		savedText: changes.savedText,
		states: states.slice(surplus),
		at: states.length - 1 - surplus,
		savedAt: savedAt < surplus ? -1 : savedAt - surplus,
	};
}

export function canUndo(changes: ChangeSet): boolean {
	return changes.at > 0;
}

export function canRedo(changes: ChangeSet): boolean {
	return changes.at < changes.states.length - 1;
}

/** The changes since the save, the oldest first; undefined where changes that were saved are undone. */
export function pendingChanges({states, at, savedAt}: ChangeSet): readonly ChangeState[] | undefined {
	return savedAt < 0 || at < savedAt ? undefined : states.slice(savedAt + 1, at + 1);
}

/** As it was when it was saved, what was changed since forgotten. */
export function backToSaved(changes: ChangeSet): ChangeSet {
	const {savedAt, savedText, states} = changes;
	return savedAt < 0 ? createChangeSet(savedText) : {...changes, states: states.slice(0, savedAt + 1), at: savedAt};
}

export function undo(changes: ChangeSet): ChangeSet {
	return canUndo(changes) ? {...changes, at: changes.at - 1} : changes;
}

export function redo(changes: ChangeSet): ChangeSet {
	return canRedo(changes) ? {...changes, at: changes.at + 1} : changes;
}

/** After the present text was written to disk. */
export function markSaved(changes: ChangeSet): ChangeSet {
	return {...changes, savedText: currentText(changes), savedAt: changes.at};
}

/** Changes between the file and the present text; undoing a saved change counts as one. */
export function unsavedCount(changes: ChangeSet): number {
	if (currentText(changes) === changes.savedText) return 0;
	return changes.savedAt < 0 ? Math.max(1, changes.at) : Math.max(1, Math.abs(changes.at - changes.savedAt));
}

export interface DiffLine {
	readonly kind: 'add' | 'del' | 'context' | 'hunk';
	readonly text: string;
	/** Line numbers from 1; absent on the side that lacks the line. */
	readonly oldLine?: number;
	readonly newLine?: number;
}

/** Stands below a line that the file ends with, without a line end: else it would look removed and added as it was. */
const NO_LINE_END = '\\ no line end at the end of the file';

/** The unified diff of two texts, line by line; no lines when they are equal. Line ends are not shown, only that the last is missing. */
export function diffLines(oldText: string, newText: string, context = 3): DiffLine[] {
	const {hunks} = structuredPatch('', '', oldText, newText, '', '', {context, stripTrailingCr: false});
	return hunks.flatMap((hunk) => {
		const head = `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`;
		let oldLine = hunk.oldStart;
		let newLine = hunk.newStart;
		const lines = hunk.lines.map((line): DiffLine => {
			if (line.startsWith('\\')) return {kind: 'hunk', text: NO_LINE_END};
			const text = line.slice(1).replace(/\r$/, '');
			if (line[0] === '+') return {kind: 'add', text, newLine: newLine++};
			if (line[0] === '-') return {kind: 'del', text, oldLine: oldLine++};
			return {kind: 'context', text, oldLine: oldLine++, newLine: newLine++};
		});
		return [{kind: 'hunk', text: head}, ...lines];
	});
}

/** What `S` shows: the file on disk against the present text. */
export function changeSetDiff(changes: ChangeSet): DiffLine[] {
	return diffLines(changes.savedText, currentText(changes));
}
