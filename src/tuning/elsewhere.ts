import {parse} from 'yaml';
import {escapeDoubleQuoted, isVisible, yamlScalar} from './yaml-text.ts';

// Local rules in the forms of Kubernetes, for where the file itself is read-only. Pure text; every form is safe to paste:
// whatever the rules hold, no shell, YAML or terminal reads it as anything but text.

export interface ConfigMapTarget {
	readonly name: string;
	readonly namespace: string | undefined;
	/** Key of the ConfigMap: the name of the file in the mounted folder. */
	readonly key: string;
}

/** One argument of a program may have 128 KiB on Linux. */
const MAX_ARGUMENT = 100_000;

/** A command that puts the local rules into a ConfigMap: `kubectl patch configmap …`, for a POSIX shell. */
export function kubectlPatchText({name, namespace, key}: ConfigMapTarget, text: string): string {
	const target = `kubectl patch configmap ${shellWord(name)}${namespace === undefined ? '' : ` --namespace ${shellWord(namespace)}`} --type merge`;
	const patch = asciiJson({data: {[key]: text}});
	if (patch.length < MAX_ARGUMENT) return `${target} --patch '${patch}'\n`;
	// The patch is one line that starts with a brace: the end mark cannot occur in it.
	return `${target} --patch-file /dev/stdin <<'END_OF_PATCH'\n${patch}\nEND_OF_PATCH\n`;
}

/** Helm values of the Falco chart: `customRules` with the local rules as one of its files. */
export function helmValuesText(key: string, text: string): string {
	const block = blockScalar(text, '    ');
	const written = `customRules:\n  ${yamlScalar(key)}:`;
	const literal = block === undefined ? undefined : `${written} ${block}`;
	return literal !== undefined && readsBack(literal, key, text) ? literal : `${written} "${escapeDoubleQuoted(text)}"\n`;
}

/** A word of a POSIX shell that means the text and nothing else. */
export function shellWord(text: string): string {
	return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}

/** JSON of visible ASCII alone, also without the apostrophe: safe between single quotes of a shell, and on any terminal. */
function asciiJson(value: unknown): string {
	return JSON.stringify(value).replace(/['\x7f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The literal form where every line can stand as it is; undefined where one cannot. */
function blockScalar(text: string, indent: string): string | undefined {
	if (text === '' || /^\s*$/.test(text)) return undefined;
	const lines = text.split('\n');
	const ends = /\n*$/.exec(text)![0].length;
	if (ends > 0) lines.pop();
	if (!lines.every((line) => isVisible(line))) return undefined;
	// The indentation is told where the first line could be mistaken for it.
	const indicator = /^\n*[ \t]/.test(text) ? String(indent.length - 2) : '';
	const chomp = ends === 0 ? '-' : ends === 1 ? '' : '+';
	return `|${indicator}${chomp}\n${lines.map((line) => (line === '' ? '' : indent + line)).join('\n')}\n`;
}

function readsBack(written: string, key: string, text: string): boolean {
	try {
		const values = parse(written, {schema: 'failsafe'}) as {readonly customRules?: Readonly<Record<string, unknown>>};
		return values.customRules?.[key] === text;
	} catch {
		return false;
	}
}
