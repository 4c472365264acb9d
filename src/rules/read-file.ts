import {nearNames} from '../fields/near-names.ts';
import type {Collector} from './collector.ts';
import {type Context, fileContext, within} from './context.ts';
import {entriesOf} from './decode.ts';
import {readList} from './list-item.ts';
import {readMacro} from './macro-item.ts';
import type {RawItem} from './named-item.ts';
import type {ProblemList} from './problem-list.ts';
import {readRule} from './rule-item.ts';
import {readEngineVersion, readPluginVersions} from './version-items.ts';
import {isMapNode, isNullNode, isSequenceNode, isTextNode, offsetOf, textOf, type YamlFile} from './yaml-file.ts';
import {yamlHint} from './yaml-hints.ts';
import type {YamlNode} from './yaml-node.ts';

/** Reads the items of a parsed rules file into the collector. */
export function readRulesFile(file: YamlFile, collector: Collector, problems: ProblemList): void {
	const {source} = file;
	const context = fileContext(source);
	if (file.error) {
		const at = within(context, 'value for', '', Math.min(file.error.offset, source.text.length));
		problems.error('LOAD_ERR_YAML_PARSE', file.error.message, at, {hint: yamlHint(source.text, file.error)});
		return;
	}
	for (const root of file.roots) {
		if (isNullNode(root)) continue;
		readDocument(file, root, {context, collector, problems});
		if (problems.stopped) return;
	}
}

interface Reading {
	readonly context: Context;
	readonly collector: Collector;
	readonly problems: ProblemList;
}

function readDocument(file: YamlFile, root: YamlNode, {context, collector, problems}: Reading): void {
	const hint = {hint: `a rules file is a list of items: "- rule: …", "- macro: …", "- list: …"${wrapperHint(root)}`};
	if (!isSequenceNode(root)) {
		const message = isMapNode(root) ? 'Rules content is not yaml array of objects' : 'Rules content is not yaml';
		problems.error('LOAD_ERR_YAML_VALIDATE', message, context, {...hint, spot: {source: file.source, offset: offsetOf(root)}});
		return;
	}
	for (const entry of root.items) {
		const node = file.resolve(entry);
		if (isNullNode(node)) continue;
		const offset = offsetOf(entry);
		const itemContext = within(context, 'rules content item', '', offset);
		if (isMapNode(node)) readItem({file, node, entries: entriesOf(file, node), offset, parent: context, problems}, collector);
		else {
			const message = 'Unexpected element type. Each element should be a yaml associative array.';
			problems.error('LOAD_ERR_YAML_VALIDATE', message, itemContext, hint);
		}
		if (problems.stopped) return;
	}
}

/** Rules files are handed about inside other files. */
function wrapperHint(root: YamlNode): string {
	const has = (name: string) => isMapNode(root) && root.items.some(({key}) => isTextNode(key) && textOf(key) === name);
	if (has('output_fields')) return '; this is an alert of Falco: falconer tail reads alerts';
	if (has('rule') || has('macro') || has('list'))
		return '; put a dash and a blank before the first key, and indent the others by two blanks';
	if (has('customRules')) return '; these are Helm values: the rules are the texts below customRules';
	if (has('rules_files') || has('rules_file') || has('json_output'))
		return '; this is a falco.yaml: it names rules files and has none in it';
	if (has('detection') && has('logsource')) return '; this is a rule of Sigma, another language';
	return has('kind') && has('apiVersion') ? '; this is a manifest of Kubernetes: the rules are the texts below data' : '';
}

const READERS: readonly (readonly [key: string, read: (raw: RawItem, collector: Collector) => void])[] = [
	['required_engine_version', readEngineVersion],
	['required_plugin_versions', readPluginVersions],
	['list', readList],
	['macro', readMacro],
	['rule', readRule],
];

function readItem(raw: RawItem, collector: Collector): void {
	const found = READERS.find(([key]) => raw.entries.values.has(key));
	if (found) found[1](raw, collector);
	else {
		const context = within(raw.parent, 'rules content item', '', raw.offset);
		raw.problems.warning('LOAD_UNKNOWN_ITEM', 'Unknown top level item', context, {
			hint: unknownItemHint(raw),
		});
	}
}

function unknownItemHint({entries}: RawItem): string {
	const kinds = READERS.map(([key]) => key);
	for (const {name} of entries.keys) {
		const [near] = nearNames(name.toLowerCase(), kinds, 1);
		if (near !== undefined) return `did you mean '${near}'? As it stands, this item is passed over`;
	}
	return `an item starts with one of ${kinds.join(', ')}`;
}
