import {isConfigMap} from './document.ts';
import {type Environment, expandEnv} from './expand-env.ts';
import type {ConfigNode} from './key.ts';
import {MERGE_STRATEGIES, type MergeStrategy} from './merge.ts';

export interface ConfigInclude {
	readonly path: string;
	readonly strategy: MergeStrategy;
}

/** An entry of `config_files`: a path, or `{path, strategy}`; the text says what is wrong with it. */
export function readConfigInclude(node: ConfigNode, env: Environment): ConfigInclude | {readonly fault: string} {
	if (typeof node === 'string') return {path: expandEnv(node, env), strategy: 'append'};
	if (!isConfigMap(node) || typeof node.path !== 'string') return {fault: 'expected a path or {path, strategy}'};
	const path = expandEnv(node.path, env);
	if (node.strategy === undefined) return {path, strategy: 'append'};
	const strategy = MERGE_STRATEGIES.find((name) => name === node.strategy);
	if (strategy === undefined) return {fault: `expected strategy ${MERGE_STRATEGIES.join(', ')}, found '${String(node.strategy)}'`};
	return {path, strategy};
}
