import type {RuleSummary} from '../../engine/rule-facts.ts';
import type {RulesProblem} from '../../rules/problem.ts';
import type {KeyMap} from '../keys/key-map.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import type {Column} from '../widgets/columns.ts';
import {formatCount, plural} from '../widgets/numbers.ts';
import {DocumentPane, type Paragraph} from './document-pane.ts';
import type {CellTerm} from './table-spec.ts';
import {TableView} from './table-view.ts';
import type {Pane} from './view.ts';
import {oneLine, priorityLetter, priorityName, priorityStyle} from './words.ts';

interface RuleRow {
	readonly rule: RuleSummary;
	readonly hits: number;
}

const COLUMNS: readonly Column<RuleRow>[] = [
	{
		id: 'hits',
		title: 'HITS',
		width: 9,
		align: 'right',
		text: (row) => (row.hits === 0 ? '–' : formatCount(row.hits)),
		style: (row) => (row.hits === 0 ? 'muted' : 'strong'),
		sort: (row) => row.hits,
	},
	{
		id: 'priority',
		title: 'P',
		width: 1,
		text: (row) => priorityLetter(row.rule.priority),
		style: (row) => priorityStyle(row.rule.priority),
		sort: (row) => -row.rule.priority,
	},
	{
		id: 'enabled',
		title: 'ON',
		width: 3,
		text: (row) => (row.rule.enabled ? 'on' : 'off'),
		style: (row) => (row.rule.enabled ? 'ok' : 'muted'),
		sort: (row) => (row.rule.enabled ? 1 : 0),
	},
	{id: 'rule', title: 'RULE', width: 34, grow: 3, text: (row) => row.rule.name, sort: (row) => row.rule.name},
	{
		id: 'tags',
		title: 'TAGS',
		width: 16,
		grow: 1,
		drop: 2,
		text: (row) => row.rule.tags.join(' '),
		style: () => 'muted',
		sort: (row) => row.rule.tags.join(' '),
	},
	{
		id: 'file',
		title: 'FILE',
		width: 22,
		grow: 1,
		drop: 1,
		text: (row) => `${row.rule.file.split('/').at(-1)}:${row.rule.line}`,
		style: () => 'muted',
		sort: (row) => `${row.rule.file}${String(row.rule.line).padStart(8)}`,
	},
];

/** The rules that are loaded, how often each hit, and what was wrong with the files. */
export function createRulesView(store: Store, keys: KeyMap): TableView<RuleRow> {
	return new TableView<RuleRow>({
		id: 'rules',
		title: 'Rules',
		columns: COLUMNS,
		sortBy: 'hits',
		nowMs: store.wallMs,
		derive: () => store.rules.map((rule) => ({rule, hits: store.tick?.hits[rule.name] ?? 0})),
		keyOf: (row) => row.rule.name,
		searchText: (row) => `${row.rule.name} ${row.rule.tags.join(' ')}`,
		rowStyle: (row) => (row.rule.enabled ? undefined : 'faint'),
		paintHead: (box, theme) => paintProblems(store.problems, keys, box, theme),
		paintSide: (row, box, theme) =>
			new DocumentPane('detail', ruleHeading(row.rule), () => ruleParagraphs(row.rule, store)).paint(box, theme),
		paintEmpty: (box, theme) => [
			'',
			new Line(theme, box.width)
				.skip(4)
				.put(store.status.kind === 'starting' ? 'The rules are being loaded …' : 'No rule is loaded.', 'muted')
				.end(),
		],
		cellTerms: ruleTerms,
		copiesOf: (row) => [
			{label: 'rule name', text: row.rule.name},
			{label: 'condition', text: row.rule.condition},
			{label: 'condition with macros unfolded', text: row.rule.expanded},
		],
		exportRow: ({rule, hits}) => ({
			rule: rule.name,
			priority: priorityName(rule.priority),
			enabled: rule.enabled,
			hits,
			source: rule.source,
			tags: rule.tags.join(' '),
			file: rule.file,
			line: rule.line,
			condition: rule.condition,
			output: rule.output,
		}),
	});
}

/** What a cell says of the rule’s alerts; its hits are alerts of it. */
function ruleTerms({rule}: RuleRow, column: string): readonly CellTerm[] | undefined {
	if (column === 'hits' || column === 'rule') return [{field: 'alert.rule', value: rule.name}];
	return column === 'priority' ? [{field: 'alert.priority', value: priorityName(rule.priority)}] : undefined;
}

const ruleHeading =
	(rule: RuleSummary) =>
	(width: number, theme: Theme): string =>
		new Line(theme, width)
			.skip(1)
			.put(rule.name, 'strong')
			.put(' · ', 'faint')
			.put(priorityName(rule.priority), priorityStyle(rule.priority))
			.put(rule.enabled ? '' : ' · disabled', 'muted')
			.end();

function ruleParagraphs(rule: RuleSummary, store: Store): Paragraph[] {
	const list: Paragraph[] = [
		{text: oneLine(rule.desc)},
		{text: ''},
		{text: 'CONDITION', style: 'accent'},
		{text: oneLine(rule.condition), style: 'value', indent: 3},
		{text: ''},
		{text: 'WITH MACROS UNFOLDED', style: 'accent'},
		{text: oneLine(rule.expanded), style: 'muted', indent: 3},
		{text: ''},
		{text: 'OUTPUT', style: 'accent'},
		{text: oneLine(rule.output), style: 'muted', indent: 3},
		{text: ''},
		{label: 'file', text: `${rule.file}:${rule.line}`, style: 'value'},
		{label: 'macros', text: rule.macros.join(', ') || '–', style: 'value'},
		{label: 'made for users', text: rule.hookMacros.join(', ') || '–', style: 'value'},
		{label: 'tags', text: rule.tags.join(', ') || '–', style: 'value'},
		{label: 'hits', text: formatCount(store.tick?.hits[rule.name] ?? 0), style: 'value'},
	];
	return list;
}

export function createRuleDetail(rule: RuleSummary, store: Store): Pane {
	return new DocumentPane('detail', ruleHeading(rule), () => [{text: ''}, ...ruleParagraphs(rule, store)]);
}

/** All problems of all files, to read at leisure. */
export function createProblemsDetail(store: Store): Pane {
	const heading = (width: number, theme: Theme): string =>
		new Line(theme, width)
			.skip(1)
			.put(`${problemCount(store.problems)} in the rules files`, 'strong')
			.end();
	return new DocumentPane('detail', heading, () => store.problems.flatMap(problemParagraphs));
}

function problemParagraphs(problem: RulesProblem): Paragraph[] {
	const item = problem.locations.at(-1);
	return [
		{text: ''},
		{text: `${place(problem)}  ${problem.code}`, style: problem.severity === 'error' ? 'bad' : 'warn'},
		{text: problem.message, indent: 3},
		...(problem.hint === undefined ? [] : [{text: problem.hint, indent: 3, style: 'accent' as const}]),
		...(item === undefined || item.itemName === ''
			? []
			: [{text: `in ${item.itemType} ${item.itemName}`, indent: 3, style: 'muted' as const}]),
		{text: problem.snippet, indent: 3, style: 'muted', isCode: true},
	];
}

const place = (problem: RulesProblem): string => `${problem.file}:${problem.place.line + 1}:${problem.place.column + 1}`;

function problemCount(problems: readonly RulesProblem[]): string {
	const errors = problems.filter((problem) => problem.severity === 'error').length;
	return `${plural(errors, 'error')}, ${plural(problems.length - errors, 'warning')}`;
}

const SHOWN_PROBLEMS = 3;

/** Errors first: each with its place, above the rules that load. */
function paintProblems(problems: readonly RulesProblem[], keys: KeyMap, box: Box, theme: Theme): string[] {
	if (problems.length === 0) return [];
	const ordered = [...problems].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
	const lines = ordered.slice(0, SHOWN_PROBLEMS).map((problem) => {
		const style = problem.severity === 'error' ? 'bad' : 'warn';
		return new Line(theme, box.width)
			.skip(1)
			.put(problem.severity === 'error' ? '✗ ' : '! ', style)
			.put(place(problem), style)
			.put(`  ${problem.message}`, 'text')
			.end();
	});
	const more = problems.length > SHOWN_PROBLEMS ? `, ${problems.length - SHOWN_PROBLEMS} more` : '';
	const where = `${more}: ${keys.hint('problems')} shows all; what loads is in use`;
	return [
		...lines,
		new Line(theme, box.width)
			.skip(3)
			.putFirst([`${problemCount(problems)} in the rules files${where}`, `${problemCount(problems)}${where}`], 'muted')
			.end(),
		'',
	];
}
