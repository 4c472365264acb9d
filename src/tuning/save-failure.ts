/** Why the local rules file was not written. The dashboard offers other ways by `code`; nobody parses the message. */
export class SaveFailure extends Error {
	override readonly name = 'SaveFailure';
	readonly code: SaveFailureCode;
	/** What to do. */
	readonly hint: string;

	constructor(code: SaveFailureCode, message: string, hint: string, cause?: unknown) {
		super(message, {cause});
		this.code = code;
		this.hint = hint;
	}
}

export type SaveFailureCode =
	/** Somebody else changed the file since it was read. */
	| 'changed'
	/** The file and its folder cannot be written: permissions, or a read-only mount. */
	| 'read-only'
	/** A ConfigMap or Secret volume: what is written there would vanish. */
	| 'configmap'
	/** The file itself is a mount point: it cannot be replaced in one step. */
	| 'mounted'
	| 'not-a-file'
	| 'not-utf8'
	| 'no-space'
	/** Mode or owner of the old file cannot be given to the new one. */
	| 'owner'
	/** The rules would not load. */
	| 'invalid'
	| 'io';

const OTHER_WAYS = 'copy the change, or save it as a patch';

const BY_ERRNO: Readonly<Record<string, readonly [SaveFailureCode, string]>> = {
	EACCES: ['read-only', `no permission to write there: run as the owner, or ${OTHER_WAYS}`],
	EPERM: ['read-only', `no permission to write there: run as the owner, or ${OTHER_WAYS}`],
	EROFS: ['read-only', `the file system is mounted read-only: ${OTHER_WAYS}`],
	EBUSY: ['mounted', `the file is a mount of its own and cannot be replaced as a whole: ${OTHER_WAYS}`],
	ENOSPC: ['no-space', 'free some space and save again: the old file is untouched'],
	EDQUOT: ['no-space', 'free some space and save again: the old file is untouched'],
	EISDIR: ['not-a-file', 'choose a file for the local rules'],
};

/** The failure for an error of the file system. */
export function saveFailureOf(error: unknown, path: string): SaveFailure {
	if (error instanceof SaveFailure) return error;
	const errno = error instanceof Error && 'code' in error ? String(error.code) : '';
	const [code, hint] = BY_ERRNO[errno] ?? ['io', `the old file is untouched: ${OTHER_WAYS}`];
	return new SaveFailure(code, `cannot write ${path}: ${errno === '' ? String(error) : errno}`, hint, error);
}
