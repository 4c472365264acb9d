import {basename, dirname, resolve} from 'node:path';
import type {RulesFile} from '../../rules/ruleset.ts';
import {backToSaved, type ChangeSet, currentText} from '../../tuning/change-set.ts';

/** The file that changes go to among all rules files, and those they went to before. */
export class LocalFiles {
	/** Changes of the files that were written to before. */
	private readonly others = new Map<string, ChangeSet>();

	constructor(
		private readonly files: readonly RulesFile[],
		public path: string,
	) {}

	/** Whether changes go or went to this file. */
	isOwn(name: string): boolean {
		return [this.path, ...this.others.keys()].some((path) => isSameFile(path, name));
	}

	/** Another file from here on; `changes` are of the one before. `known`: what went there earlier. */
	goTo(path: string, changes: ChangeSet): {readonly known: ChangeSet | undefined; readonly goBack: () => void} {
		const before = this.path;
		this.others.set(before, backToSaved(changes));
		const known = [...this.others].find(([other]) => isSameFile(other, path))?.[1];
		this.path = path;
		const goBack = (): void => {
			this.path = before;
			this.others.delete(before);
		};
		return {known, goBack};
	}

	/** All rules files in their order: the one that is written with this text, others that were written as they are now. */
	filesWith(text: string): RulesFile[] {
		const texts = new Map([...this.others].map(([path, changes]) => [path, currentText(changes)]));
		texts.set(this.path, text);
		let files: RulesFile[] = [...this.files];
		for (const [path, present] of texts) files = withFile(files, {name: path, text: present});
		return files;
	}
}

/** A file that is not loaded yet stands where Falco would load it: by its name in its folder, else last. */
function withFile(files: readonly RulesFile[], file: RulesFile): RulesFile[] {
	const at = files.findIndex(({name}) => isSameFile(name, file.name));
	if (at >= 0) return [...files.slice(0, at), {name: files[at].name, text: file.text}, ...files.slice(at + 1)];
	const folder = dirname(resolve(file.name));
	const next = basename(folder) === 'rules.d' ? files.findIndex(({name}) => dirname(resolve(name)) === folder && name > file.name) : -1;
	return next < 0 ? [...files, file] : [...files.slice(0, next), file, ...files.slice(next)];
}

/** `./local.yaml` and `/etc/falco/local.yaml` may be one file. */
export const isSameFile = (a: string, b: string): boolean => resolve(a) === resolve(b);
