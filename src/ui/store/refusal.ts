/** Why something was refused, for a person. */
export interface Refusal {
	readonly message: string;
	readonly hint?: string;
}

export const READ_ONLY = {
	message: 'read-only: no rule is changed here',
	hint: 'read_only in the settings, or --read-only',
} satisfies Refusal;
