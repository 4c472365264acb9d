import {leavesOf} from '../../filter/walk.ts';
import {compareVersions, parseVersion} from '../versions.ts';
import {isMapNode, isSequenceNode, isTextNode, offsetOf, textOf, type YamlFile} from '../yaml-file.ts';
import {type Checking, spotOfSpan} from './checking.ts';
import {conditionsOf} from './conditions.ts';
import {type Finding, findingAt} from './finding.ts';

/** The engines that brought what older ones refuse. */
const MODIFIERS_SINCE = {engine: '0.62.0', falco: '0.44'};
const OVERRIDE_SINCE = {engine: '0.31.0', falco: '0.37'};

/** Syntax that an older Falco, whose engine is given, does not load. */
export function checkNewerSyntax({study}: Checking, engineVersion: string | undefined): Finding[] {
	const engine = engineVersion === undefined ? undefined : parseVersion(engineVersion);
	if (!engine) return [];
	const isBefore = (version: string) => compareVersions(engine, parseVersion(version)!) < 0;
	return [
		...(isBefore(MODIFIERS_SINCE.engine) ? modifiers(study) : []),
		...(isBefore(OVERRIDE_SINCE.engine) ? study.files.flatMap(overrides) : []),
	];
}

function modifiers(study: Checking['study']): Finding[] {
	return conditionsOf(study).flatMap(({parsed, item}) =>
		leavesOf(parsed.syntax).flatMap((leaf) =>
			leaf.kind === 'check' && leaf.modifier !== undefined
				? [
						findingAt(spotOfSpan(parsed.text, leaf.operatorSpan), {
							severity: 'error',
							code: 'CHECK_NEWER_SYNTAX',
							message: `'${leaf.operator} ${leaf.modifier}' is known since Falco ${MODIFIERS_SINCE.falco}`,
							hint: "write each value as a check of its own, joined with 'or'",
							item,
						}),
					]
				: [],
		),
	);
}

function overrides(file: YamlFile): Finding[] {
	return file.roots.flatMap((root) =>
		(isSequenceNode(root) ? root.items : []).flatMap((entry) => {
			const map = file.resolve(entry);
			const keys = isMapNode(map) ? map.items.map(({key}) => file.resolve(key)) : [];
			const key = keys.find((node) => isTextNode(node) && textOf(node) === 'override');
			if (!key) return [];
			const spot = {source: file.source, offset: offsetOf(key)};
			const message = `'override' is known since Falco ${OVERRIDE_SINCE.falco}`;
			return [findingAt(spot, {severity: 'error', code: 'CHECK_NEWER_SYNTAX', message, hint: "older ones have 'append: true'"})];
		}),
	);
}
