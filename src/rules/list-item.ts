import type {Collector} from './collector.ts';
import {checkKeys, namedDecoder, type RawItem, readAppend} from './named-item.ts';
import {placeAt} from './source-file.ts';

const NAME = /^[^()"'\s=,]+$/;
const INVALID_NAME = `List has an invalid name. List names should match a regular expression: ([^()"'[:space:]=,]+)`;

/** Reads a `list` item into the collector. */
export function readList(raw: RawItem, collector: Collector): void {
	const named = namedDecoder(raw, 'list');
	if (!named) return;
	const {name, item} = named;
	if (!NAME.test(name)) raw.problems.warning('LOAD_INVALID_LIST_NAME', INVALID_NAME, item.context);
	const items = item.strings('items');
	const append = readAppend(raw, item, {append: ['items'], replace: ['items']});
	if (item.failed || !items) return;
	checkKeys(raw, item, ['list', 'items', 'append', 'override']);
	const info = {name, context: item.context, items, places: [placeAt(item.context)]};
	if (append) collector.appendList(info);
	else collector.defineList(info);
}
