/** Fields that exceptions are usually made of, in the order a person reads them. */
export const TERM_FIELDS = [
	'proc.name',
	'fd.name',
	'fd.directory',
	'fs.path.name',
	'fs.path.target',
	'fd.sip',
	'fd.sip.name',
	'fd.sport',
	'fd.l4proto',
	'proc.exepath',
	'proc.pname',
	'proc.cmdline',
	'proc.pexepath',
	'proc.aname[2]',
	'proc.aname[3]',
	'proc.aname[4]',
	'user.name',
	'container.id',
	'container.name',
	'container.image.repository',
	'k8s.ns.name',
	'k8s.pod.name',
	'evt.type',
] as const;

/** Fields whose values differ from event to event, or say nothing about who or what: useless in an exception. */
const NEVER =
	/^(evt\.(num|time|rawtime|reltime|datetime|latency|deltatime|count|cpu|info|args|buffer|is_|rawres|res|dir|failed|category|source)|proc\.(pid|ppid|apid|sid|vpid|pvpid|vpgid|sname|duration|ppid|pgid|stdin|stdout|stderr|env|aenv|fdopencount|fdlimit|fdusage|vm|thread|nthreads|nchilds|.*(ctime|mtime|_ts|duration))|thread\.|container\.(start_ts|duration|mounts?|healthcheck|full_id)|fd\.(num|uid|ino|dev|cport|lport|rport|port|connected|name_changed|lproto|types?$|typechar)|user\.(uid|loginuid|loginname|homedir|shell)|group\.)/;

/** Whether a field of a snapshot may become a term. */
export function isTermField(field: string): boolean {
	return !NEVER.test(field);
}
/** Place of a field in a list of terms: the usual ones first, then the arguments of the event, then the rest by name. */
export function termFieldOrder(field: string): number {
	const index = (TERM_FIELDS as readonly string[]).indexOf(field);
	if (index >= 0) return index;
	return field.startsWith('evt.arg') ? TERM_FIELDS.length : TERM_FIELDS.length + 1;
}

/** Fields whose value the watched process chooses freely: it can rename itself, and write any command line. */
const CHOSEN_BY_PROCESS = /^proc\.(name|pname|aname|cmdline|pcmdline|acmdline|args|exe|pexe|exeline|env|cwd)/;

export function isChosenByProcess(field: string): boolean {
	return CHOSEN_BY_PROCESS.test(field);
}
