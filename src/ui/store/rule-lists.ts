import type {RuleDefinitions} from '../../engine/rule-facts.ts';

const WORD = /[A-Za-z0-9_.-]+/g;

/** Names of the lists that a condition uses, in its macros too, each once; quoted texts may name one by chance. */
export function listsOfCondition(condition: string, definitions: Pick<RuleDefinitions, 'macros' | 'lists'>): string[] {
	const macros = new Map(definitions.macros.map((macro) => [macro.name, macro.condition]));
	const lists = new Set(definitions.lists.map(({name}) => name));
	const found = new Set<string>();
	const seen = new Set<string>();
	const look = (text: string): void => {
		for (const [word] of text.matchAll(WORD)) {
			if (lists.has(word)) found.add(word);
			const macro = macros.get(word);
			if (macro === undefined || seen.has(word)) continue;
			seen.add(word);
			look(macro);
		}
	};
	look(condition);
	return [...found];
}
