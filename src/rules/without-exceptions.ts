import type {Collector} from './collector.ts';
import {exceptedBy} from './exception-keys.ts';
import type {ExceptionItem, RuleUpdate} from './items.ts';
import {editTraced, type TracedText} from './traced-text.ts';

/** What of the user's file is an exception by its name alone. */
export interface ExceptedItems {
	readonly macros: ReadonlySet<string>;
	/** Lists, with what they hold without the user's file. */
	readonly lists: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A collector for the user's file that takes everything from it but its exceptions. */
export function withoutExceptions(collector: Collector, {macros, lists}: ExceptedItems): Collector {
	return {
		...collector,
		get engineVersion() {
			return collector.engineVersion;
		},
		defineList(list) {
			const shipped = lists.get(list.name);
			collector.defineList(shipped === undefined ? list : {...list, items: list.items.filter((item) => shipped.has(item))});
		},
		appendList(list) {
			if (!lists.has(list.name)) collector.appendList(list);
		},
		defineMacro(macro) {
			collector.defineMacro(macros.has(macro.name) ? {...macro, condition: never(macro.condition)} : macro);
		},
		appendMacro(macro) {
			if (!macros.has(macro.name)) collector.appendMacro(macro);
		},
		defineRule: (rule) => collector.defineRule({...rule, exceptions: rule.exceptions.map(withoutValues)}),
		appendRule: (update) => collector.appendRule(withoutAppended(update)),
		replaceInRule: (update) => collector.replaceInRule({...update, exceptions: update.exceptions?.map(withoutValues)}),
	};
}

const never = (condition: TracedText): TracedText =>
	editTraced(condition, [{start: 0, end: condition.text.length, spotIndex: 0, text: 'evt.num = 0'}]);

const withoutValues = (exception: ExceptionItem): ExceptionItem => ({...exception, values: []});

function withoutAppended(update: RuleUpdate): RuleUpdate {
	const isNarrowing = update.condition !== undefined && exceptedBy(update.condition.text) !== undefined;
	return {...update, condition: isNarrowing ? undefined : update.condition, exceptions: update.exceptions && []};
}
