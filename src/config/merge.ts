import type {ConfigMap} from './document.ts';
import type {ConfigNode} from './key.ts';

export const MERGE_STRATEGIES = ['append', 'override', 'add-only'] as const;
export type MergeStrategy = (typeof MERGE_STRATEGIES)[number];

/**
 * What an included file changes. Only top-level keys count, as in Falco: `append` joins sequences and replaces
 * everything else (maps too), `override` replaces, `add-only` takes only keys that are not there yet.
 */
export function mergeConfig(base: ConfigMap, added: ConfigMap, strategy: MergeStrategy): ConfigMap {
	const merged: Record<string, ConfigNode> = Object.assign(Object.create(null), base);
	for (const [key, value] of Object.entries(added)) {
		const present = merged[key];
		if (present !== undefined && strategy === 'add-only') continue;
		const joins = strategy === 'append' && Array.isArray(present) && Array.isArray(value);
		merged[key] = joins ? [...(present as readonly ConfigNode[]), ...(value as readonly ConfigNode[])] : value;
	}
	return merged;
}
