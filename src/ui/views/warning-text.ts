import type {TuningWarning} from '../../tuning/problem.ts';

/** What can be done about a warning; those without a line here say it themselves. */
const WAYS: Readonly<Partial<Record<TuningWarning['code'], string>>> = {
	'broad-operator': 'e writes a longer value, → takes a stricter operator',
	'other-rules': 'Tab takes a place of this rule alone',
	'other-containers': 'add container.id or container.image.repository where only these are meant',
	'other-images': 'add container.image.repository',
	'higher-priority': 'look at what it silences before taking it',
	everything: 'add a term, or disable the rule (view 5, a)',
};

/** A warning and what to do about it; a byte string, as the values of terms are. */
export function warningText({code, message}: TuningWarning): string {
	const way = WAYS[code];
	return way === undefined ? message : `${message}: ${way}`;
}
