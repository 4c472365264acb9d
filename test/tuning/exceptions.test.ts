import {describe, expect, it} from 'vitest';
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
				macro: 'user_known_reads',
				condition: 'proc.name = a',
				terms: [{field: 'proc.name', operator: '=', values: ['a']}],
				comment: 'root: why\ntwice',
				line: 5,
			},
			{
				id: '0/1',
				macro: 'user_known_reads',
				condition: 'proc.name = b and fd.name in (/x, "/y z")',
				terms: [
					{field: 'proc.name', operator: '=', values: ['b']},
					{field: 'fd.name', operator: 'in', values: ['/x', '/y z']},
				],
				comment: 'root: why\ntwice',
				line: 5,
			},
			{id: '0/2', macro: 'user_known_reads', condition: 'my_macro', terms: undefined, comment: 'root: why\ntwice', line: 5},
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
