import type {FieldCatalogue} from '../fields/field.ts';
import {type ParsedCondition, parseCondition} from '../filter/parse.ts';
import {type CheckedLeaves, createCheckedLeaves} from './checked-leaves.ts';
import {createLoadingCatalogue} from './loading-catalogue.ts';
import type {SourceFile} from './source-file.ts';
import {parseYamlFile, type YamlFile} from './yaml-file.ts';

/**
 * What one load can take over from the one before: files and conditions whose text is the same are not parsed again,
 * checks not made again. Who loads again and again (hot swap, trials) keeps one; it holds what the last load used.
 */
export interface LoadCache {
	readonly checked: CheckedLeaves;
	/** A load begins: what it does not use is forgotten. */
	begin(): void;
	yaml(source: SourceFile): YamlFile;
	condition(text: string): ParsedCondition;
	/** Whether an output has no fault; `check` is asked once, what is wrong is looked at again each time. */
	isSoundOutput(format: string, catalogue: FieldCatalogue, check: () => boolean): boolean;
	catalogue(catalogue: FieldCatalogue): FieldCatalogue;
}

export function createLoadCache(): LoadCache {
	const catalogues = new WeakMap<FieldCatalogue, FieldCatalogue>();
	const files = createGenerations<YamlFile>();
	const conditions = createGenerations<ParsedCondition>();
	const outputs = createGenerations<WeakSet<FieldCatalogue>>();
	return {
		checked: createCheckedLeaves(),
		begin() {
			files.begin();
			conditions.begin();
			outputs.begin();
		},
		yaml: (source) => files.get(`${source.name}\0${source.text}`, () => parseYamlFile(source)),
		condition: (text) => conditions.get(text, () => parseCondition(text)),
		isSoundOutput(format, catalogue, check) {
			const sound = outputs.get(format, () => new WeakSet());
			if (sound.has(catalogue)) return true;
			if (!check()) return false;
			sound.add(catalogue);
			return true;
		},
		catalogue(catalogue) {
			let found = catalogues.get(catalogue);
			if (!found) {
				found = createLoadingCatalogue(catalogue);
				catalogues.set(catalogue, found);
			}
			return found;
		},
	};
}

/** Values by key that live as long as each load asks for them. */
function createGenerations<T>(): {begin(): void; get(key: string, make: () => T): T} {
	let before = new Map<string, T>();
	let now = new Map<string, T>();
	return {
		begin() {
			before = now;
			now = new Map();
		},
		get(key, make) {
			const found = now.get(key) ?? before.get(key) ?? make();
			now.set(key, found);
			return found;
		},
	};
}
