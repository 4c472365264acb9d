import {PRIORITIES, type Priority} from '../../alerts/alert.ts';
import type {RuleSummary} from '../../engine/rule-facts.ts';
import type {RuleChange} from '../../tuning/rule-changes.ts';
import type {Dashboard} from '../dashboard.ts';
import {Prompt} from '../frame/prompt.ts';
import {checkOutput, fieldNames, lastAlertOf, previewOutput} from '../store/output-preview.ts';
import {listsOfCondition} from '../store/rule-lists.ts';
import {showBytes, showText} from '../terminal/sanitize.ts';
import {type MenuItem, MenuPane} from '../views/menu.ts';
import {TableView} from '../views/table-view.ts';
import {priorityName, priorityStyle} from '../views/words.ts';
import {plural} from '../widgets/numbers.ts';
import {keptBy} from './tune-actions.ts';

/** What can be done with the selected rule, or that of the alert: each is tried at once, saved with S, undone with z. */
export function ruleActions(dashboard: Dashboard): void {
	const rule = selectedRule(dashboard) ?? ruleOfAlert(dashboard);
	if (rule === undefined) return;
	const lists = listsOfCondition(rule.condition, dashboard.store.definitions);
	const items: MenuItem[] = [
		{id: 'enabled', label: rule.enabled ? 'Disable the rule' : 'Enable the rule'},
		{id: 'priority', label: 'Change the priority', note: priorityName(rule.priority)},
		{id: 'output', label: 'Edit the output', note: rule.output.replace(/\s+/g, ' ')},
		...lists.flatMap((list) => [
			{id: `add ${list}`, label: `Add to list ${list}`, note: plural(itemsOf(dashboard, list).length, 'item')},
			{id: `remove ${list}`, label: `Remove from list ${list}`},
		]),
	];
	dashboard.push(
		new MenuPane(dashboard.keys, {
			title: `Rule · ${rule.name}`,
			items: () => items,
			choose: (id) => {
				dashboard.back();
				act(dashboard, rule, id);
			},
		}),
	);
}

export function selectedRule(dashboard: Dashboard): RuleSummary | undefined {
	const {view} = dashboard;
	if (view.id !== 'rules' || !(view instanceof TableView)) return undefined;
	return (view as TableView<{readonly rule: RuleSummary}>).selected?.rule;
}

function ruleOfAlert({pane, store}: Dashboard): RuleSummary | undefined {
	const alert = pane.alert?.();
	return alert && store.rules.find(({name}) => name === alert.rule);
}

export function whyNoRule(dashboard: Dashboard): string | undefined {
	if (selectedRule(dashboard) !== undefined || ruleOfAlert(dashboard) !== undefined) return undefined;
	return dashboard.pane.alert?.() === undefined ? 'select an alert or a rule first' : 'the rule of this alert is in no rules file here';
}

function act(dashboard: Dashboard, rule: RuleSummary, id: string): void {
	const [verb, list = ''] = id.split(' ');
	if (verb === 'enabled') change(dashboard, {kind: 'enabled', rule: rule.name, enabled: !rule.enabled});
	else if (verb === 'priority') pickPriority(dashboard, rule);
	else if (verb === 'output') editOutput(dashboard, rule);
	else if (verb === 'add') addToList(dashboard, list);
	else if (verb === 'remove') removeFromList(dashboard, list);
}

function change(dashboard: Dashboard, wanted: RuleChange): void {
	dashboard.desk.tryChange(wanted).then(
		(outcome) => {
			const {log} = dashboard.store;
			if ('message' in outcome) log.add('bad', outcome.hint === undefined ? outcome.message : `${outcome.message}: ${outcome.hint}`);
			else {
				const [warning] = outcome.warnings;
				const price = warning === undefined ? '' : `. ! ${showText(warning.message)}`;
				log.add(warning === undefined ? 'info' : 'warn', `trial (${keptBy(dashboard)}): ${showText(outcome.summary)}${price}`);
			}
			dashboard.host.redraw();
		},
		(error: Error) => dashboard.store.log.add('bad', error.message),
	);
}

function pickPriority(dashboard: Dashboard, rule: RuleSummary): void {
	dashboard.push(
		new MenuPane(dashboard.keys, {
			title: `Priority · ${rule.name}`,
			items: () =>
				PRIORITIES.map((name, at) => ({
					id: String(at),
					label: name,
					style: priorityStyle(at as Priority),
					note: at === rule.priority ? 'as it is' : undefined,
				})),
			selected: String(rule.priority),
			choose: (id) => {
				dashboard.back();
				change(dashboard, {kind: 'priority', rule: rule.name, priority: Number(id) as Priority});
			},
		}),
	);
}

/** The output is written with completion of fields, beside what it would have said of the last alert. */
function editOutput(dashboard: Dashboard, rule: RuleSummary): void {
	const last = lastAlertOf(dashboard.store.history, rule.name);
	dashboard.prompt = new Prompt({
		label: 'output',
		value: rule.output.replace(/\s+/g, ' ').trim(),
		history: dashboard.inputs.kept.value,
		check: (value) => {
			if (value.trim() === '') return {message: 'an output says something'};
			const problem = checkOutput(value);
			return problem && {message: problem.message, hint: problem.hint, start: problem.span.start};
		},
		preview: (value) => (last === undefined ? 'no alert of this rule is kept to show it on' : showBytes(previewOutput(value, last))),
		completions: (before) => completeAfter(/%([a-z0-9_.]*)$/i, before, fieldNames()),
		accept: (value) => change(dashboard, {kind: 'output', rule: rule.name, output: value.trim()}),
	});
}

/** Names that complete the word the pattern finds before the cursor. */
export function completeAfter(pattern: RegExp, before: string, names: readonly string[]): {word: string; names: string[]} | undefined {
	const word = pattern.exec(before)?.[1];
	return word === undefined ? undefined : {word, names: names.filter((name) => name.startsWith(word))};
}

const itemsOf = (dashboard: Dashboard, list: string): readonly string[] =>
	dashboard.store.definitions.lists.find(({name}) => name === list)?.items ?? [];

function addToList(dashboard: Dashboard, list: string): void {
	dashboard.prompt = new Prompt({
		label: `add to ${list}`,
		history: dashboard.inputs.kept.value,
		note: () => (dashboard.prompt?.input.value.trim() === '' ? 'items, a comma between them' : ''),
		accept: (value) => {
			const add = value
				.split(',')
				.map((item) => item.trim())
				.filter((item) => item !== '');
			if (add.length > 0) change(dashboard, {kind: 'list', list, add, remove: []});
		},
	});
}

function removeFromList(dashboard: Dashboard, list: string): void {
	dashboard.push(
		new MenuPane(dashboard.keys, {
			title: `Remove from list ${list}`,
			items: () => itemsOf(dashboard, list).map((item, at) => ({id: String(at), label: item})),
			choose: (id) => {
				const item = itemsOf(dashboard, list)[Number(id)];
				dashboard.back();
				if (item !== undefined) change(dashboard, {kind: 'list', list, add: [], remove: [item]});
			},
		}),
	);
}
