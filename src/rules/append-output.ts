import {type FieldCatalogue, isFieldProblem} from '../fields/field.ts';
import type {AppendOutput} from './options.ts';

/** A field that alerts carry beside those of the output. `formatted`: the value is the rendered format, text always. */
export interface ExtraField {
	readonly name: string;
	readonly format: string;
	readonly formatted: boolean;
}

interface RuleFacts {
	readonly name: string;
	readonly source: string;
	readonly tags: ReadonlySet<string>;
	readonly output: string;
}

/** What `append_output` adds to a rule: text after its output, and fields. */
export function appendedOutput(
	rule: RuleFacts,
	entries: readonly AppendOutput[],
	catalogue: FieldCatalogue,
): {output: string; extraFields: ExtraField[]} {
	let {output} = rule;
	const extra = new Map<string, ExtraField>();
	for (const entry of entries) {
		if (!matches(rule, entry)) continue;
		if (entry.extraOutput) output += ` ${entry.extraOutput}`;
		if (entry.suggestedOutput) output += suggestedOutput(catalogue);
		for (const field of entry.extraFields ?? []) {
			if (typeof field === 'string') extra.set(field, {name: field, format: `%${field}`, formatted: false});
			else for (const [name, format] of Object.entries(field)) extra.set(name, {name, format, formatted: true});
		}
	}
	return {output, extraFields: [...extra.values()]};
}

function matches(rule: RuleFacts, {match}: AppendOutput): boolean {
	if (match?.source && match.source !== rule.source) return false;
	if (match?.rule && match.rule !== rule.name) return false;
	return (match?.tags ?? []).every((tag) => rule.tags.has(tag));
}

/** The fields that the container plugin suggests for every output. */
const SUGGESTED = ['container.id', 'container.name', 'container.image.repository', 'container.image.tag', 'k8s.pod.name', 'k8s.ns.name'];

function suggestedOutput(catalogue: FieldCatalogue): string {
	return SUGGESTED.filter((name) => !isFieldProblem(catalogue.resolve(name)))
		.map((name) => ` ${name.replaceAll('.', '_')}=%${name}`)
		.join('');
}
