import type {Check, Span} from './syntax.ts';

/** The constants right of a check's operator. A list's name that was not substituted is a plain text, as in Falco. */
export function constantsOf(check: Check): readonly {readonly text: string; readonly span: Span}[] {
	const {right} = check;
	switch (right?.kind) {
		case 'value':
			return [right];
		case 'identifier':
			return [{text: right.name, span: right.span}];
		case 'list':
			return right.items;
		default:
			return [];
	}
}
