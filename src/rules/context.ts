import type {ProblemLocation} from './problem.ts';
import {placeAt, type SourceFile} from './source-file.ts';

/** Falco's names of the steps from a file to a fault. */
export type ItemType =
	| 'value for'
	| 'exceptions'
	| 'exception'
	| 'exception values'
	| 'exception value'
	| 'rules content'
	| 'rules content item'
	| 'required_engine_version'
	| 'required plugin versions'
	| 'required plugin versions entry'
	| 'required plugin versions alternative'
	| 'list'
	| 'list item'
	| 'macro'
	| 'macro condition'
	| 'rule'
	| 'rule condition'
	| 'condition expression'
	| 'rule output'
	| 'rule output expression'
	| 'rule priority'
	| 'overrides'
	| 'extension item';

/** One step on the way from a file to a part of it. Kept as a chain and turned into locations only for a problem. */
export interface Context {
	readonly parent: Context | undefined;
	readonly itemType: ItemType;
	readonly itemName: string;
	readonly source: SourceFile;
	readonly offset: number;
}

/** The context of a whole file. */
export function fileContext(source: SourceFile): Context {
	return {parent: undefined, itemType: 'rules content', itemName: '', source, offset: 0};
}

/** A step further in. */
export function within(parent: Context, itemType: ItemType, itemName: string, offset: number): Context {
	return {parent, itemType, itemName, source: parent.source, offset};
}

/** The steps, the file first. */
export function locationsOf(context: Context): ProblemLocation[] {
	const found: ProblemLocation[] = [];
	for (let step: Context | undefined = context; step; step = step.parent) {
		found.unshift({itemType: step.itemType, itemName: step.itemName, place: placeAt(step)});
	}
	return found;
}
