import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {explainRule} from '../../src/rules/explain.ts';
import {type ExplainOptions, explainText} from '../../src/rules/explain-text.ts';
import {goldenFile, STOCK_FILES} from './golden.ts';
import {SYSCALL_ONLY} from './load-text.ts';

const PLAIN: ExplainOptions = {width: 80, isSent: (event) => event !== 'read', strong: (text) => text, faint: (text) => text};

function explained(name: string, ...texts: string[]): string {
	const files = texts.map((text, i) => ({name: `rules${i}.yaml`, text}));
	const {explanation, names} = explainRule(name, files, SYSCALL_ONLY);
	if (!explanation) throw new Error(`no rule '${name}' among ${names.join(', ')}`);
	return explainText(explanation, PLAIN);
}

const BASE = `- list: shells
  items: [bash, sh]
- list: all
  items: [shells, "a b"]
- macro: never_true
  condition: (evt.num=0)
- macro: user_known
  condition: (never_true)
- macro: opens
  condition: (evt.type in (open, openat) and fd.name startswith /etc)
- rule: My rule
  desc: About
    something.
  condition: opens and (proc.name in (all, cat) or not proc.pname in (shells)) and not user_known
  output: o %proc.name
  priority: NOTICE
  tags: [b, a]
  exceptions:
    - {name: e, fields: [proc.name, fd.name], comps: [=, in], values: [[x, [/a, /b]]]}
`;
const CHANGE = `- rule: My rule
  condition: and proc.name!=z
  override: {condition: append}
`;

test('the condition is a tree of macros and checks, each with its place', () => {
	const lines = explained('My rule', BASE, CHANGE)
		.split('\n')
		.map((line) => line.trimEnd());
	const tree = lines
		.slice(lines.indexOf('Condition') + 1, lines.indexOf('Lists') - 1)
		.map((line) => line.replace(/ {2,}(?=\S*:\d+$)/, '  '));
	expect(tree).toEqual([
		'  all of  :14',
		'  ├ opens  :9',
		'  │ ├ evt.type in (open, openat)  :10',
		'  │ └ fd.name startswith /etc  :10',
		'  ├ any of  :14',
		'  │ ├ proc.name in (all, cat)  :14',
		'  │ └ not proc.pname in (shells)  :14',
		'  ├ not user_known (never, as it stands)  :7',
		'  ├ proc.name != z  rules1.yaml:2',
		'  └ not all of  :19',
		'    ├ proc.name = x  :19',
		'    └ fd.name in (/a, /b)  :19',
	]);
});

test('lists with the lists in them, events, fields, hooks, exceptions, and every place of the rule', () => {
	const text = explained('my RULE', BASE, CHANGE);
	expect(text).toContain(
		'  About something.\n  Notice, source syscall, enabled\n  tags a, b\n  defined rules0.yaml:11:3\n  changed rules1.yaml:1:3',
	);
	expect(text).toContain('  all  rules0.yaml:3:3\n    shells, a b\n  shells  rules0.yaml:1:3\n    bash, sh');
	expect(text).toContain('Events\n  open, openat (sent by default)');
	expect(text).toContain('Fields\n  evt.type, fd.name, proc.name, proc.pname, evt.num');
	expect(text).toContain('  user_known: not filled in\n    rules0.yaml:7:3');
	expect(text).toContain('  e: proc.name = and fd.name in\n    ["x",["/a","/b"]]');
});

test('events that are left out by default are told apart, and a rule for all events is said to be one', () => {
	const rule = (condition: string) => `- rule: r\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: INFO\n`;
	expect(explained('r', rule('evt.type in (read, open)'))).toContain(
		'  open (sent by default)\n  read (left out by default, base_syscalls.all brings them)',
	);
	expect(explained('r', rule('proc.name=a'))).toMatch(/ {2}(\d+) of \d+ event types: the condition does not narrow them/);
});

test('a macro that is used twice is unfolded once, one that uses none is shown as it is', () => {
	const text = `- macro: m\n  condition: proc.name=a\n- rule: r\n  desc: d\n  condition: evt.type=open and (m or not m)\n  output: o\n  priority: INFO\n`;
	expect(explained('r', text)).toMatch(/├ m {2}.*\n.*└ proc\.name = a.*\n.*└ not m \(see above\)/);
});

test('names that an attacker could have chosen bring no control bytes', () => {
	const text = `- rule: "r\\e]0;x\\a"\n  desc: "d\\e[2J"\n  condition: evt.type=open and proc.name="a\\bc" and proc.env["\\b"]="\u202e"\n  output: "o\\e"\n  priority: INFO\n`;
	expect(explained('r\x1b]0;x\x07', text)).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
});

const stock = STOCK_FILES.map((name) => ({name, text: goldenFile(`rules/${name}`)}));

test.skipIf(stock.some(({text}) => text === undefined))('no stock rule needs more than 80 columns, but for a longer word', () => {
	const files = stock.map(({name, text}) => ({name, text: text!}));
	const {names} = explainRule('', files.slice(0, 1), SYSCALL_ONLY);
	for (const name of names.slice(0, 12)) {
		const {explanation} = explainRule(name, files.slice(0, 1), SYSCALL_ONLY);
		for (const line of explainText(explanation!, PLAIN).split('\n')) {
			const isLongWord = /\S{40,}/.test(line);
			if (!isLongWord) expect(stringWidth(line), line).toBeLessThanOrEqual(80);
		}
	}
});
