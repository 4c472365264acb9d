import type {SavingOptions} from '../ui/options.ts';
import type {SettingValues} from '../ui/settings/settings.ts';
import {authorName} from './author.ts';
import {configMapOf} from './config-map.ts';
import {RunningFalcos} from './running-falco/watch.ts';

/** What the dashboard needs to save on this machine. */
export function savingOptions(values: SettingValues, env: NodeJS.ProcessEnv): SavingOptions {
	const told = {
		name: values['kubectl.config_map'] || undefined,
		namespace: values['kubectl.namespace'] || undefined,
		key: values['kubectl.key'] || undefined,
	};
	return {
		author: authorName(env),
		falcoVersion: values.falco_version || undefined,
		configMapOf: (rulesFile) => configMapOf(rulesFile, told),
		falcos: new RunningFalcos(),
	};
}
