import type {TuningWarning} from '../../tuning/problem.ts';
import type {KeyMap} from '../keys/key-map.ts';

/** What can be done about a warning; those without a line here say it themselves. */
const WAYS: Readonly<Partial<Record<TuningWarning['code'], (keys: KeyMap) => string>>> = {
	'broad-operator': (keys) => `${keys.hint('term.edit')} writes a longer value, ${keys.hint('term.operatorNext')} takes another operator`,
	'other-rules': (keys) => `${keys.hint('draft.place')} takes a place of this rule alone`,
	'other-containers': () => 'add container.id or container.image.repository where only these are meant',
	'other-images': () => 'add container.image.repository',
	'higher-priority': () => 'look at what it silences before taking it',
	everything: (keys) => `add a term, or disable the rule (${keys.hint('view.5')} ${keys.hint('actions')})`,
};

/** A warning and what to do about it; a byte string, as the values of terms are. */
export function warningText({code, message}: TuningWarning, keys: KeyMap): string {
	const way = WAYS[code]?.(keys);
	return way === undefined ? message : `${message}: ${way}`;
}
