import type {EventContext} from '../system/context.ts';
import {type Fd, FdFlag} from '../system/fd-table.ts';
import {addressesOf, type End, endOf, hasRole, isLocalAddress, portsOf} from './fd-endpoints.ts';
import {charOfEvent, fdOf, isFdEvent, isNamedByParams, nameFromParams} from './fd-event.ts';
import {fdTypeChar, fdTypeName, isConnectionFd, isFileFd, isInetFd, isServerFd, L4_NAMES, shownProtocol} from './fd-type.ts';
import type {Extractor, FieldValue} from './field.ts';
import {hostNamesOf} from './host-names.ts';
import {formatIp} from './ip.ts';
import {directoryOf} from './path.ts';
import {type FieldClass, type FieldRow, type FieldUse, rowsOf} from './row.ts';

const row = rowsOf('fd');

const of =
	(pick: (fd: Fd, event: EventContext) => FieldValue): Extractor =>
	(event) => {
		const fd = fdOf(event);
		return fd && pick(fd, event);
	};

function name(event: EventContext): string | undefined {
	if (!isFdEvent(event)) return undefined;
	const fd = fdOf(event);
	return fd === undefined || isNamedByParams(event, fd) ? nameFromParams(event, false) : fd.name;
}

function rawName(event: EventContext): string | undefined {
	if (!isFdEvent(event)) return undefined;
	const fd = fdOf(event);
	const raw = fd === undefined ? nameFromParams(event, true) : fd.nameRaw;
	return raw?.includes('//') ? raw.replace(/\/{2,}/g, '/') : raw;
}

function directory(event: EventContext): string | undefined {
	if (!isFdEvent(event)) return undefined;
	const fd = fdOf(event);
	if (fd === undefined) {
		const wanted = nameFromParams(event, false);
		return wanted === undefined ? undefined : directoryOf(wanted);
	}
	if (!isFileFd(fd.type)) return undefined;
	return fd.type === 'directory' ? fd.name : directoryOf(fd.name);
}

function fileName(fd: Fd): string | undefined {
	if (fd.type !== 'file' && fd.type !== 'file_v2') return undefined;
	const slash = fd.name.lastIndexOf('/');
	if (slash < 0) return '/';
	return slash < fd.name.length - 1 ? fd.name.slice(slash + 1) : fd.name;
}

const inContainer =
	(pick: (event: EventContext) => string | undefined): Extractor =>
	(event) => {
		const value = pick(event);
		return value === undefined ? undefined : `${event.thread?.containerId ?? ''}:${value}`;
	};

const ENDS: readonly (readonly [letter: string, End, what: string])[] = [
	['c', 'client', "the client's"],
	['s', 'server', "the server's"],
	['l', 'local', "this machine's"],
	['r', 'remote', "the other machine's"],
];

/** One row for each end of a socket. */
function endRows(make: (letter: string, end: End, what: string) => FieldRow): readonly FieldRow[] {
	return ENDS.map(([letter, end, what]) => make(letter, end, what));
}

const address =
	(end: End): Extractor =>
	(event) =>
		endOf(event, end)?.address;

const port =
	(end: End): Extractor =>
	(event) =>
		endOf(event, end)?.port;

/** The port as text. Falco leaves it empty for servers, and the client's for other descriptors that have a role. */
const portText =
	(end: End): Extractor =>
	(event) => {
		const fd = fdOf(event);
		if (fd === undefined) return undefined;
		if (end === 'client' && !isConnectionFd(fd.type)) return hasRole(fd) ? '' : undefined;
		if (isServerFd(fd.type)) return end === 'server' ? '' : undefined;
		const found = endOf(event, end);
		return found && String(found.port);
	};

const FILTER_ONLY = {filterOnly: true, usableAsRhs: false, transformersAllowed: false} as const;

/** The names of one end's address. Never waits for a name server. */
function hostName(end: End) {
	return ({state}: FieldUse) => {
		const namesOf = state.options.namesOf ?? hostNamesOf;
		return {
			extract: (event: EventContext) => {
				const found = endOf(event, end);
				return found && namesOf(formatIp(found.address))[0];
			},
		};
	};
}

const MINOR_BITS = 20;
const device = (pick: (dev: number) => number): Extractor => of((fd) => (isFileFd(fd.type) ? pick(fd.dev) : 0));

function types({argument, index}: FieldUse) {
	if (argument !== undefined) {
		return {
			extract: (event: EventContext) => {
				const fd = isFdEvent(event) ? event.thread?.fds.get(index) : undefined;
				return fd && [fdTypeName(fd.type)];
			},
		};
	}
	return {
		extract: (event: EventContext) => {
			if (!isFdEvent(event) || event.thread === undefined) return undefined;
			const seen = new Set<string>();
			for (let fd = event.thread.fds.first; fd !== undefined; fd = fd.next) seen.add(fdTypeName(fd.type));
			return [...seen];
		},
	};
}

/** The fields of the descriptor an event acts on. */
export const FD: FieldClass = {
	name: 'fd',
	description: 'The file, socket or other descriptor that the event creates, uses or destroys.',
	sources: ['syscall'],
	rows: [
		row('fd.num', 'INT64', ['Number of the descriptor.', 'fd.num in (0, 1, 2)'], {
			extract: (event) => (isFdEvent(event) ? event.fdNum : undefined),
			print: 'ID',
		}),
		row(
			'fd.type',
			'CHARBUF',
			[
				'file, directory, ipv4, ipv6, unix, pipe, event, signalfd, eventpoll, inotify, timerfd, netlink, bpf, memfd, pidfd…',
				'fd.type = ipv4',
			],
			{
				extract: of((fd) => fdTypeName(fd.type)),
				print: 'DEC',
			},
		),
		row(
			'fd.typechar',
			'CHARBUF',
			['The type as one letter: f file, d directory, 4 and 6 internet, u unix, p pipe, o other…', 'fd.typechar = f'],
			{
				extract: (event) => {
					if (!isFdEvent(event)) return undefined;
					const fd = fdOf(event);
					return fd === undefined ? charOfEvent(event.cursor.type) : fdTypeChar(fd.type);
				},
				print: 'DEC',
			},
		),
		row(
			'fd.name',
			'CHARBUF',
			['Full path of a file; addresses and ports of a connection. For a failed open the path it wanted.', 'fd.name = /etc/shadow'],
			name,
		),
		row('fd.directory', 'CHARBUF', ['Directory of a file.', 'fd.directory in (/bin, /usr/bin)'], directory),
		row('fd.filename', 'CHARBUF', ['Name of a file without its directory.', 'fd.filename = id_rsa'], of(fileName)),
		row('fd.ip', 'IPADDR', ['Either address of a connection: = if one is equal, != if both differ.', 'fd.ip = 10.0.0.1'], {
			extract: addressesOf,
			matching: 'either',
			...FILTER_ONLY,
		}),
		...endRows((letter, end, what) =>
			row(`fd.${letter}ip`, 'IPADDR', [`Address of a connection: ${what}.`, `fd.${letter}ip = 10.0.0.1`], {extract: address(end)}),
		),
		row('fd.port', 'PORT', ['Either port of a connection.', 'fd.port = 22'], {
			extract: portsOf,
			matching: 'either',
			print: 'DEC',
			...FILTER_ONLY,
		}),
		...endRows((letter, end, what) =>
			row(`fd.${letter}port`, 'PORT', [`Port of a connection: ${what}.`, `fd.${letter}port = 443`], {extract: port(end), print: 'DEC'}),
		),
		row(
			'fd.l4proto',
			'CHARBUF',
			['tcp, udp, icmp or raw; "<NA>" for anything but internet sockets.', 'fd.l4proto = tcp'],
			of((fd) => L4_NAMES[shownProtocol(fd)]),
		),
		row(
			'fd.sockfamily',
			'CHARBUF',
			['ip or unix.', 'fd.sockfamily = ip'],
			of((fd) => (isInetFd(fd.type) ? 'ip' : fd.type === 'unix' ? 'unix' : undefined)),
		),
		row('fd.is_server', 'BOOL', ['Whether the process is the server of the connection.', 'fd.is_server = true'], {
			extract: of((fd, event) => isServerFd(fd.type) || (isConnectionFd(fd.type) && isLocalAddress(event, fd.dip))),
		}),
		row('fd.uid', 'CHARBUF', ['Thread id and descriptor number in one word.', '47113'], (event) =>
			isFdEvent(event) ? `${event.thread?.tid}${event.fdNum}` : undefined,
		),
		row('fd.containername', 'CHARBUF', ['Container id, a colon, and fd.name.', '3ad7b26ded6d:/etc/passwd'], inContainer(name)),
		row('fd.containerdirectory', 'CHARBUF', ['Container id, a colon, and fd.directory.', '3ad7b26ded6d:/etc'], inContainer(directory)),
		row('fd.proto', 'PORT', ['Either port of a connection, also by the name of its service.', 'fd.proto = ssh'], {
			extract: portsOf,
			matching: 'either',
			...FILTER_ONLY,
		}),
		...endRows((letter, end, what) =>
			row(`fd.${letter}proto`, 'CHARBUF', [`Port of a connection as text: ${what}.`, `fd.${letter}proto = 443`], {extract: portText(end)}),
		),
		row('fd.net', 'IPNET', ['Either address of a connection: = if one lies in the network.', 'fd.net = 10.0.0.0/8'], {
			extract: addressesOf,
			matching: 'either',
			...FILTER_ONLY,
		}),
		...endRows((letter, end, what) =>
			row(`fd.${letter}net`, 'IPNET', [`Address of a connection, compared with networks: ${what}.`, `fd.${letter}net = 10.0.0.0/8`], {
				extract: address(end),
				...FILTER_ONLY,
			}),
		),
		row(
			'fd.connected',
			'BOOL',
			['Whether a socket is connected.', 'fd.connected = true'],
			of((fd) => (fd.flags & FdFlag.SOCKET_CONNECTED) !== 0),
		),
		row(
			'fd.name_changed',
			'BOOL',
			['Whether this event changed the name: a datagram to another address.', 'fd.name_changed = true'],
			of((fd) => (fd.flags & FdFlag.NAME_CHANGED) !== 0),
		),
		...endRows((letter, end, what) =>
			row(
				`fd.${letter}ip.name`,
				'CHARBUF',
				[
					`Host name of an address of a connection: ${what}. From /etc/hosts; never waits for a name server.`,
					`fd.${letter}ip.name = db.local`,
				],
				{
					bind: hostName(end),
					usableAsRhs: false,
					transformersAllowed: false,
				},
			),
		),
		row('fd.dev', 'INT32', ['Device of the file, in hex.', 'FE00'], {extract: device((dev) => dev), print: 'HEX'}),
		row('fd.dev.major', 'INT32', ['Major number of the device.', '254'], {extract: device((dev) => (dev >>> 8) & 0xfff), print: 'DEC'}),
		row('fd.dev.minor', 'INT32', ['Minor number of the device.', '0'], {
			extract: device((dev) => (dev & 0xff) | ((dev >>> 12) & ((1 << MINOR_BITS) - 0x100))),
			print: 'DEC',
		}),
		row('fd.ino', 'INT64', ['Inode number of the file.', '339380'], {extract: of((fd) => fd.ino), print: 'DEC'}),
		row('fd.nameraw', 'CHARBUF', ['The path as the program gave it, `..` and all.', 'fd.nameraw contains "../"'], rawName),
		row(
			'fd.types',
			'CHARBUF',
			['Types of all open descriptors of the process, as a list; [N] is that of descriptor N.', 'fd.types[0] intersects (ipv4, ipv6)'],
			{
				bind: types,
				argument: 'optional',
				argumentOf: 'index',
				list: true,
				usableAsRhs: false,
				print: 'DEC',
			},
		),
		row(
			'fd.is_upper_layer',
			'BOOL',
			['Whether the file lies in the upper layer of an overlay: not part of the image.', 'fd.is_upper_layer = true'],
			of((fd) => (fd.flags & FdFlag.OVERLAY_UPPER) !== 0),
		),
		row(
			'fd.is_lower_layer',
			'BOOL',
			['Whether the file lies in the lower layer of an overlay: part of the image.', 'fd.is_lower_layer = true'],
			of((fd) => (fd.flags & FdFlag.OVERLAY_LOWER) !== 0),
		),
	],
};
