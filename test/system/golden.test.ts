import {expect, test} from 'vitest';
import {openCapture} from '../../src/capture/reader.ts';
import {toText} from '../../src/events/byte-string.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import type {EventContext} from '../../src/system/context.ts';
import {FdFlag} from '../../src/system/fd-table.ts';
import {System} from '../../src/system/system.ts';
import type {Thread} from '../../src/system/thread.ts';
import {GOLDEN_NAMES, goldenCapture, goldenFields, hasGolden} from '../capture/golden-captures.ts';

const words = (list: string): string => toText(list.replace(/\0$/, '').replaceAll('\0', ' '));
const commandLine = (thread: Thread): string => [toText(thread.comm), words(thread.args)].filter((part) => part !== '').join(' ');

/** What Falco shows straight from its state, taken from ours. */
function stateOf({thread, fd, fdNum, system}: EventContext): Record<string, unknown> {
	if (thread === undefined) return {};
	const {leader} = thread;
	const parent = system.parentOf(thread);
	const of = (number: number): string | undefined => leader?.fds.get(number)?.name;
	return {
		'thread.tid': thread.tid,
		'proc.pid': thread.pid,
		'thread.vtid': thread.vtid,
		'proc.vpid': thread.vpid,
		'proc.sid': thread.sid,
		'proc.vpgid': thread.vpgid,
		'proc.pgid': thread.pgid,
		'proc.name': toText(thread.comm),
		'proc.exe': toText(thread.exe),
		'proc.exepath': toText(thread.exepath),
		'proc.cwd': toText(thread.cwd),
		'proc.cmdline': commandLine(thread),
		'proc.env': words(thread.env),
		'proc.ppid': parent?.pid,
		'proc.pname': parent && toText(parent.comm),
		'proc.pcmdline': parent && commandLine(parent),
		'proc.pvpid': parent?.vpid,
		'proc.nthreads': thread.group?.alive ?? 0,
		'proc.nchilds': leader?.childCount ?? 0,
		'proc.fdopencount': leader?.fds.size ?? 0,
		'proc.fdlimit': Number(leader?.fdlimit),
		'proc.tty': thread.tty,
		'user.uid': thread.uid,
		'group.gid': thread.gid,
		'user.loginuid': thread.loginuid === 0xffffffff ? -1 : thread.loginuid,
		'proc.vmsize': thread.vmsizeKb,
		'proc.vmrss': thread.vmrssKb,
		'thread.pfmajor': thread.pfmajor,
		'thread.pfminor': thread.pfminor,
		'proc.is_exe_writable': thread.exeWritable,
		'proc.is_exe_upper_layer': thread.exeUpperLayer,
		'proc.is_exe_from_memfd': thread.exeFromMemfd,
		'container.id': thread.containerId === '' ? 'host' : thread.containerId,
		'thread.cgroups': words(thread.cgroups),
		'proc.stdin.name': of(0),
		'proc.stdout.name': of(1),
		'proc.stderr.name': of(2),
		...(fd === undefined
			? {}
			: {
					'fd.num': fdNum,
					'fd.name': toText(fd.name),
					'fd.ino': Number(fd.ino),
					'fd.name_changed': (fd.flags & FdFlag.NAME_CHANGED) !== 0,
					'fd.connected': (fd.flags & FdFlag.SOCKET_CONNECTED) !== 0,
					'fd.is_upper_layer': (fd.flags & FdFlag.OVERLAY_UPPER) !== 0,
				}),
	};
}

/** Bytes that are no text are shown differently by different printers; that is not the state's. */
const legible = (value: unknown): unknown => (typeof value === 'string' ? value.replace(/[\0-\x1f\x7f-\x9f\ufffd]/g, '?') : value);

test.skipIf(!hasGolden).each(GOLDEN_NAMES)('%s: the state after each event is what Falco saw', async (name) => {
	const fields = goldenFields(name);
	const cursor = new EventCursor();
	const system = new System();
	const capture = await openCapture(goldenCapture(name));
	system.load(capture.head);
	let number = 0;
	const differences: string[] = [];
	while (await capture.fill()) {
		while (capture.next(cursor)) {
			const row = fields[number++];
			for (const [field, value] of Object.entries(stateOf(system.begin(cursor)))) {
				if (row[field] !== '*any*' && legible(row[field]) !== legible(value))
					differences.push(`#${number} ${row['evt.type']} ${field}: ${value}, Falco says ${row[field]}`);
			}
			system.end();
		}
	}
	await capture.close();
	expect(differences).toEqual([]);
	expect(number).toBe(fields.length);
});
