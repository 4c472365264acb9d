import {describe, expect, it} from 'vitest';
import {printExpression} from '../../src/filter/print.ts';
import {loadTexts} from './load-text.ts';

const SHIPPED = `
- list: known_readers
  items: [sshd, su]
- list: shells
  items: [bash, sh]
- macro: never_true
  condition: (evt.num=0)
- macro: user_known_reads
  condition: (never_true)
- macro: trusted
  condition: (proc.name in (known_readers))
- rule: reads
  desc: d
  condition: evt.type = openat and fd.name startswith /etc and not trusted and not user_known_reads
  output: o
  priority: INFO
- rule: shell
  desc: d
  condition: evt.type = execve and proc.name in (shells)
  output: o
  priority: INFO
  exceptions:
    - name: parents
      fields: [proc.pname, proc.name]
      comps: [=, in]
`;

function local(text: string, shipped = SHIPPED) {
	const {local, problems} = loadTexts([shipped, text], {localFiles: ['rules1.yaml']});
	expect(problems.filter(({severity}) => severity === 'error')).toEqual([]);
	if (local === undefined) throw new Error('no local rules');
	return {
		exceptions: local.exceptions.map(({kind, name, condition, rules, line}) => `${line} ${kind} ${name}: ${condition} [${rules.join()}]`),
		expanded: local.exceptions.map(({expanded}) => printExpression(expanded)),
		bare: Object.fromEntries([...local.bare].map(([name, expression]) => [name, printExpression(expression)])),
	};
}

const BARE_READS = 'evt.type = openat and fd.name startswith /etc and not proc.name in (sshd, su) and not evt.num = 0';

describe('exceptions of the user’s file', () => {
	it('are the alternatives of a hook macro, replaced or appended to', () => {
		const replaced = local(
			'# why\n- macro: user_known_reads\n  condition: (proc.name = a) or (proc.name = b and fd.name = /x)\n  override: {condition: replace}\n',
		);
		expect(replaced.exceptions).toEqual([
			'2 macro user_known_reads: proc.name = a [reads]',
			'2 macro user_known_reads: proc.name = b and fd.name = /x [reads]',
		]);
		expect(replaced.bare).toEqual({reads: BARE_READS});
		const appended = local('- macro: user_known_reads\n  condition: or proc.name = c\n  override: {condition: append}\n');
		expect(appended.exceptions).toEqual(['1 macro user_known_reads: proc.name = c [reads]']);
		expect(appended.bare).toEqual({reads: BARE_READS});
	});

	it('are those of a macro of the file itself that a rule is made to negate', () => {
		const {exceptions, bare, expanded} = local(`
- list: mine
  items: [x, y]
- macro: my_shells
  condition: (proc.name in (mine))
- rule: shell
  condition: and not my_shells
  override: {condition: append}
`);
		expect(exceptions).toEqual(['4 macro my_shells: proc.name in (mine) [shell]']);
		expect(expanded).toEqual(['proc.name in (x, y)']);
		expect(bare.shell).toBe('evt.type = execve and proc.name in (bash, sh)');
	});

	it('are what a list that a rule negates gets, not what it has, and nothing of lists that rules require', () => {
		const {exceptions, bare} = local(`
- list: known_readers
  items: [backup, "a b", su]
  override: {items: append}
- list: shells
  items: [zsh]
  override: {items: append}
`);
		expect(exceptions).toEqual(['2 list known_readers: proc.name = backup [reads]', '2 list known_readers: proc.name = "a b" [reads]']);
		expect(bare).toEqual({reads: BARE_READS});
	});

	it('count a long list as one', () => {
		const items = Array.from({length: 300}, (_, at) => `p${at}`);
		const {exceptions, expanded} = local(`- list: known_readers\n  items: [${items.join(', ')}]\n  append: true\n`);
		expect(exceptions).toEqual(['1 list known_readers: proc.name in (p0, … 299 more) [reads]']);
		expect(expanded[0]).toContain('p299');
	});

	it('are the values of exceptions entries, new ones and more of what is there', () => {
		const {exceptions, bare} = local(`
- rule: shell
  exceptions:
    - name: parents
      values: [[cron, [sh, bash]], [ci, shells]]
    - name: users
      fields: user.name
      values: [root, bob]
  override: {exceptions: append}
`);
		expect(exceptions).toEqual([
			'4 entry parents: proc.pname = cron and proc.name in (sh, bash) [shell]',
			'4 entry parents: proc.pname = ci and proc.name in (shells) [shell]',
			'6 entry users: user.name in (root) [shell]',
			'6 entry users: user.name in (bob) [shell]',
		]);
		expect(bare.shell).toBe('evt.type = execve and proc.name in (bash, sh)');
	});

	it('are what a condition appended to a rule excepts', () => {
		const {exceptions, bare} = local(`
- rule: shell
  condition: and not (proc.pname = a or proc.pname = b) and user.name = root
  override: {condition: append}
`);
		expect(exceptions).toEqual([
			'2 condition shell: proc.pname = a [shell]',
			'2 condition shell: proc.pname = b [shell]',
			'2 condition shell: not user.name = root [shell]',
		]);
		expect(bare.shell).toBe('evt.type = execve and proc.name in (bash, sh)');
	});

	it('leave other changes in what the rules would be without them', () => {
		const {exceptions, bare} = local(`
- rule: shell
  condition: evt.type = execve and proc.name = zsh and not user_known_reads
  override: {condition: replace}
- macro: user_known_reads
  condition: (proc.name = q)
`);
		expect(exceptions).toEqual(['5 macro user_known_reads: proc.name = q [reads,shell]']);
		expect(bare).toEqual({reads: BARE_READS, shell: 'evt.type = execve and proc.name = zsh and not evt.num = 0'});
	});

	it('are none where the file only has rules, placeholders and macros that rules require', () => {
		const {exceptions, bare} = local(`
- macro: user_known_reads
  condition: (never_true)
- macro: wanted
  condition: (proc.name = a)
- rule: own
  desc: d
  condition: evt.type = close and wanted and not proc.name = b
  output: o
  priority: INFO
`);
		expect(exceptions).toEqual([]);
		expect(bare).toEqual({});
	});
});
