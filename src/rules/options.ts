import type {FieldCatalogue} from '../fields/field.ts';
import type {LoadCache} from './load-cache.ts';
import type {Priority} from './priority.ts';

/** Falco's `rules:` selections, applied in order after loading. */
export interface RuleSelection {
	readonly action: 'enable' | 'disable';
	/** A rule name with `*` wildcards. */
	readonly rule?: string;
	readonly tag?: string;
}

/** Falco's `append_output`: what is added to the output of the rules it matches. */
export interface AppendOutput {
	readonly match?: {readonly source?: string; readonly tags?: readonly string[]; readonly rule?: string};
	readonly extraOutput?: string;
	readonly extraFields?: readonly (string | Readonly<Record<string, string>>)[];
	readonly suggestedOutput?: boolean;
}

export interface Plugin {
	readonly name: string;
	readonly version: string;
}

export interface LoadOptions {
	/** The fields of an event source; undefined for a source nobody provides. */
	readonly catalogueOf: (source: string) => FieldCatalogue | undefined;
	/** Rules less severe than this are kept but never enabled. Default: Debug, all. */
	readonly minimumPriority?: Priority;
	readonly ruleSelections?: readonly RuleSelection[];
	readonly appendOutput?: readonly AppendOutput[];
	/** What `required_engine_version` is compared with. */
	readonly engineVersion?: string;
	/** What satisfies `required_plugin_versions`. Default: the container fields that are built in. */
	readonly plugins?: readonly Plugin[];
	/** Names of the files that hold the user's own changes: their exceptions are told apart. */
	readonly localFiles?: readonly string[];
	/** What is taken over from the load before; for those who load again and again. */
	readonly cache?: LoadCache;
}

/** Container fields are built in; rules that ask for the plugin get them. */
export const BUILT_IN_PLUGINS: readonly Plugin[] = [{name: 'container', version: '0.7.0'}];
