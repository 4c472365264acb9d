import type {Alert, Ancestor} from '../alerts/alert.ts';

type Values = Record<string, unknown>;

/**
 * Texts of an alert that are those of an earlier one become the very same: alerts of a noise group differ in little, and
 * of each that came from the engine's thread half was copies. Nothing is changed that can be told from outside.
 */
export function shareTexts(alert: Alert, earlier: Alert): void {
	const own = alert as unknown as Values;
	shareValues(own, earlier as unknown as Values);
	shareValues(alert.snapshot as Values, earlier.snapshot as Values);
	shareValues(alert.fields as Values, earlier.fields as Values);
	if (alert.ancestry.length === earlier.ancestry.length && alert.ancestry.every((ancestor, at) => isSame(ancestor, earlier.ancestry[at])))
		own.ancestry = earlier.ancestry;
	if (alert.tags.length === earlier.tags.length && alert.tags.every((tag, at) => tag === earlier.tags[at])) own.tags = earlier.tags;
}

function shareValues(values: Values, earlier: Values): void {
	for (const name in values) {
		const value = values[name];
		if (typeof value === 'string' && value === earlier[name]) values[name] = earlier[name];
	}
}

const isSame = (a: Ancestor, b: Ancestor): boolean =>
	a.pid === b.pid && a.name === b.name && a.exepath === b.exepath && a.cmdline === b.cmdline;
