import {describe, expect, it} from 'vitest';
import {entryKey, listKey} from '../../src/rules/exception-keys.ts';
import {listExceptions, removeException, type SavedException} from '../../src/tuning/exceptions.ts';

function list(text: string, hooks: string[] = []): readonly SavedException[] {
	const listed = listExceptions(text, new Set(hooks));
	if (!listed.ok) throw new Error(listed.problem.message);
	return listed.exceptions;
}

/** The text without the exception of that condition. */
function without(text: string, condition: string): string {
	const exception = list(text).find((one) => one.condition === condition);
	if (!exception) throw new Error(`no exception ${condition}`);
	const removed = removeException(text, exception);
	if (!removed.ok) throw new Error(removed.problem.message);
	return removed.text;
}

const HOOK =
	'- macro: user_known_reads\n  condition: >\n    (proc.name = a)\n    or (proc.name = b and fd.name in (/x, "/y z"))\n    or my_macro\n  override: {condition: replace}\n';

describe('listExceptions', () => {
	it('lists each alternative with its terms, comment and line', () => {
		expect(list(`# head\n\n# root: why\n# twice\n${HOOK}`)).toEqual([
			{
				id: '0/0',
				key: 'macro\0user_known_reads\0proc.name = a',
				kind: 'macro',
				name: 'user_known_reads',
				condition: 'proc.name = a',
				terms: [{field: 'proc.name', operator: '=', values: ['a']}],
				comment: 'root: why\ntwice',
				line: 5,
			},
			{
				id: '0/1',
				key: 'macro\0user_known_reads\0proc.name = b and fd.name in (/x, "/y z")',
				kind: 'macro',
				name: 'user_known_reads',
				condition: 'proc.name = b and fd.name in (/x, "/y z")',
				terms: [
					{field: 'proc.name', operator: '=', values: ['b']},
					{field: 'fd.name', operator: 'in', values: ['/x', '/y z']},
				],
				comment: 'root: why\ntwice',
				line: 5,
			},
			{
				id: '0/2',
				key: 'macro\0user_known_reads\0my_macro',
				kind: 'macro',
				name: 'user_known_reads',
				condition: 'my_macro',
				terms: undefined,
				comment: 'root: why\ntwice',
				line: 5,
			},
		]);
	});

	it('leaves out placeholders, and macros that except nothing', () => {
		expect(list('- macro: user_known_x\n  condition: (never_true)\n- macro: is_open\n  condition: evt.type = open\n')).toEqual([]);
		expect(list('- macro: is_open\n  condition: evt.type = open\n', ['is_open'])).toHaveLength(1);
		expect(
			list('- macro: mine\n  condition: a.b = c\n- rule: R\n  condition: and not mine\n  override: {condition: append}\n'),
		).toHaveLength(1);
	});

	it('reads appended fragments, and takes what follows and for no exception', () => {
		expect(
			list('- macro: x\n  condition: or (a.b = c) or a.b = d\n  override: {condition: append}\n').map(({condition}) => condition),
		).toEqual(['a.b = c', 'a.b = d']);
		expect(list('- macro: x\n  condition: and a.b = c or a.b = d\n  append: true\n').map(({condition}) => condition)).toEqual(['a.b = d']);
	});

	it('is not confused by values that look like or', () => {
		const text = '- macro: user_x\n  condition: (a.b = or) or a.b = " or " or a.b in (or, and)\n';
		expect(list(text).map(({condition}) => condition)).toEqual(['a.b = or', 'a.b = " or "', 'a.b in (or, and)']);
	});
});

/** Those that the engine found, by what they say. */
const KNOWN = new Map(
	[
		[listKey('known', 'a'), 'proc.name = a'],
		[listKey('known', 'b c'), 'proc.name = "b c"'],
		[entryKey('R', 'parents', ['cron', ['sh', 'bash']]), 'proc.pname = cron and proc.name in (sh, bash)'],
		[entryKey('R', 'parents', ['ci', 'sh']), 'proc.pname = ci and proc.name = sh'],
		[entryKey('R', 'users', 'root'), 'user.name = root'],
		['condition\0R\0proc.name = x', 'proc.name = x'],
		['condition\0R\0proc.name = y', 'proc.name = y'],
		['condition\0R\0not user.name = z', 'not user.name = z'],
	].map(([key, condition]) => [key, {condition}]),
);

function withoutKnown(text: string, condition: string): string {
	const listed = listExceptions(text, new Set(), KNOWN);
	const exception = listed.ok ? listed.exceptions.find((one) => one.condition === condition) : undefined;
	if (!exception) throw new Error(`no exception ${condition}`);
	const removed = removeException(text, exception);
	if (!removed.ok) throw new Error(removed.problem.message);
	return removed.text;
}

describe('exceptions of lists, entries and appended conditions', () => {
	const LISTS = '# who\n- list: known\n  items: [a, "b c", d] # three\n  override: {items: append}\n';
	const ENTRIES =
		'- rule: R\n  exceptions:\n    - name: parents\n      values:\n        - [cron, [sh, bash]] # nightly\n        - [ci, sh]\n    - name: users\n      fields: user.name\n      values: [root]\n  override: {exceptions: append}\n';
	const CONDITION = '- rule: R\n  condition: and not (proc.name = x or proc.name = y) and user.name = z\n  override: {condition: append}\n';

	it('are listed where loading the rules tells that they are exceptions', () => {
		const listed = (text: string) => {
			const found = listExceptions(text, new Set(), KNOWN);
			return found.ok
				? found.exceptions.map(({id, kind, name, condition, comment, line}) => [id, kind, name, condition, comment, line])
				: [];
		};
		expect(listed(LISTS)).toEqual([
			['0/i0', 'list', 'known', 'proc.name = a', 'who', 2],
			['0/i1', 'list', 'known', 'proc.name = "b c"', 'who', 2],
		]);
		expect(listed(ENTRIES).map(([id, kind, name]) => [id, kind, name])).toEqual([
			['0/e0.0', 'entry', 'parents'],
			['0/e0.1', 'entry', 'parents'],
			['0/e1.0', 'entry', 'users'],
		]);
		expect(listed(CONDITION).map(([id, kind, , condition]) => [id, kind, condition])).toEqual([
			['0/c0', 'condition', 'proc.name = x'],
			['0/c1', 'condition', 'proc.name = y'],
			['0/c2', 'condition', 'not user.name = z'],
		]);
		expect(list(LISTS + ENTRIES + CONDITION)).toEqual([]);
	});

	it('go one at a time, every other byte stays', () => {
		expect(withoutKnown(LISTS, 'proc.name = a')).toBe(LISTS.replace('a, ', ''));
		expect(withoutKnown(LISTS, 'proc.name = "b c"')).toBe(LISTS.replace(', "b c"', ''));
		const block = '- list: known\n  append: true\n  items:\n    # first\n    - a\n    - b c\n';
		expect(withoutKnown(block, 'proc.name = "b c"')).toBe(block.replace('    - b c\n', ''));
		expect(withoutKnown(block.replace(/\n/g, '\r\n'), 'proc.name = a')).toBe(block.replace('    - a\n', '').replace(/\n/g, '\r\n'));
		expect(withoutKnown(ENTRIES, 'proc.pname = ci and proc.name = sh')).toBe(ENTRIES.replace('        - [ci, sh]\n', ''));
		expect(withoutKnown(ENTRIES, 'proc.pname = cron and proc.name in (sh, bash)')).toBe(
			ENTRIES.replace('        - [cron, [sh, bash]] # nightly\n', ''),
		);
		expect(withoutKnown(ENTRIES, 'user.name = root')).toBe(
			ENTRIES.replace('    - name: users\n      fields: user.name\n      values: [root]\n', ''),
		);
		expect(withoutKnown(CONDITION, 'proc.name = x')).toBe(CONDITION.replace('(proc.name = x or proc.name = y)', 'proc.name = y'));
		expect(withoutKnown(CONDITION, 'not user.name = z')).toBe(CONDITION.replace(' and user.name = z', ''));
	});

	it('take their item along with the last of them', () => {
		const rest = '- macro: m\n  condition: a.b = c\n';
		expect(withoutKnown(`${rest}\n# why\n- list: known\n  items: [a]\n  append: true\n`, 'proc.name = a')).toBe(rest);
		const last = `${rest}- rule: R\n  condition: and not proc.name = x\n  append: true\n`;
		expect(withoutKnown(last, 'proc.name = x')).toBe(rest);
	});

	it('are left alone where an edit would take a comment or an alias along', () => {
		const removed = (text: string) => {
			const listed = listExceptions(text, new Set(), KNOWN);
			return listed.ok && removeException(text, listed.exceptions[0]);
		};
		expect(removed('- list: known\n  append: true\n  items: [a, # of the night\n    d]\n')).toMatchObject({ok: false});
		expect(removed('- list: known\n  append: true\n  items: &items [a, d]\n- list: o\n  items: *items\n')).toMatchObject({ok: false});
	});
});

describe('removeException', () => {
	it('cuts one alternative out and leaves the others as they are written', () => {
		expect(without(HOOK, 'proc.name = a')).toBe(HOOK.replace('(proc.name = a)\n    or ', ''));
		expect(without(HOOK, 'my_macro')).toBe(HOOK.replace('\n    or my_macro', ''));
		expect(without(HOOK, 'proc.name = b and fd.name in (/x, "/y z")')).toBe(
			HOOK.replace('\n    or (proc.name = b and fd.name in (/x, "/y z"))', ''),
		);
	});

	it('takes the item along with its last alternative, and its comment', () => {
		const item = '# why\n- macro: user_x\n  condition: (a.b = c) # note\n  override: {condition: replace}\n';
		const text = `# head\n\n- list: a\n  items: []\n\n${item}\n# next\n- list: b\n  items: []\n`;
		expect(without(text, 'a.b = c')).toBe('# head\n\n- list: a\n  items: []\n\n# next\n- list: b\n  items: []\n');
	});

	it('takes the and not along that only serves the macro', () => {
		const text =
			'# head\n\n- macro: user_x\n  condition: (a.b = c)\n\n- rule: R\n  condition: and not user_x\n  override: {condition: append}\n\n# end\n';
		expect(without(text, 'a.b = c')).toBe('# head\n\n# end\n');
	});

	it('leaves a placeholder where something else names the macro', () => {
		const text =
			'- macro: user_x\n  condition: (a.b = c)\n- rule: R\n  condition: and not user_x and not other\n  override: {condition: append}\n';
		expect(without(text, 'a.b = c')).toBe(text.replace('(a.b = c)', 'evt.num = 0'));
		const folded = text.replace('(a.b = c)', '>\n    (a.b = c)');
		expect(without(folded, 'a.b = c')).toBe(text.replace('(a.b = c)', '>\n    evt.num = 0'));
	});

	it('leaves a placeholder for what the file appends to the macro', () => {
		const text =
			'- macro: user_x\n  condition: (a.b = c)\n- rule: R\n  condition: and not user_x\n  append: true\n- macro: user_x\n  condition: or (a.b = d)\n  append: true\n';
		expect(without(text, 'a.b = c')).toBe(text.replace('(a.b = c)', 'evt.num = 0'));
	});

	it('works in quotes, with CRLF, behind a byte order mark and in appended fragments', () => {
		const quoted = '- macro: user_x\n  condition: "(a.b = \\"c d\\") or a.b = e"\n';
		expect(list(without(quoted, 'a.b = "c d"')).map(({condition}) => condition)).toEqual(['a.b = e']);
		const crlf = `\ufeff${HOOK.replace(/\n/g, '\r\n')}`;
		expect(without(crlf, 'proc.name = a')).toBe(crlf.replace('(proc.name = a)\r\n    or ', ''));
		const fragment = '- macro: x\n  condition: or (a.b = c) or a.b = d\n  override: {condition: append}\n';
		expect(without(fragment, 'a.b = c')).toBe(fragment.replace('or (a.b = c) ', ''));
		expect(without(fragment, 'a.b = d')).toBe(fragment.replace(' or a.b = d', ''));
	});

	it('refuses when the text is not the one that was listed', () => {
		const [first] = list(HOOK);
		expect(removeException(HOOK.replace('= a', '= q'), first)).toMatchObject({ok: false, problem: {code: 'not-found'}});
		expect(removeException('', first)).toMatchObject({ok: false, problem: {code: 'not-found'}});
	});
});
