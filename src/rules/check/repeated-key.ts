import type {SourceFile} from '../source-file.ts';
import {isMapNode, isSequenceNode, isTextNode, offsetOf, textOf, type YamlFile} from '../yaml-file.ts';
import type {YamlMap, YamlNode} from '../yaml-node.ts';
import type {Checking} from './checking.ts';
import {type Finding, findingAt, relatedAt} from './finding.ts';

/** Keys that stand twice in an item: Falco takes the first and passes over the other without a word. */
export function checkRepeatedKeys({study}: Checking): Finding[] {
	return study.files.flatMap((file) => file.roots.flatMap((root) => below(file, root)));
}

/** Aliases are not followed: what they stand for is looked at where it is written. */
function below(file: YamlFile, node: YamlNode): Finding[] {
	if (isSequenceNode(node)) return node.items.flatMap((item) => below(file, item));
	if (!isMapNode(node)) return [];
	return [...repeated(file.source, node), ...node.items.flatMap(({value}) => below(file, value))];
}

function repeated(source: SourceFile, map: YamlMap): Finding[] {
	const first = new Map<string, number>();
	return map.items.flatMap(({key}) => {
		if (!isTextNode(key)) return [];
		const name = textOf(key);
		const before = first.get(name);
		if (before === undefined) {
			first.set(name, offsetOf(key));
			return [];
		}
		return [
			findingAt(
				{source, offset: offsetOf(key)},
				{
					severity: 'warning',
					code: 'CHECK_REPEATED_KEY',
					message: `'${name}' stands twice in this item: the first counts, this one is passed over`,
					hint: 'take one out; a new item starts with a dash',
					related: [relatedAt({source, offset: before}, 'the one that counts')],
				},
			),
		];
	});
}
