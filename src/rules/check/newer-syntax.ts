import {parseOperand} from '../../filter/parse.ts';
import {leavesOf} from '../../filter/walk.ts';
import type {ExceptionEntry} from '../items.ts';
import {spotOf, type TracedText} from '../traced-text.ts';
import {compareVersions, parseVersion} from '../versions.ts';
import {isMapNode, isSequenceNode, isTextNode, offsetOf, textOf, type YamlFile} from '../yaml-file.ts';
import {type Checking, spotOfSpan} from './checking.ts';
import {conditionsOf} from './conditions.ts';
import {type Finding, findingAt} from './finding.ts';

type Study = Checking['study'];

/** What a release of Falco brought, with the engine that came with it. */
interface Novelty {
	readonly falco: string;
	readonly engine: string;
	find(study: Study, falco: string): Finding[];
}

const NOVELTIES: readonly Novelty[] = [
	{falco: '0.44', engine: '0.62.0', find: modifiers},
	{falco: '0.44', engine: '0.62.0', find: transformedExceptions},
	{falco: '0.42', engine: '0.57.0', find: captures},
	{falco: '0.37', engine: '0.31.0', find: overrides},
];

/** Syntax that an older Falco, whose engine is given, does not load or passes over. */
export function checkNewerSyntax({study}: Checking, engineVersion: string | undefined): Finding[] {
	const wanted = engineVersion === undefined ? undefined : parseVersion(engineVersion);
	if (!wanted) return [];
	return NOVELTIES.filter(({engine}) => compareVersions(wanted, parseVersion(engine)!) < 0).flatMap(({falco, find}) => find(study, falco));
}

const CODE = 'CHECK_NEWER_SYNTAX';

function modifiers(study: Study, falco: string): Finding[] {
	return conditionsOf(study).flatMap(({parsed, item}) =>
		leavesOf(parsed.syntax).flatMap((leaf) => {
			if (leaf.kind !== 'check' || leaf.modifier === undefined) return [];
			const message = `'${leaf.operator} ${leaf.modifier}' is known since Falco ${falco}`;
			const hint = "write each value as a check of its own, joined with 'or'";
			return [findingAt(spotOfSpan(parsed.text, leaf.operatorSpan), {severity: 'error', code: CODE, message, hint, item})];
		}),
	);
}

/** `fields: [tolower(proc.name)]` */
function transformedExceptions(study: Study, falco: string): Finding[] {
	return study.rules.flatMap(({item: {exceptions}}) =>
		exceptions.flatMap(({name, fields}) =>
			textsOf(fields)
				.filter(isTransformer)
				.map((text) => {
					const message = `a transformer among the fields of an exception is known since Falco ${falco}`;
					const hint = "write 'and not …' in the condition, or except by the field itself";
					return findingAt(spotOf(text, 0), {severity: 'error', code: CODE, message, hint, item: {type: 'exception', name}});
				}),
		),
	);
}

function textsOf(entry: ExceptionEntry | undefined): readonly TracedText[] {
	if (!entry) return [];
	return entry.kind === 'text' ? [entry.text] : entry.items.flatMap(textsOf);
}

function isTransformer({text}: TracedText): boolean {
	const parsed = parseOperand(text);
	return parsed.ok && parsed.operand.kind === 'transformer';
}

/** Keys that older ones do not know: they load the rule without them. */
function captures(study: Study, falco: string): Finding[] {
	return keysOf(study.files, ['capture', 'capture_duration']).map(({spot, key}) => {
		const message = `'${key}' is known since Falco ${falco}: older ones pass over it`;
		return findingAt(spot, {severity: 'warning', code: CODE, message, hint: 'they record nothing'});
	});
}

function overrides(study: Study, falco: string): Finding[] {
	return keysOf(study.files, ['override']).map(({spot}) => {
		const message = `'override' is known since Falco ${falco}`;
		return findingAt(spot, {severity: 'error', code: CODE, message, hint: "older ones have 'append: true'"});
	});
}

/** Where items of the files have one of some keys. */
function keysOf(files: readonly YamlFile[], wanted: readonly string[]) {
	return files.flatMap((file) =>
		file.roots.flatMap((root) =>
			(isSequenceNode(root) ? root.items : []).flatMap((entry) => {
				const map = file.resolve(entry);
				const keys = isMapNode(map) ? map.items.map(({key}) => file.resolve(key)).filter(isTextNode) : [];
				return keys
					.filter((node) => wanted.includes(textOf(node)))
					.map((node) => ({key: textOf(node), spot: {source: file.source, offset: offsetOf(node)}}));
			}),
		),
	);
}
