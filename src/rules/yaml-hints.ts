import type {YamlError} from './yaml-file.ts';

const OTHERWISE = 'nothing of this file is loaded until this is put right';
const KEY = /^(\s*(?:- +)?)([\w-]+):(?:\s+(.*))?$/;

/** What to do about YAML that does not parse, as people write it in rules files. */
export function yamlHint(text: string, {offset, message}: YamlError): string {
	const start = text.lastIndexOf('\n', offset - 1) + 1;
	const [line, ...after] = text.slice(start).split('\n');
	if (/^ *\t/.test(line)) return 'YAML is indented with blanks, not with tabs';
	if (/closing ["']/.test(message)) return 'this quote is never closed';
	const [, head = '', key = '', value = ''] = KEY.exec(line) ?? [];
	if (/^[%@`]/.test(value)) return `a value that starts with ${value[0]} needs quotes: ${key}: "${shortened(value)}"`;
	if (/^["']/.test(value) && offset > start + head.length + key.length + 2)
		return `the value ended at the quote before this; write the whole value below '${key}: >', or ${value[0] === '"' ? '\\"' : "''"} for a quote in it`;
	if (key === '') return notAKey(text.slice(0, start), line);
	if (/without - indicator/.test(message)) return `'${key}' must stand in the same column as the key behind the dash`;
	if (/: |:$/.test(value)) return `': ' in a value without quotes starts a new key: put the value in quotes, or below '${key}: >'`;
	const next = after.find((other) => other.trim() !== '');
	const nextKey = KEY.exec(next ?? '');
	if (nextKey !== null && !nextKey[1].includes('-') && nextKey[1].length !== head.length)
		return `'${nextKey[2]}' must stand in the same column as '${key}'`;
	return OTHERWISE;
}

/** A line that belongs to the value above it, but is not indented. */
function notAKey(before: string, line: string): string {
	const keyAbove = before
		.trimEnd()
		.split('\n')
		.findLast((above) => KEY.test(above));
	const key = KEY.exec(keyAbove ?? '');
	if (key === null || line.trim() === '' || /^\s*- /.test(line)) return OTHERWISE;
	return indentOf(line) <= key[1].length ? `lines of the value of '${key[2]}' stand further right than '${key[2]}'` : OTHERWISE;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
const LONGEST = 30;
const shortened = (value: string): string => (value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
