import {type CST, isAlias, isMap, isPair, isScalar, isSeq, Parser, parseAllDocuments} from 'yaml';

/** What is wrong with the YAML; undefined when it parses. */
export function yamlFault(text: string): string | undefined {
	const documents = parseAllDocuments(text, OPTIONS);
	const error = Array.isArray(documents) ? documents.flatMap(({errors}) => errors)[0] : undefined;
	return error && `it is not valid YAML: ${error.message}`;
}

const OPTIONS = {schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent'} as const;

/** What differs between two YAML texts beyond their looks: a value, its style, a comment. Undefined when nothing does. */
export function sameMeaning(before: string, after: string): string | undefined {
	if (JSON.stringify(commentsOf(before)) !== JSON.stringify(commentsOf(after))) return 'a comment would change';
	if (JSON.stringify(shapesOf(before)) !== JSON.stringify(shapesOf(after))) return 'a value would change';
	return undefined;
}

/** The comments in order, without blanks at their ends. */
export function commentsOf(text: string): string[] {
	const found: string[] = [];
	for (const token of new Parser().parse(text)) collect(token, found);
	return found;
}

function collect(part: unknown, found: string[]): void {
	if (Array.isArray(part)) {
		for (const item of part) collect(item, found);
	} else if (typeof part === 'object' && part !== null) {
		const token = part as Partial<CST.SourceToken>;
		if (token.type === 'comment') found.push(token.source!.trimEnd());
		else for (const value of Object.values(part)) if (typeof value === 'object') collect(value, found);
	}
}

/** All documents as plain data: values with their style, so that `"1"` is not `1`. */
function shapesOf(text: string): unknown {
	const documents = parseAllDocuments(text, OPTIONS);
	if (!Array.isArray(documents)) return [];
	return documents.map(({contents, errors}) => [errors.map(({message}) => message), shapeOf(contents)]);
}

function shapeOf(node: unknown): unknown {
	if (isAlias(node)) return {alias: node.source};
	if (isPair(node)) return [shapeOf(node.key), shapeOf(node.value)];
	if (isScalar(node)) return {value: node.value ?? null, type: node.type ?? null, anchor: node.anchor ?? null, tag: node.tag ?? null};
	if (isMap(node)) return {map: node.items.map(shapeOf), flow: node.flow === true, anchor: node.anchor ?? null};
	if (isSeq(node)) return {sequence: node.items.map(shapeOf), flow: node.flow === true, anchor: node.anchor ?? null};
	return null;
}
