import type {Collector} from './collector.ts';
import {type Context, within} from './context.ts';
import {createDecoder, type Decoder, decoderOf, decodeUint32} from './decode.ts';
import type {RawItem} from './named-item.ts';
import {parseVersion} from './versions.ts';
import {isMapNode, isSequenceNode, offsetOf} from './yaml-file.ts';

/** Reads `required_engine_version`; a bare number N means 0.N.0. */
export function readEngineVersion(raw: RawItem, collector: Collector): void {
	const context = within(raw.parent, 'required_engine_version', '', raw.offset);
	const item = decoderOf(raw.file, raw.entries, context, raw.problems);
	const text = item.string('required_engine_version');
	if (text === undefined) return;
	const number = decodeUint32(text);
	const version = number === undefined ? parseVersion(text) : {major: 0, minor: number, patch: 0};
	if (version) collector.requireEngine({version, context});
	else item.fail(`Unable to parse engine version '${text}' as a semver string. Expected "x.y.z" semver format.`, context);
}

/** Reads `required_plugin_versions`. */
export function readPluginVersions(raw: RawItem, collector: Collector): void {
	const item = decoderOf(raw.file, raw.entries, raw.parent, raw.problems);
	const node = item.node('required_plugin_versions');
	const context = within(raw.parent, 'required plugin versions', '', offsetOf(node));
	if (!isSequenceNode(node)) {
		item.fail('Value of required_plugin_versions must be a sequence', context, 'write "- name: …" and "version: x.y.z" below it');
		return;
	}
	for (const entry of node.items)
		readRequirement({...raw, node: raw.file.resolve(entry), parent: context, offset: offsetOf(entry)}, collector);
}

function readRequirement(raw: RawItem, collector: Collector): void {
	const unnamed = within(raw.parent, 'required plugin versions entry', '', raw.offset);
	const plugin = readPlugin(raw, unnamed, 'Plugin version must be a mapping');
	if (!plugin) return;
	const context = within(raw.parent, 'required plugin versions entry', plugin.name, raw.offset);
	const alternatives = [{name: plugin.name, version: plugin.version}];
	const {item} = plugin;
	const others = item.node('alternatives');
	if (item.has('alternatives') && !isSequenceNode(others)) {
		item.fail('Value of plugin version alternatives must be a sequence', context);
		return;
	}
	for (const entry of isSequenceNode(others) ? others.items : []) {
		const alternativeContext = within(context, 'required plugin versions alternative', '', offsetOf(entry));
		const found = readPlugin({...raw, node: raw.file.resolve(entry)}, alternativeContext, 'Plugin version alternative must be a mapping');
		if (!found) return;
		alternatives.push({name: found.name, version: found.version});
	}
	collector.requirePlugin({alternatives, context});
}

function readPlugin(raw: RawItem, context: Context, message: string): {name: string; version: string; item: Decoder} | undefined {
	const item = createDecoder(raw.file, raw.node, context, raw.problems);
	if (!isMapNode(raw.node)) return item.fail(message, context, 'write "name:" and "version:"');
	const name = item.string('name');
	const version = item.string('version');
	return name === undefined || version === undefined ? undefined : {name, version, item};
}
