import {
	addChange,
	type ChangeRecipe,
	type ChangeSet,
	type ChangeState,
	currentText,
	pendingChanges,
	undo,
} from '../../tuning/change-set.ts';
import type {RulesInfo} from '../../tuning/rules-info.ts';
import type {Refusal} from './refusal.ts';

/** What making changes once more needs of the desk. */
export interface Remaking {
	readonly changes: () => ChangeSet;
	/** What the rules say with the present text. */
	readonly info: () => RulesInfo;
	/** What they would say with another. */
	readonly infoOf: (changes: ChangeSet) => Promise<RulesInfo>;
	readonly swap: (next: ChangeSet) => Promise<Refusal | undefined>;
}

/** The unsaved changes that can be made in another file; why not where one cannot. */
export function movableChanges(changes: ChangeSet, path: string, unsaved: number): Refusal | readonly ChangeState[] {
	const pending = pendingChanges(changes) ?? (unsaved === 0 ? [] : undefined);
	if (pending === undefined) return {message: `changes of ${path} that were saved are undone`, hint: 'save that, or redo them'};
	const stuck = pending.find(({recipe}) => recipe === undefined);
	return stuck === undefined ? pending : {message: `a change is of ${path} itself`, hint: `save it there, or undo it: ${stuck.label}`};
}

/** The same changes upon another text. */
export async function remakeChanges(desk: Remaking, start: ChangeSet, pending: readonly ChangeState[]): Promise<Refusal | undefined> {
	let refusal = await desk.swap(start);
	for (const {label, recipe} of pending) {
		if (refusal !== undefined || recipe === undefined) return refusal;
		const applied = recipe(currentText(desk.changes()), {info: desk.info()});
		if (!applied.ok) return applied.problems[0];
		refusal = await desk.swap(addChange(desk.changes(), applied.text, label, recipe));
	}
	return refusal;
}

/** What became of changes that were made once more. */
export interface Remade {
	readonly kept: number;
	/** What they were, of those that could not be made. */
	readonly dropped: readonly string[];
}

/** Those of the changes that another text takes. */
export async function remakePossible(desk: Remaking, pending: readonly ChangeState[]): Promise<Remade> {
	const dropped: string[] = [];
	for (const {label, recipe} of pending) {
		const applied = recipe?.(currentText(desk.changes()), {info: desk.info()});
		const isMade = applied?.ok && (await desk.swap(addChange(desk.changes(), applied.text, label, recipe))) === undefined;
		if (!isMade) dropped.push(label);
	}
	return {kept: pending.length - dropped.length, dropped};
}

/** The last change once more, with other words above it. */
export async function recommentLast(desk: Remaking, last: ChangeState | undefined, comment: string): Promise<Refusal | undefined> {
	if (last?.recipe === undefined) return {message: 'there is no unsaved change whose comment could be written'};
	const before = undo(desk.changes());
	const {recipe} = last;
	const applied = recipe(currentText(before), {info: await desk.infoOf(before), comment});
	const worded: ChangeRecipe = (text, options) => recipe(text, {comment, ...options});
	if (applied.ok) return desk.swap(addChange(before, applied.text, last.label, worded));
	await desk.swap(desk.changes());
	return applied.problems[0];
}
