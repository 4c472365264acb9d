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

/** Finds the fields that alerts keep; each name is looked up once for all rules and loads. */
export class SnapshotFields {
	readonly #catalogue: FieldCatalogue;
	readonly #known = new Map<string, ResolvedField | undefined>();

	constructor(catalogue: FieldCatalogue) {
		this.#catalogue = catalogue;
	}

	/** The usual fields, and those of a rule's condition and output. Names nobody knows are left out. */
	of(fieldsOfRule: readonly string[]): ResolvedField[] {
		return [...this.resolve([...USUAL_TERMS, ...fieldsOfRule])];
	}

	resolve(texts: readonly string[]): Set<ResolvedField> {
		const fields = new Set<ResolvedField>();
		for (const text of texts) {
			const field = this.#resolve(text);
			if (field !== undefined) fields.add(field);
		}
		return fields;
	}

	#resolve(text: string): ResolvedField | undefined {
		if (!this.#known.has(text)) {
			const [, name, argument] = BRACKET.exec(text) ?? [];
			const field = name === undefined ? undefined : this.#catalogue.resolve(name, argument);
			this.#known.set(text, field === undefined || isFieldProblem(field) ? undefined : field);
		}
		return this.#known.get(text);
	}
}
