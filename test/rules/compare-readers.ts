import {isDeepStrictEqual} from 'node:util';
import {readPlainYaml} from '../../src/rules/plain-yaml.ts';
import {readAnyYaml} from '../../src/rules/yaml-file.ts';
import type {YamlNode} from '../../src/rules/yaml-node.ts';

/** Whether both readers of YAML agree on a text: 'same', what is different, or undefined where the plain one leaves it to the package. */
export function compareReaders(text: string): string | undefined {
	const found = readPlainYaml(text);
	if (found === undefined) return undefined;
	const {roots, error} = readAnyYaml(text);
	if (error !== undefined) return `read, although ${error.message}`;
	return isDeepStrictEqual(found.map(plain), roots.map(plain)) ? 'same' : 'read as other nodes';
}

/** Nodes with what the loader looks at: ends are those of scalars. */
function plain(node: YamlNode): unknown {
	switch (node?.kind) {
		case 'map':
			return {start: node.start, map: node.items.map(({key, value}) => [plain(key), plain(value)])};
		case 'sequence':
			return {start: node.start, items: node.items.map(plain)};
		default:
			return node;
	}
}
