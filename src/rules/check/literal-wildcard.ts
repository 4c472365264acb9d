import {constantsOf} from '../../filter/constants-of.ts';
import type {Operator} from '../../filter/syntax.ts';
import {leavesOf} from '../../filter/walk.ts';
import {type Checking, spotOfSpan} from './checking.ts';
import {conditionsOf} from './conditions.ts';
import {type Finding, findingAt} from './finding.ts';

const LITERAL = new Set<Operator>(['=', '==', '!=', 'in', 'startswith', 'endswith', 'contains']);

/** A path or a name with a star at an end: hardly ever meant as one. */
const LOOKS_LIKE_GLOB = /^\/.*\*|^\*.|[\w/.-]\*$/;

/** Values with a `*` beside an operator that compares it as it is. */
export function checkLiteralWildcards({study}: Checking): Finding[] {
	return conditionsOf(study).flatMap(({parsed, item}) =>
		leavesOf(parsed.syntax).flatMap((leaf) => {
			if (
				leaf.kind !== 'check' ||
				!LITERAL.has(leaf.operator) ||
				leaf.modifier !== undefined ||
				!/path|name|directory|exe/.test(leftName(leaf.left))
			)
				return [];
			return constantsOf(leaf)
				.filter(({text}) => LOOKS_LIKE_GLOB.test(text))
				.map(({text, span}) =>
					findingAt(spotOfSpan(parsed.text, span), {
						severity: 'note',
						code: 'CHECK_LITERAL_WILDCARD',
						message: `'${leaf.operator}' takes '${text}' as it stands, the * too`,
						hint: 'glob and pmatch know wildcards',
						item,
					}),
				);
		}),
	);
}

const leftName = (left: {readonly kind: string; readonly name: string}) => (left.kind === 'field' ? left.name : '');
