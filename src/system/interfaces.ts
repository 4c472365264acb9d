import type {ByteString} from '../events/byte-string.ts';
import type {NetworkInterface} from '../events/machine.ts';
import type {Fd} from './fd-table.ts';

const isAny = (ip: ByteString): boolean => /^\0*$/.test(ip);
const LOOPBACK: ReadonlySet<ByteString> = new Set(['\x7f\0\0\x01', `${'\0'.repeat(15)}\x01`]);
/** Of an IPv6 address Falco compares the network and the subnet, 64 bits, whatever the netmask. */
const IPV6_SUBNET_BYTES = 8;

/** Fills the end of a connection that the socket left open (bound to any address) with the interface's it must have used. */
export function completeTuple(fd: Fd, interfaces: readonly NetworkInterface[]): void {
	const [noSource, noDestination] = [isAny(fd.sip), isAny(fd.dip)];
	if (!noSource && !noDestination) return;
	const known = noSource ? fd.dip : fd.sip;
	const address = inferAddress(known, interfaces);
	if (address === known && fd.sport === fd.dport) return;
	if (noSource) fd.sip = address;
	else fd.dip = address;
}

function inferAddress(peer: ByteString, interfaces: readonly NetworkInterface[]): ByteString {
	const candidates = interfaces.filter(({address}) => address.length === peer.length);
	const found =
		candidates.find(({address}) => address === peer) ??
		candidates.find((candidate) => inSubnet(candidate, peer)) ??
		candidates.find(({address}) => !LOOPBACK.has(address));
	return found?.address ?? '\0'.repeat(peer.length);
}

function inSubnet({address, netmask}: NetworkInterface, ip: ByteString): boolean {
	if (ip.length === 16) return address.slice(0, IPV6_SUBNET_BYTES) === ip.slice(0, IPV6_SUBNET_BYTES);
	for (let i = 0; i < ip.length; i++) if (((address.charCodeAt(i) ^ ip.charCodeAt(i)) & netmask.charCodeAt(i)) !== 0) return false;
	return true;
}
