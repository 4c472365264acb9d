import type {ParamType} from '../events/param-type.ts';
import type {Operator} from './syntax.ts';

/** Types that are compared in the same way. */
export type TypeGroup = 'integer' | 'bool' | 'string' | 'buffer' | 'address' | 'network' | 'none';

const GROUPS: Partial<Record<ParamType, TypeGroup>> = {
	BOOL: 'bool',
	CHARBUF: 'string',
	FSPATH: 'string',
	FSRELPATH: 'string',
	BYTEBUF: 'buffer',
	IPADDR: 'address',
	IPV4ADDR: 'address',
	IPV6ADDR: 'address',
	IPNET: 'network',
	IPV4NET: 'network',
	IPV6NET: 'network',
};

const INTEGERS = new Set<ParamType>([
	'INT8',
	'INT16',
	'INT32',
	'INT64',
	'UINT8',
	'UINT16',
	'UINT32',
	'UINT64',
	'ERRNO',
	'FD',
	'PID',
	'FD32',
	'PID32',
	'SYSCALLID',
	'SIGTYPE',
	'RELTIME',
	'ABSTIME',
	'PORT',
	'L4PROTO',
	'FLAGS8',
	'FLAGS16',
	'FLAGS32',
	'DOUBLE',
	'MODE',
	'ENUMFLAGS8',
	'ENUMFLAGS16',
	'ENUMFLAGS32',
]);

export const groupOf = (type: ParamType): TypeGroup => (INTEGERS.has(type) ? 'integer' : (GROUPS[type] ?? 'none'));

const EQUALITY: readonly Operator[] = ['=', '==', '!=', 'in', 'intersects', 'exists'];
const ORDER: readonly Operator[] = ['<', '<=', '>', '>='];
const LIST: readonly Operator[] = ['in', 'intersects', 'exists'];

const OPERATORS: Readonly<Record<TypeGroup, readonly Operator[]>> = {
	integer: [...EQUALITY, ...ORDER],
	bool: EQUALITY,
	string: [...EQUALITY, ...ORDER, 'contains', 'icontains', 'startswith', 'endswith', 'glob', 'iglob', 'pmatch', 'regex'],
	buffer: [...EQUALITY, 'contains', 'bcontains', 'startswith', 'bstartswith', 'endswith'],
	address: EQUALITY,
	network: EQUALITY,
	none: ['exists'],
};

const LISTABLE = new Set<ParamType>(['CHARBUF', 'UINT64', 'RELTIME', 'ABSTIME', 'BOOL', 'IPADDR', 'IPNET']);

/** The operators that a field of this type takes on its left. */
export function operatorsFor(type: ParamType, list: boolean): readonly Operator[] {
	if (list) return LISTABLE.has(type) ? LIST : ['exists'];
	return OPERATORS[groupOf(type)];
}

const GROUP_NAMES: Readonly<Record<Exclude<TypeGroup, 'none'>, string>> = {
	integer: 'for numeric filters',
	bool: 'for numeric filters',
	string: 'for string filters',
	buffer: 'for buffer filters',
	address: 'for ip address and network filters',
	network: 'for ip address and network filters',
};

/** What Falco calls fields of the type when it refuses an operator. */
export function operatorRefusal(type: ParamType, list: boolean): string {
	if (list) return 'list filters';
	const group = groupOf(type);
	return group === 'none' ? `for type '${type}'` : GROUP_NAMES[group];
}
