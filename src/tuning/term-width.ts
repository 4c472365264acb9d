import type {Term} from './draft.ts';

/** Whether a term is true of every event that has the field: it narrows nothing down. */
export function matchesEverything(term: Term): boolean {
	const {operator, values} = term;
	switch (operator) {
		case 'startswith':
		case 'endswith':
		case 'contains':
			return values.includes('');
		case 'glob':
			return values.some((value) => /^\*+$/.test(value));
		case 'pmatch':
			return values.some((value) => /^\/*$/.test(value) || /^\/\*+\/?$/.test(value));
		case '=':
		case 'in':
			return false;
	}
}

/** Shortest text that makes a prefix, suffix or part say something. */
const SHORT = 4;

/** Why a term may match far more than was seen; undefined where it is exact or long enough. */
export function whyBroad(term: Term): string | undefined {
	if (matchesEverything(term)) return 'it matches everything';
	switch (term.operator) {
		case '=':
		case 'in':
			return undefined;
		case 'glob':
			return term.values.some((value) => value.replace(/[*?]/g, '').length < SHORT) ? 'the pattern is almost only wildcards' : undefined;
		case 'pmatch':
			return whyBroadPaths(term.values);
		default:
			return term.values.some((value) => value.replace(/\/+$/, '').length < SHORT)
				? 'the text is so short that it matches many other values'
				: undefined;
	}
}

function whyBroadPaths(paths: readonly string[]): string | undefined {
	if (paths.some((path) => /[*?[]/.test(path))) return 'wildcards in the path match other paths too';
	if (paths.some((path) => path.split('/').filter((part) => part !== '').length < 2)) return 'everything below a top-level folder matches';
	return undefined;
}
