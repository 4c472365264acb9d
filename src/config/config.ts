import type {ConfigKey} from './key.ts';
import type {CONFIG_KEYS, ConfigKeyName} from './keys.ts';

/** The values of all keys, by dotted path: `config['json_output']`. */
export type ConfigValues = {readonly [Name in ConfigKeyName]: ValueOf<(typeof CONFIG_KEYS)[Name]>};

/** What a key's value is once it is read. */
export type ValueOf<Key extends ConfigKey> = Key extends {readonly type: 'enum'; readonly of: readonly (infer Name)[]}
	? Name
	: Extract<ConfigKey, {readonly type: Key['type']}>['default'];
