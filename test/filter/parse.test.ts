import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseCondition, parseOperand, parseOperandAt} from '../../src/filter/parse.ts';
import {printExpression} from '../../src/filter/print.ts';
import {stripSpans} from './strip-spans.ts';

/** The condition printed back: shows how it was read. */
function read(text: string): string {
	const parsed = parseCondition(text);
	return parsed.ok ? printExpression(parsed.expression) : `! ${parsed.problem.message}`;
}

describe('reads', () => {
	test.each([
		['a or b and not c', 'a or b and not c'],
		['(a or b) and c', '(a or b) and c'],
		['((a))', 'a'],
		['not not a', 'a'],
		['not not not a', 'not a'],
		['not(a)and(b)or(c)', 'not a and b or c'],
		['a\n\tor\r\nb', 'a or b'],
		['proc.name in(a,b)', 'proc.name in (a, b)'],
		['proc.name inside', 'proc.name in side'],
		['proc.name in ()', 'proc.name in ()'],
		['proc.name=bash', 'proc.name = bash'],
		['proc.name==bash', 'proc.name == bash'],
		['evt.dir=<', 'evt.dir = <'],
		['evt.num=>0', 'evt.num = >0'],
		['proc.name = oneof', 'proc.name = oneof'],
		['proc.name = oneof and a', 'proc.name = oneof and a'],
		['proc.name = oneof (a)', 'proc.name = oneof (a)'],
		['proc.name = anyof shells', 'proc.name = anyof shells'],
		['proc.name = oneofx', 'proc.name = oneofx'],
		["proc.name = 'a b'", 'proc.name = "a b"'],
		['proc.name = "a\\tb\\/\\"\\\\c"', 'proc.name = "a\\tb/\\"\\\\c"'],
		['proc.aname[2] = a', 'proc.aname[2] = a'],
		["proc.env['A B'] exists", 'proc.env["A B"] exists'],
		['evt.arg.flags contains O_CREAT', 'evt.arg.flags contains O_CREAT'],
		['fd.num >= -1', 'fd.num >= -1'],
		['fd.num>0x1F', 'fd.num > 0x1F'],
		['toupper( tolower(proc.name) ) = val( proc.pname )', 'toupper(tolower(proc.name)) = val(proc.pname)'],
		['join(",",(proc.name,"x",5)) = a', 'join(",", (proc.name, "x", 5)) = a'],
		['notify', 'notify'],
		['orange or android', 'orange or android'],
	])('%s', (text, printed) => {
		expect(read(text)).toBe(printed);
	});
});

describe('refuses', () => {
	test.each([
		['', 'filter input string is empty'],
		['and proc.name=a', "unexpected token after 'and'"],
		['a b', "unexpected token after 'a'"],
		['a or(b) and c', "unexpected token after ')'"],
		['a orb', "expected blank or '(' after 'or'"],
		['(a', "expected a ')' token"],
		['a)', "unexpected token after 'a'"],
		['proc.name', 'expected a valid check operator'],
		['proc.name glob(a)', 'expected a valid check operator'],
		['proc.name =', 'expected a string value'],
		['proc.name in (a b)', "expected a ')' token"],
		['proc.name in (a,)', 'expected a string value'],
		['proc.name = (a)', 'expected a string value'],
		['fd.num > x', 'expected a number value'],
		['fd.name pmatch /a', 'expected a list'],
		['proc.name = "a', 'expected a string value'],
		['proc.name = "a\\"', 'expected a string value'],
		['proc.name = "\\x41"', 'unsupported string escape sequence'],
		['proc.name = "\\\'"', 'invalid \\\' escape in "-quoted string'],
		['val(proc.name) = a', "unexpected token after 'val'"],
		['proc.name = val(x)', "expected a field within 'val'"],
		['len() > 1', 'expected a field or a nested valid transformer'],
		['proc.env[] exists', 'expected a valid field argument'],
		['proc.name = a\0b', 'a condition cannot hold a NUL byte'],
		['1=1', "expected a '(' token, a field check, or an identifier"],
	])('%j', (text, message) => {
		const parsed = parseCondition(text);
		expect(parsed.ok ? 'parsed' : parsed.problem.message).toContain(message);
	});
});

test('says what was probably meant', () => {
	const hint = (text: string) => {
		const parsed = parseCondition(text);
		return parsed.ok ? undefined : parsed.problem.hint;
	};
	expect(hint('proc.name contians a')).toBe('did you mean contains?');
	expect(hint('proc.name <> a')).toBe('did you mean !=?');
	expect(hint('proc.name = a && fd.num > 1')).toBe('did you mean and?');
	expect(hint('a AND b')).toBe('keywords are written in lower case: and');
	expect(hint('tuopper(proc.name) = A')).toBe("'tuopper' is no transformer: did you mean toupper?");
	expect(hint('proc.name not in (a)')).toBe('not stands before the field: not proc.name in …');
	expect(hint('not in (a)')).toBe("a field stands before 'in': proc.name in (…)");
	expect(hint('proc.name in [a, b]')).toBe('values stand in parentheses: (a, b)');
	expect(hint('fd.name contains (a, b)')).toBe('several values: contains anyof (a, b)');
	expect(hint('fd.name = (a, b)')).toBe('several values: in (a, b)');
	expect(hint('fd.name regex (a|b)')).toContain('needs quotes');
	expect(hint('fd.name starts with /etc')).toBe('did you mean startswith?');
	expect(hint('fd.sport between 1 and 9')).toBe('write fd.sport >= … and fd.sport <= …');
	expect(hint('proc.aname[2] bash')).toBe('an operator is missing: proc.aname[2] = bash');
	expect(hint('user = root')).toBe("'user' has no dot: that is a macro; a field looks like user.name");
	expect(hint('proc.name exists bash')).toContain('exists takes no value');
	expect(hint('a and !(b)')).toBe('did you mean not?');
	expect(hint('(a and) b')).toBe("a check must follow 'and'");
	expect(hint('a and ()')).toBe('nothing stands between the parentheses');
	expect(hint('proc.duration < 5s')).toBe('numbers are whole and decimal, times are nanoseconds');
});

test('a backslash at the end of a quoted string is a backslash and a blank', () => {
	const parsed = parseCondition('proc.name = "C:\\\\dir\\ "');
	expect(parsed.ok && parsed.expression).toMatchObject({right: {text: 'C:\\dir\\'}});
});

test('spans point at what was written', () => {
	const text = 'a and proc.name = "x y"';
	const parsed = parseCondition(text);
	const check = parsed.ok && parsed.expression.kind === 'and' ? parsed.expression.items[1] : undefined;
	expect(check?.kind === 'check' && check.right && text.slice(check.right.span.start, check.right.span.end)).toBe('"x y"');
	expect(check && text.slice(check.span.start, check.span.end)).toBe('proc.name = "x y"');
});

test('nesting is limited', () => {
	const nested = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
	expect(parseCondition(nested(999)).ok).toBe(true);
	const refused = parseCondition(nested(100_000));
	expect(refused.ok || refused.problem.code).toBe('too-deep');
	expect(parseCondition(nested(20), {maxDepth: 10}).ok).toBe(false);
	expect(parseCondition(`${'tolower('.repeat(2000)}proc.name${')'.repeat(2000)} = a`).ok).toBe(false);
});

test('no text makes the parser throw, and what it takes prints back', () => {
	const unit = fc.constantFrom(
		'proc.name',
		'fd.num',
		'a',
		' ',
		' ',
		'=',
		'!=',
		'in',
		'(',
		')',
		'and',
		'or',
		'not',
		'"',
		"'",
		'\\',
		',',
		'exists',
		'5',
		'val(',
		'len(',
		'[',
		']',
		'oneof',
		'>=',
		'é',
	);
	fc.assert(
		fc.property(fc.array(unit, {maxLength: 14}), (units) => {
			const parsed = parseCondition(units.join(''));
			if (!parsed.ok) return;
			const again = parseCondition(printExpression(parsed.expression));
			expect(again.ok && stripSpans(again.expression)).toEqual(stripSpans(parsed.expression));
		}),
		{numRuns: 5000},
	);
});

test('an operand may stand alone, or start within an output', () => {
	expect(parseOperand('toupper(proc.name)').ok).toBe(true);
	expect(parseOperand('proc.name x').ok).toBe(false);
	expect(parseOperand('name').ok).toBe(false);
	expect(parseOperandAt('user=%user.name file', 6)).toMatchObject({ok: true, end: 15, operand: {name: 'user.name'}});
	expect(parseOperandAt('100% sure', 4)).toBeUndefined();
});
