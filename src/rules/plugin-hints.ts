import {type FalcoPlugin, PLUGIN_SOURCES, pluginNamed, pluginsOfSource} from '../fields/falco-plugins.ts';
import {nearNames} from '../fields/near-names.ts';

const SYSCALL = 'syscall';
const NOT_LOADED = 'Falconer loads no plugins: a Falco that does runs these rules, best from a file of their own';

/** What to do about a rule whose source nobody here provides. */
export function unknownSourceHint(source: string): string {
	const [first, ...others] = pluginsOfSource(source);
	if (first) {
		const kin = others.length === 0 ? '' : ` (or ${others.map(({name}) => name).join(', ')})`;
		return `events of '${source}' come from the plugin ${first.name}${kin}. ${NOT_LOADED}`;
	}
	const meant = pluginNamed(source)?.source ?? nearNames(source, [SYSCALL, ...PLUGIN_SOURCES], 1)[0];
	return meant === undefined
		? `the source here is '${SYSCALL}', others come from plugins of Falco. ${NOT_LOADED}`
		: `did you mean '${meant}'?`;
}

/** What to do about a required plugin; undefined for one that is not known. */
export function requiredPluginHint(names: readonly string[]): string | undefined {
	const plugin = names.map(pluginNamed).find((found) => found !== undefined);
	return plugin && `plugin ${plugin.name} gives Falco ${givenBy(plugin)}. ${NOT_LOADED}`;
}

function givenBy({source, fields}: FalcoPlugin): string {
	const named = fields?.map((prefix) => `${prefix}*`).join(', ');
	if (source !== undefined) return `the events of source '${source}'`;
	return named === undefined ? 'more events' : `the fields ${named}`;
}
