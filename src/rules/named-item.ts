import {type Context, within} from './context.ts';
import {type Decoder, decoderOf, type MapEntries} from './decode.ts';
import {APPEND_DEPRECATED, OVERRIDE_AND_APPEND} from './messages.ts';
import {type Overridable, readOverrides} from './overrides.ts';
import type {ProblemList} from './problem-list.ts';
import type {YamlFile} from './yaml-file.ts';
import type {YamlNode} from './yaml-node.ts';

/** An item of a rules file that is about to be read. */
export interface RawItem {
	readonly file: YamlFile;
	readonly node: YamlNode;
	readonly entries: MapEntries;
	readonly offset: number;
	readonly parent: Context;
	readonly problems: ProblemList;
}

/** The name of an item and a decoder that knows it. */
export function namedDecoder(raw: RawItem, key: 'list' | 'macro' | 'rule'): {name: string; item: Decoder} | undefined {
	const {file, entries, parent, offset, problems} = raw;
	const name = decoderOf(file, entries, within(parent, key, '', offset), problems).string(key);
	return name === undefined ? undefined : {name, item: decoderOf(file, entries, within(parent, key, name, offset), problems)};
}

/** The deprecated `append: true`. */
export function readAppendFlag({problems}: RawItem, item: Decoder): boolean {
	const flag = item.has('append') && item.boolean('append') === true;
	if (flag) problems.warning('LOAD_DEPRECATED_ITEM', APPEND_DEPRECATED, item.context);
	return flag;
}

/** Whether a list or macro adds to the earlier one of its name. */
export function readAppend(raw: RawItem, item: Decoder, overridable: Overridable): boolean {
	const flag = readAppendFlag(raw, item);
	const overrides = readOverrides(raw.file, item, overridable);
	if (flag && overrides.append.size + overrides.replace.size > 0) item.fail(OVERRIDE_AND_APPEND, item.context);
	return flag || overrides.append.size > 0;
}

/** Warns of keys that mean nothing: a misspelt `enabled` would be lost silently. */
export function checkKeys({problems}: RawItem, item: Decoder, known: readonly string[]): void {
	for (const {name, offset} of item.keys) {
		if (known.includes(name)) continue;
		const context = within(item.context, 'value for', name, offset);
		problems.warning('LOAD_UNKNOWN_KEY', `Unknown key '${name}'`, context, {hint: `known keys: ${known.join(', ')}`});
	}
}
