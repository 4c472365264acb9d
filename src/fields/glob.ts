/** Whether a text fits a pattern of `*`, `?` and `[…]`, in which `*` and `?` also stand for slashes (fnmatch without flags). */
export function globMatches(pattern: string): (text: string) => boolean {
	if (!/[*?[\\]/.test(pattern)) return (text) => text === pattern;
	const source = pattern.replace(
		/\\(.)|\[([!^]?)(\]?[^\]]*)\]|[*?]|[\\^$.|+(){}[\]/]/gs,
		(token, escaped?: string, negated?: string, set?: string) => {
			if (escaped !== undefined) return `\\x${escaped.charCodeAt(0).toString(16).padStart(2, '0')}`;
			if (set !== undefined) return `[${negated === '' ? '' : '^'}${set.replace(/[\\\]]/g, '\\$&')}]`;
			return token === '*' ? '.*' : token === '?' ? '.' : `\\${token}`;
		},
	);
	const regex = new RegExp(`^${source}$`, 's');
	return (text) => regex.test(text);
}
