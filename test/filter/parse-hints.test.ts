import {expect, test} from 'vitest';
import {parseCondition} from '../../src/filter/parse.ts';

function hint(text: string): string | undefined {
	const parsed = parseCondition(text);
	return parsed.ok ? undefined : parsed.problem.hint;
}

test.each([
	['proc.name in "sh, bash"', 'each in quotes of its own: ("sh", "bash")'],
	["proc.name in 'sh'", '("sh")'],
	['proc.name in ((a, b))', 'one pair of parentheses'],
	['evt.type=execve\u00a0and proc.name = nc', 'special blank'],
	['evt.type=execve and\u00a0proc.name = nc', 'special blank'],
	['evt.type=execve # only exec\n and proc.name = nc', 'no comments'],
	['evt.type=execve and # only exec\n proc.name = nc', 'no comments'],
	['proc.cmdline = “nc -e”', 'typographic quotes'],
	['exists proc.name', 'exists stands behind the field: proc.name exists'],
	['evt.type=execve and exists proc.name', 'exists stands behind the field: proc.name exists'],
	['proc.name exists true', 'exists takes no value'],
	['proc.pname is null', 'write not proc.pname exists'],
	['proc.pname is not null', 'write proc.pname exists'],
	['proc.pname is set', 'write proc.pname exists'],
	['proc.pname is not set', 'write not proc.pname exists'],
	['evt.is_open_write and proc.name = a', 'write evt.is_open_write = true'],
	['proc.name and evt.type=open', 'write proc.name exists'],
])('%s', (text, expected) => {
	expect(hint(text)).toContain(expected);
});
