import type {PluginRequirement} from './items.ts';
import type {Plugin} from './options.ts';
import {requiredPluginHint} from './plugin-hints.ts';
import type {ProblemList} from './problem-list.ts';
import {isCompatible, parseVersion} from './versions.ts';

/** Reports plugin requirements that nothing satisfies. Falco refuses to start then. */
export function checkPlugins(requirements: readonly PluginRequirement[], plugins: readonly Plugin[], problems: ProblemList): void {
	for (const {alternatives, context} of requirements) {
		if (alternatives.some((required) => plugins.some((plugin) => satisfies(plugin, required)))) continue;
		const wanted = alternatives.map(({name, version}) => `${name} (>= ${version})`).join(', ');
		const message = `Plugin requirement not satisfied, must load one of: ${wanted}`;
		problems.error('LOAD_ERR_VALIDATE', message, context, {
			hint:
				requiredPluginHint(alternatives.map(({name}) => name)) ??
				`there is ${plugins.map(({name, version}) => `${name} ${version}`).join(', ')}`,
		});
	}
}

function satisfies(plugin: Plugin, required: Plugin): boolean {
	const present = parseVersion(plugin.version);
	const wanted = parseVersion(required.version);
	return plugin.name === required.name && present !== undefined && wanted !== undefined && isCompatible(present, wanted);
}
