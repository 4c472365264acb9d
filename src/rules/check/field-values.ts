import type {FdType} from '../../events/machine.ts';
import {errnoName} from '../../fields/errno.ts';
import {fdTypeChar, fdTypeName, L4_NAMES} from '../../fields/fd-type.ts';
import {nearNames} from '../../fields/near-names.ts';
import type {Check, Operator} from '../../filter/syntax.ts';

/** Why a constant can never be what a field holds, and what to write. */
export interface ImpossibleValue {
	readonly why: string;
	readonly hint: string;
}

/** Bytes of a thread's name that the kernel keeps. */
const COMM_BYTES = 15;
const COMM_FIELDS = new Set(['proc.name', 'proc.pname', 'proc.aname']);

const LARGEST_ERRNO = 530;
const RESULTS: readonly string[] = [
	'SUCCESS',
	...Array.from({length: LARGEST_ERRNO}, (_, i) => errnoName(-(i + 1))).filter((name) => name !== ''),
];

const FD_TYPES: readonly FdType[] = [
	'unknown',
	'file',
	'file_v2',
	'directory',
	'ipv4',
	'ipv4server',
	'ipv6',
	'ipv6server',
	'fifo',
	'unix',
	'event',
	'unsupported',
	'signalfd',
	'eventpoll',
	'inotify',
	'timerfd',
	'netlink',
	'bpf',
	'userfaultfd',
	'io_uring',
	'memfd',
	'pidfd',
];

/** All values of fields that have few. */
const DOMAINS: Readonly<Record<string, readonly string[]>> = {
	'fd.type': FD_TYPES.map(fdTypeName),
	'fd.typechar': FD_TYPES.map(fdTypeChar),
	'fd.l4proto': L4_NAMES,
};

/** What is wrong with `text` right of the check's operator; undefined where the field can hold it. */
export function impossibleValue({left, operator}: Check, text: string): ImpossibleValue | undefined {
	if (left.kind !== 'field') return undefined;
	if (COMM_FIELDS.has(left.name)) return tooLong(left.name, operator, text);
	if (!isEquality(operator) || left.argument !== undefined) return undefined;
	if (left.name === 'evt.res') return noResult(text);
	const domain = DOMAINS[left.name];
	return domain === undefined || domain.includes(text) ? undefined : notAmong(left.name, domain, text);
}

const isEquality = (operator: Operator) => operator === '=' || operator === '==' || operator === '!=' || operator === 'in';
const TEXT_OPERATORS = new Set<Operator>(['startswith', 'endswith', 'contains', 'icontains']);

function tooLong(field: string, operator: Operator, text: string): ImpossibleValue | undefined {
	const bytes = Buffer.byteLength(text);
	if (bytes <= COMM_BYTES || (!isEquality(operator) && !TEXT_OPERATORS.has(operator))) return undefined;
	// Threads of the kernel have longer names where they come from /proc.
	if (/^kworker\b/.test(text)) return undefined;
	const cut = Buffer.from(text)
		.subarray(0, COMM_BYTES)
		.toString('utf8')
		.replace(/\ufffd+$/, '');
	return {why: `the kernel cuts ${field} to ${COMM_BYTES} bytes, '${text}' has ${bytes}`, hint: hintFor(field, operator, cut)};
}

function hintFor(field: string, operator: Operator, cut: string): string {
	// What has a blank or a slash was meant for the command line.
	if (/[ /]/.test(cut))
		return field === 'proc.pname' ? 'proc.pcmdline has the whole command line' : 'proc.cmdline and proc.exepath are not cut';
	return operator === 'endswith' || operator.endsWith('contains') ? 'proc.exepath has whole names' : `write '${cut}'`;
}

function noResult(text: string): ImpossibleValue | undefined {
	if (/^\d+$/.test(text)) {
		const hint = text === '0' ? 'write evt.rawres=0, or evt.res=SUCCESS for every call that did not fail' : `write evt.rawres=${text}`;
		return {why: `evt.res is SUCCESS or the name of an error, never the number ${text}`, hint};
	}
	if (RESULTS.includes(text) || text.startsWith('-')) return undefined;
	const [near] = nearNames(text, RESULTS, 1);
	return {
		why: `evt.res is never '${text}'`,
		hint: near === undefined ? 'it is SUCCESS or the name of an error, such as ENOENT' : `did you mean ${near}?`,
	};
}

function notAmong(field: string, domain: readonly string[], text: string): ImpossibleValue {
	const [near] = nearNames(text, domain, 1);
	const all = [...new Set(domain)].filter((value) => value !== '<NA>').join(', ');
	return {
		why: `${field} is never '${text}'`,
		hint: near === undefined ? `it is one of ${all}` : `did you mean ${near}? It is one of ${all}`,
	};
}
