export type DriverFailureCode =
	| 'NOT_LINUX'
	| 'UNSUPPORTED_ARCHITECTURE'
	| 'KERNEL_TOO_OLD'
	| 'NO_BTF'
	| 'NO_PERMISSION'
	| 'ADDON_NOT_BUILT'
	| 'ADDON_BROKEN'
	| 'LOAD_REFUSED';

/** The live source cannot be had; `hint` says how to get it. */
export class DriverFailure extends Error {
	override readonly name = 'DriverFailure';
	readonly code: DriverFailureCode;
	readonly hint: string;

	constructor(code: DriverFailureCode, message: string, options: {readonly hint: string; readonly cause?: unknown}) {
		super(message, {cause: options.cause});
		this.code = code;
		this.hint = options.hint;
	}
}
