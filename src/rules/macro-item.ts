import type {Collector} from './collector.ts';
import {within} from './context.ts';
import {checkKeys, namedDecoder, type RawItem, readAppend} from './named-item.ts';
import {placeAt} from './source-file.ts';

const NAME = /^[a-zA-Z]+[a-zA-Z0-9_]*$/;
const INVALID_NAME = 'Macro has an invalid name. Macro names should match a regular expression: ([a-zA-Z]+[a-zA-Z0-9_]*)';

/** Reads a `macro` item into the collector. */
export function readMacro(raw: RawItem, collector: Collector): void {
	const named = namedDecoder(raw, 'macro');
	if (!named) return;
	const {name, item} = named;
	if (!NAME.test(name)) {
		raw.problems.warning('LOAD_INVALID_MACRO_NAME', INVALID_NAME, item.context, {hint: 'no condition can refer to this name'});
	}
	const condition = item.text('condition');
	const append = readAppend(raw, item, {append: ['condition'], replace: ['condition']});
	if (item.failed || !condition) return;
	checkKeys(raw, item, ['macro', 'condition', 'append', 'override']);
	const conditionContext = within(item.context, 'macro condition', '', condition.pieces[0].origin.start);
	const info = {name, context: item.context, conditionContext, condition, places: [placeAt(item.context)]};
	if (append) collector.appendMacro(info);
	else collector.defineMacro(info);
}
