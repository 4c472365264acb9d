import type {ParamType} from '../events/param-type.ts';

/** Falco prints unsigned numbers through a signed format, except in hex and octal. */
export function asSigned(value: number | bigint, type: ParamType): number | bigint {
	switch (type) {
		case 'UINT8':
			return (Number(value) << 24) >> 24;
		case 'UINT16':
			return (Number(value) << 16) >> 16;
		case 'UINT32':
			return Number(value) | 0;
		case 'UINT64':
			return typeof value === 'bigint' ? BigInt.asIntN(64, value) : value;
		default:
			return value;
	}
}

/** A number in the print format of its parameter. */
export function numberText(value: number | bigint, format: string): string {
	switch (format) {
		case 'HEX':
			return unsigned(value).toString(16).toUpperCase();
		case 'OCT':
			return value === 0 || value === 0n ? '0' : `0${unsigned(value).toString(8)}`;
		case 'PADDED_DEC':
		case '10_PADDED_DEC':
			return String(value).padStart(9, '0');
		default:
			return String(value);
	}
}

function unsigned(value: number | bigint): number | bigint {
	if (value >= 0) return value;
	return typeof value === 'number' && value >= -0x8000_0000 ? value >>> 0 : BigInt.asUintN(64, BigInt(value));
}
