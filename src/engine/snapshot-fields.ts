import {type FieldCatalogue, isFieldProblem, type ResolvedField} from '../fields/field.ts';

/** Fields that exceptions are usually made of; an alert keeps them whatever its rule looks at. */
const USUAL_TERMS = [
	'evt.type',
	'proc.name',
	'proc.exepath',
	'proc.exe',
	'proc.cmdline',
	'proc.pid',
	'proc.pname',
	'proc.pexepath',
	'proc.pcmdline',
	'proc.aname[2]',
	'proc.aname[3]',
	'proc.aname[4]',
	'proc.sname',
	'proc.cwd',
	'proc.tty',
	'fd.name',
	'fd.directory',
	'fd.type',
	'fd.sip',
	'fd.cip',
	'fd.sport',
	'fd.cport',
	'user.name',
	'user.uid',
	'user.loginuid',
	'container.id',
	'container.name',
	'container.image.repository',
	'container.image.tag',
	'k8s.ns.name',
	'k8s.pod.name',
] as const;

const BRACKET = /^([^[]+)(?:\[(.*)\])?$/;

/** The fields an alert of a rule keeps: the usual ones, and those of its condition and output. Names nobody knows are left out. */
export function snapshotFields(fieldsOfRule: readonly string[], catalogue: FieldCatalogue): ResolvedField[] {
	const fields = new Map<string, ResolvedField>();
	for (const text of [...USUAL_TERMS, ...fieldsOfRule]) {
		const [, name, argument] = BRACKET.exec(text) ?? [];
		if (name === undefined || fields.has(text)) continue;
		const field = catalogue.resolve(name, argument);
		if (!isFieldProblem(field)) fields.set(text, field);
	}
	return [...fields.values()];
}
