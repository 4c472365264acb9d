/** A tree without its spans, to compare what two texts mean. */
export function stripSpans<T>(tree: T): T {
	return JSON.parse(JSON.stringify(tree, (key, value) => (key === 'span' || key === 'operatorSpan' ? undefined : value)));
}
