/**
 * The objects of a JSON array on one line, each as it stands: log collectors (Fluent Bit, Vector) send alerts so. Undefined where
 * the line is none. Not parsed as a whole: Falco's times are integers longer than numbers hold.
 */
export function splitBatch(line: string): readonly string[] | undefined {
	if (!/^\s*\[\s*\{/.test(line)) return undefined;
	const objects: string[] = [];
	let depth = 0;
	let from = 0;
	for (const {0: mark, index} of line.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
		if (mark === '{' && depth++ === 0) from = index;
		if (mark === '}' && --depth === 0) objects.push(line.slice(from, index + 1));
	}
	return objects;
}
