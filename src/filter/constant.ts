import {toByteString} from '../events/byte-string.ts';
import type {ParamType} from '../events/param-type.ts';
import type {Scalar} from '../fields/field.ts';
import {type IpNet, parseIp, parseIpNet} from '../fields/ip.ts';
import type {Operator} from './syntax.ts';
import {groupOf} from './type-group.ts';

export type Constant = Scalar | IpNet;
export type ParsedConstant =
	| {readonly ok: true; readonly value: Constant}
	| {readonly ok: false; readonly message: string; readonly hint?: string};

/** Ports of /etc/services. */
export interface ServicePorts {
	portOf(name: string): number | undefined;
	/** The nearest to a mistyped name; undefined where none is near. */
	near(name: string): string | undefined;
}

/** Values beyond this are refused, as Falco's storage for values ends somewhere too. */
const MAX_VALUE_BYTES = 1 << 20;

/** The value of a constant beside a field of the type, in the form in which the field's extractor gives its values. */
export function parseConstant(text: string, type: ParamType, operator: Operator, ports: ServicePorts): ParsedConstant {
	if (text.length > MAX_VALUE_BYTES) return bad(`filter parameter too long: ${text.length} characters`);
	switch (groupOf(type)) {
		case 'integer':
			return type === 'PORT' ? parsePort(text, ports) : parseInteger(text, type);
		case 'bool':
			return text === 'true' || text === 'false'
				? good(text === 'true')
				: bad(`filter error: unrecognized boolean value ${text}`, 'write true or false');
		case 'string':
			return good(toByteString(text));
		case 'buffer':
			return operator === 'bcontains' || operator === 'bstartswith' ? parseHex(text) : good(toByteString(text));
		case 'address':
			return parseAddress(text);
		case 'network':
			return parseNetwork(text);
		case 'none':
			return bad(`values of type '${type}' cannot be compared`);
	}
}

const good = (value: Constant): ParsedConstant => ({ok: true, value});
const bad = (message: string, hint?: string): ParsedConstant => (hint === undefined ? {ok: false, message} : {ok: false, message, hint});

const BITS: Partial<Record<ParamType, readonly [signed: boolean, bits: number]>> = {
	INT8: [true, 8],
	INT16: [true, 16],
	INT32: [true, 32],
	FD32: [true, 32],
	PID32: [true, 32],
	INT64: [true, 64],
	FD: [true, 64],
	PID: [true, 64],
	ERRNO: [true, 64],
	DOUBLE: [true, 64],
	UINT8: [false, 8],
	FLAGS8: [false, 8],
	ENUMFLAGS8: [false, 8],
	SIGTYPE: [false, 8],
	L4PROTO: [false, 8],
	UINT16: [false, 16],
	FLAGS16: [false, 16],
	ENUMFLAGS16: [false, 16],
	SYSCALLID: [false, 16],
	PORT: [false, 16],
	UINT32: [false, 32],
	FLAGS32: [false, 32],
	ENUMFLAGS32: [false, 32],
	MODE: [false, 32],
};

/** Whole decimals; what does not fit the type is cut to its width, negative values of unsigned types wrap. */
function parseInteger(text: string, type: ParamType): ParsedConstant {
	if (!/^[+-]?\d+$/.test(text)) return bad(`${text === '' ? "''" : text} is not a valid number`, integerHint(text));
	const [signed, bits] = BITS[type] ?? [false, 64];
	const value = BigInt(text.replace('+', ''));
	return good(exact(signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)));
}

function integerHint(text: string): string {
	const operator = /^([<>])([+-]?\d+)$/.exec(text);
	if (operator !== null) return `did you mean ${operator[1]}= ${operator[2]}?`;
	if (/^0[xX][0-9a-fA-F]+$/.test(text)) return `write it as a decimal: ${BigInt(text)}`;
	if (/^(?:|null|nil|none|undefined)$/i.test(text)) return "a missing value equals nothing: ask with 'exists', or 'not … exists'";
	return 'integer fields take whole decimal numbers';
}

/** A number where it is exact, else the bigint: as fields give their values, so that equal ones are identical. */
function exact(value: bigint): number | bigint {
	const isSafe = value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER;
	return isSafe ? Number(value) : value;
}

function parsePort(text: string, ports: ServicePorts): ParsedConstant {
	if (text === '') return good(0);
	if (/^\d+$/.test(text)) return good(Number(BigInt.asUintN(16, BigInt(text))));
	const port = ports.portOf(text);
	return port === undefined ? bad(`unrecognized protocol ${text}`, rangeHint(text) ?? portHint(ports.near(text))) : good(port);
}

function rangeHint(text: string): string | undefined {
	const [, low, high] = /^(\d+)(?:-|:|\.\.)(\d+)$/.exec(text) ?? [];
	return low === undefined ? undefined : `there are no ranges: write … >= ${low} and … <= ${high}`;
}

function portHint(near: string | undefined): string {
	return `a port is a number or a name of /etc/services${near === undefined ? '' : `, did you mean ${near}?`}`;
}

function parseHex(text: string): ParsedConstant {
	if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) {
		return bad('filter error: bcontains and bstartswith operator support hex strings only', 'two hexadecimal digits a byte: cafe');
	}
	return good(Buffer.from(text, 'hex').toString('latin1'));
}

function parseAddress(text: string): ParsedConstant {
	const address = parseIp(text);
	if (address !== undefined) return good(address);
	const hint =
		parseIpNet(text) === undefined
			? 'addresses look like 192.168.0.1 or 2001:db8::1'
			: 'a network goes with fd.net, fd.snet, fd.cnet, fd.lnet or fd.rnet';
	return bad(`unrecognized ${text.includes(':') ? 'IPv6' : 'IPv4'} address ${text}`, hint);
}

function parseNetwork(text: string): ParsedConstant {
	const net = parseIpNet(text);
	if (net !== undefined && (net.address.length === 4 || net.prefix > 0)) return good(net);
	const [address, mask] = text.split('/');
	if (mask === undefined)
		return bad(
			`unrecognized IP network ${text}`,
			parseIp(text) === undefined ? 'networks look like 10.0.0.0/8' : `add the length of the prefix: ${text}/32`,
		);
	if (parseIp(address) === undefined) return bad(`unrecognized IP address ${text}`, 'networks look like 10.0.0.0/8 or 2001:db8::/32');
	return bad(`invalid netmask ${mask}`, address.includes(':') ? 'a prefix of 1 to 128 bits' : 'a prefix of 0 to 32 bits');
}
