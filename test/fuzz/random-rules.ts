import type {Random} from './random.ts';
import {bareText, hostileText, word} from './random-text.ts';
import {pick} from './target.ts';

const FIELDS = ['proc.name', 'fd.name', 'evt.type', 'evt.num', 'proc.aname[2]', 'fd.sip', 'nosuch.field', 'evt.arg.flags', 'user.name'];
const OPERATORS = ['=', '!=', 'in', 'contains', 'startswith', 'pmatch', 'intersects', '>=', 'exists', 'glob', 'oops', '= oneof'];
/** Few names, so that items meet. */
const NAMES = ['a', 'b', 'c', 'r', 's', 'shell_binaries', 'user_known_x', 'spawned'];
const CONDITION_STYLES = ['plain', 'double', 'single', 'literal', 'folded'] as const;

/** A rules file of some items of all kinds, in the styles people write; much of it is sound. */
export function randomRulesFile(random: Random): string {
	const items = Array.from({length: 1 + random(7)}, () => item(random));
	const head = random(6) === 0 ? pick(random, ['---\n', '# comment\n\n', '\ufeff', '%YAML 1.2\n---\n', '[]\n---\n']) : '';
	const text = head + items.join(random(4) === 0 ? '\n' : '') + (random(8) === 0 ? `---\n${item(random)}` : '');
	return random(12) === 0 ? text.replaceAll('\n', '\r\n') : text;
}

function item(random: Random): string {
	switch (random(10)) {
		case 0:
			return `- required_engine_version: ${pick(random, ['0.31.0', '62', '0.99.0', '"0.1.0"', '-1', 'x'])}\n`;
		case 1:
			return `- required_plugin_versions:\n  - name: ${pick(random, ['json', 'container'])}\n    version: 0.4.0\n`;
		case 2:
		case 3:
			return `- list: ${name(random)}\n  items: ${list(random)}\n${change(random, ['items'])}`;
		case 4:
		case 5:
			return `- macro: ${name(random)}\n  condition: ${scalar(random, condition(random, 2), 2)}\n${change(random, ['condition'])}`;
		case 6:
			return `- rule: ${name(random)}\n  ${pick(random, ['enabled: false', 'enabled: x', 'nosuchkey: 1', `tags: ${list(random)}`])}\n${change(random, ['tags', 'enabled'])}`;
		case 7:
			return `- rule: ${name(random)}\n${exceptions(random)}${change(random, ['exceptions'])}`;
		default:
			return rule(random);
	}
}

function rule(random: Random): string {
	const output = pick(random, ['o %evt.num', '%proc.name %20fd.name', '%toupper(proc.name) %', '%nosuch', hostileText(random)]);
	return [
		`- rule: ${name(random)}`,
		`  desc: ${scalar(random, hostileText(random), 2)}`,
		`  condition: ${scalar(random, condition(random, 3), 2)}`,
		`  output: ${scalar(random, output, 2)}`,
		`  priority: ${pick(random, ['INFO', 'warning', 'Nosuch', 'DEBUG'])}`,
		...(random(3) === 0 ? [`  tags: ${list(random)}`] : []),
		...(random(5) === 0 ? [`  source: ${pick(random, ['syscall', 'k8s_audit', ''])}`] : []),
		...(random(8) === 0 ? ['  skip-if-unknown-filter: true', '  warn_evttypes: no'] : []),
		...(random(8) === 0 ? ['  capture: true', '  capture_duration: 5000'] : []),
		...(random(3) === 0 ? [exceptions(random).trimEnd()] : []),
		'',
	].join('\n');
}

function exceptions(random: Random): string {
	const one = () =>
		random(3) === 0
			? `  - {name: ${name(random)}, fields: ${pick(random, FIELDS)}, comps: ${pick(random, OPERATORS)}, values: ${list(random)}}`
			: [
					`  - name: ${name(random)}`,
					`    fields: [${pick(random, FIELDS)}, ${pick(random, FIELDS)}]`,
					...(random(2) === 0 ? [`    comps: ["${pick(random, OPERATORS)}", "${pick(random, OPERATORS)}"]`] : []),
					'    values:',
					`    - [${flow(random)}, ${flow(random)}]`,
					`    - ${list(random)}`,
				].join('\n');
	return `  exceptions:\n${Array.from({length: 1 + random(2)}, one).join('\n')}\n`;
}

function change(random: Random, keys: readonly string[]): string {
	if (random(3) > 0) return '';
	if (random(3) === 0) return `  append: ${pick(random, ['true', 'false', 'yes', 'x'])}\n`;
	return `  override:\n    ${pick(random, keys)}: ${pick(random, ['append', 'replace', 'remove', ''])}\n`;
}

const name = (random: Random) => (random(12) === 0 ? JSON.stringify(hostileText(random)) : pick(random, NAMES));

const flow = (random: Random): string =>
	pick(random, [word(random), JSON.stringify(hostileText(random)), `[${word(random)}, ${word(random)}]`, '/etc', '"a b"', '*x', '']);

function list(random: Random): string {
	const items = Array.from({length: random(5)}, () => flow(random));
	if (random(3) > 0) return `[${items.join(', ')}]`;
	return items.length === 0 ? '' : `\n${items.map((text) => `    - ${text}`).join('\n')}`;
}

function condition(random: Random, depth: number): string {
	if (depth === 0 || random(3) === 0) {
		if (random(4) === 0) return pick(random, NAMES);
		const operator = pick(random, OPERATORS);
		const right =
			operator === 'exists' ? '' : / |in|pmatch|inter/.test(operator) ? `(${word(random)}, ${pick(random, NAMES)})` : bareText(random);
		return `${pick(random, FIELDS)} ${operator} ${right}`;
	}
	const joined = `${condition(random, depth - 1)} ${pick(random, ['and', 'or', 'and not'])} ${condition(random, depth - 1)}`;
	return random(2) === 0 ? `(${joined})` : joined;
}

/** The text as a YAML scalar of some style, for a key at the given indentation. */
function scalar(random: Random, text: string, indentation: number): string {
	const style = pick(random, CONDITION_STYLES);
	const blanks = ' '.repeat(indentation + 2 * (1 + random(2)));
	const broken = text.replace(/ (?=and|or)/g, () => (random(3) === 0 ? `\n${blanks}` : ' '));
	switch (style) {
		case 'plain':
			return broken;
		case 'double':
			return JSON.stringify(text);
		case 'single':
			return `'${broken.replaceAll("'", "''")}'`;
		case 'literal':
		case 'folded':
			return `${style === 'literal' ? '|' : '>'}${pick(random, ['', '-', '+', '2', '4-'])}\n${blanks}${broken.replace(/\n(?! )/g, `\n${blanks}`)}`;
	}
}
