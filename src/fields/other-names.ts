// What other tools call the same thing, and what people write at first.
const OTHER_NAMES: Readonly<Record<string, string>> = {
	'container.image.name': 'container.image.repository',
	'evt.name': 'evt.type',
	'event.type': 'evt.type',
	'fd.dip': 'fd.sip',
	'fd.dport': 'fd.sport',
	'fd.local_ip': 'fd.lip',
	'fd.local_port': 'fd.lport',
	'fd.path': 'fd.name',
	'fd.remote_ip': 'fd.rip',
	'fd.remote_port': 'fd.rport',
	'file.directory': 'fd.directory',
	'file.name': 'fd.name',
	'file.path': 'fd.name',
	'k8s.namespace': 'k8s.ns.name',
	'k8s.namespace.name': 'k8s.ns.name',
	'k8s.pod': 'k8s.pod.name',
	'proc.cmd': 'proc.cmdline',
	'proc.parent': 'proc.pname',
	'proc.parent.name': 'proc.pname',
	'proc.path': 'proc.exepath',
	'proc.uid': 'user.uid',
	'proc.user': 'user.name',
	'proc.username': 'user.name',
	'process.name': 'proc.name',
	'user.id': 'user.uid',
};

export const OTHER_FIELD_NAMES: readonly string[] = Object.keys(OTHER_NAMES);

/** The field that another name stands for. */
export const fieldOfOtherName = (name: string): string | undefined => (Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : undefined);
