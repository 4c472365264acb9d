import type {FieldCatalogue, FieldProblem, ResolvedField} from '../fields/field.ts';

/**
 * A catalogue for the time of loading: remembers what it resolved, and looks for near names only when somebody asks for them.
 * Thousands of constants are tried as field names (a constant that is one is probably a mistake).
 */
export function createLoadingCatalogue(catalogue: FieldCatalogue): FieldCatalogue {
	const names = new Set(catalogue.definitions.map(({name}) => name));
	const known = new Map<string, ResolvedField | FieldProblem>();
	return {
		definitions: catalogue.definitions,
		observe: (event) => catalogue.observe(event),
		resolve(name, argument) {
			if (!names.has(name) && !hasOwner(names, name)) return unknownField(catalogue, name, argument);
			const key = argument === undefined ? name : `${name}[${argument}]`;
			let found = known.get(key);
			if (!found) {
				found = catalogue.resolve(name, argument);
				known.set(key, found);
			}
			return found;
		},
	};
}

/** Whether the name starts with a field that takes what follows as its argument: `evt.arg.flags`. */
function hasOwner(names: ReadonlySet<string>, name: string): boolean {
	for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) if (names.has(name.slice(0, dot))) return true;
	return false;
}

function unknownField(catalogue: FieldCatalogue, name: string, argument: string | undefined): FieldProblem {
	return {
		kind: 'unknown-field',
		name,
		get suggestions() {
			const found = catalogue.resolve(name, argument);
			return 'suggestions' in found ? found.suggestions : [];
		},
	};
}
