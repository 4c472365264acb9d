// Texts as YAML scalars that Falco's reader (yaml-cpp) and ours read alike.

/** Control, format (bidirectional marks too), private, unassigned characters and odd line ends: shown to nobody raw. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\u0085]/u;
const INVISIBLE_ALL = new RegExp(INVISIBLE.source, 'gu');
/** Words that YAML readers take for something else than a text. */
const RESERVED = /^(?:~|null|true|false|yes|no|on|off|y|n|[-+]?[.\d].*|\.(?:inf|nan))$/i;

/** Whether a text can stand in a file as it is: one line, every character visible. */
export function isVisible(text: string): boolean {
	return !INVISIBLE.test(text);
}

/** Whether a visible text may stand without quotes as a value of a block mapping. */
export function isPlainSafe(text: string): boolean {
	return isVisible(text) && /^[A-Za-z(/_]/.test(text) && !/(: |:$| #|\s$)/.test(text) && !RESERVED.test(text);
}

/** A short text (a name) as a scalar of a block or flow mapping. */
export function yamlScalar(text: string): string {
	return isPlainSafe(text) && !/[,[\]{}]/.test(text) ? text : yamlDoubleQuoted(text);
}

export function yamlDoubleQuoted(text: string): string {
	return `"${escapeDoubleQuoted(text)}"`;
}

/** What stands between double quotes: quotes, backslashes and everything invisible escaped. */
export function escapeDoubleQuoted(text: string): string {
	return text.replace(/["\\]/g, '\\$&').replace(INVISIBLE_ALL, (char) => {
		const code = char.codePointAt(0)!;
		if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
		return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
	});
}

/**
 * A condition after `condition:`, with the blank or line end before it: plain where YAML allows, folded where it holds
 * `: ` or ` #`, quoted where a character must not stand there raw. `indent` is what its own lines start with.
 */
export function conditionScalar(condition: string, indent: string, eol: string): string {
	const text = condition.trim();
	if (isPlainSafe(text)) return ` ${text}`;
	if (isVisible(text)) return ` >${eol}${indent}${text}`;
	const lines = text.split(/\r?\n/);
	if (lines.length > 1 && lines.every(isVisible))
		return ` |${eol}${lines.map((line) => (line.trim() === '' ? '' : indent + line)).join(eol)}`;
	return ` ${yamlDoubleQuoted(text)}`;
}

/** Comment lines; what a reader could not see is escaped, and no line end gets out of the comment. */
export function commentLines(comment: string, indent: string): string[] {
	if (comment.trim() === '') return [];
	return comment
		.split(/\r?\n/)
		.map((line) => `${indent}# ${line.replace(/\t/g, '    ').replace(INVISIBLE_ALL, (char) => escapeDoubleQuoted(char))}`.trimEnd());
}
