import {type DescriptorEntry, type DescriptorList, FD_TYPES, type FdType, type L4Proto} from '../events/machine.ts';
import type {BlockReader} from './block-reader.ts';

/** Reads a descriptor list. */
export function readDescriptors(block: BlockReader, version: number): DescriptorList {
	const tid = block.i64();
	const entries: DescriptorEntry[] = [];
	while (block.remaining >= 4) entries.push(readDescriptor(version >= 2 ? block.part(block.u32() - 4) : block, version));
	return {tid, entries};
}

function readDescriptor(entry: BlockReader, version: number): DescriptorEntry {
	const fd = entry.i64();
	const ino = entry.exactU64();
	const code = entry.u8();
	const type: FdType | undefined = FD_TYPES[code];
	const descriptor = {...emptyDescriptor(fd), ino, type: type ?? 'unsupported'};
	readPayload(entry, version, descriptor, type === undefined || type === 'unknown' ? `unknown-type:[${code}]` : '');
	return descriptor;
}

function readPayload(entry: BlockReader, version: number, into: DescriptorEntry, unknownName: string): void {
	if (unknownName !== '') {
		into.type = 'unsupported';
		into.name = unknownName;
		return;
	}
	switch (into.type) {
		case 'ipv4':
			readTuple(entry, 4, into);
			return;
		case 'ipv6':
			readTuple(entry, 16, into);
			return;
		case 'ipv4server':
			readServer(entry, 4, into);
			return;
		case 'ipv6server':
			readServer(entry, 16, into);
			return;
		case 'unix':
			into.unixSource = entry.exactU64();
			into.unixPeer = entry.exactU64();
			into.name = entry.str();
			return;
		case 'file_v2':
			into.openFlags = entry.u32();
			into.name = entry.str();
			if (version >= 2 && entry.remaining >= 4) into.dev = entry.u32();
			return;
		default:
			into.name = entry.str();
	}
}

function readTuple(entry: BlockReader, width: number, into: DescriptorEntry): void {
	into.sip = entry.raw(width);
	into.dip = entry.raw(width);
	into.sport = entry.u16();
	into.dport = entry.u16();
	into.l4proto = l4proto(entry.u8());
}

function readServer(entry: BlockReader, width: number, into: DescriptorEntry): void {
	into.sip = entry.raw(width);
	into.sport = entry.u16();
	into.l4proto = l4proto(entry.u8());
}

const l4proto = (value: number): L4Proto => (value <= 5 ? (value as L4Proto) : 0);

function emptyDescriptor(fd: number): DescriptorEntry {
	return {
		fd,
		ino: 0,
		type: 'unknown',
		name: '',
		openFlags: 0,
		dev: 0,
		sip: '',
		dip: '',
		sport: 0,
		dport: 0,
		l4proto: 0,
		unixSource: 0,
		unixPeer: 0,
	};
}
