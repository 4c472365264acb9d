import {entriesOf} from '../decode.ts';
import type {Spot} from '../source-file.ts';
import {isMapNode, isSequenceNode, isTextNode, offsetOf, textOf, type YamlFile} from '../yaml-file.ts';
import type {YamlNode} from '../yaml-node.ts';
import type {Study} from './study.ts';

type Spots = ReadonlyMap<string, ReadonlyMap<string, Spot>>;

const known = new WeakMap<Study, Spots>();

/** Where an item of one of the lists stands, of lists within them too. */
export function listItemSpot(
	study: Study,
	lists: readonly string[],
	item: string,
): {readonly list: string; readonly spot: Spot} | undefined {
	let spots = known.get(study);
	if (!spots) {
		spots = spotsOfLists(study.files);
		known.set(study, spots);
	}
	return find(study, spots, {lists, item, seen: new Set()});
}

interface Question {
	readonly lists: readonly string[];
	readonly item: string;
	readonly seen: Set<string>;
}

function find(study: Study, spots: Spots, {lists, item, seen}: Question): {list: string; spot: Spot} | undefined {
	for (const list of lists) {
		if (seen.has(list)) continue;
		seen.add(list);
		const spot = spots.get(list)?.get(item);
		if (spot) return {list, spot};
		const within = find(study, spots, {lists: study.compiledLists.get(list)?.lists ?? [], item, seen});
		if (within) return within;
	}
	return undefined;
}

function spotsOfLists(files: readonly YamlFile[]): Spots {
	const found = new Map<string, Map<string, Spot>>();
	for (const file of files) {
		for (const root of file.roots) {
			for (const entry of isSequenceNode(root) ? root.items : []) addList(file, entry, found);
		}
	}
	return found;
}

function addList(file: YamlFile, entry: YamlNode, found: Map<string, Map<string, Spot>>): void {
	const map = file.resolve(entry);
	if (!isMapNode(map)) return;
	const values = entriesOf(file, map).values;
	const name = values.get('list') ?? null;
	const items = values.get('items') ?? null;
	if (!isTextNode(name) || !isSequenceNode(items)) return;
	const spots = found.get(textOf(name)) ?? new Map<string, Spot>();
	for (const raw of items.items) {
		const item = file.resolve(raw);
		if (!isTextNode(item)) continue;
		const text = textOf(item);
		spots.set(text.replace(/^(["'])(.*)\1$/, '$2'), {source: file.source, offset: offsetOf(item)});
	}
	found.set(textOf(name), spots);
}
