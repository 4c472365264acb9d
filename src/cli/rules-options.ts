import type {LoadedConfig} from '../config/load.ts';
import {SYSCALL_SOURCE} from '../engine/compile-rules.ts';
import {createFieldCatalogue} from '../fields/catalogue.ts';
import type {LoadOptions} from '../rules/options.ts';
import {priorityNamed} from './engine-options.ts';

/** What loading rules to look at them, without an engine, needs of the configuration. */
export function rulesOptions({values, ruleSelections, appendOutput}: LoadedConfig): LoadOptions {
	const catalogue = createFieldCatalogue({staticFields: values.static_fields});
	return {
		catalogueOf: (source) => (source === SYSCALL_SOURCE ? catalogue : undefined),
		minimumPriority: priorityNamed(values.priority),
		ruleSelections,
		appendOutput,
	};
}
