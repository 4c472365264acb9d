import {parseLocalFile} from './local-file.ts';
import {applyRemoval} from './remove-edit.ts';

/** The local rules without a list item that they themselves add; undefined where the item, or one like it, comes from elsewhere too. */
export function withoutOwnItem(text: string, list: string, item: string, present: readonly string[]): string | undefined {
	if (present.filter((one) => one === item).length !== 1) return undefined;
	const parsed = parseLocalFile(text);
	if (!parsed.ok) return undefined;
	const {file} = parsed;
	const own = file.items.filter((one) => one.kind === 'list' && one.name === list && itemsOf(one.value).includes(item));
	// Of several, all but the last may be replaced by a later one: what then counts is not said by their items.
	if (own.length !== 1) return undefined;
	const [{value}] = own;
	const items = itemsOf(value);
	const isWhole = items.length === 1 && isAppended(value);
	const removed = isWhole
		? applyRemoval(file, {kind: 'items', items: own})
		: applyRemoval(file, {kind: 'value', item: own[0], path: ['items', items.indexOf(item)]});
	return removed.ok ? removed.text : undefined;
}

type Keys = Readonly<Record<string, unknown>>;

const itemsOf = ({items}: Keys): readonly unknown[] => (Array.isArray(items) ? items : []);

function isAppended({append, override}: Keys): boolean {
	return append === 'true' || (typeof override === 'object' && override !== null && (override as Keys).items === 'append');
}
