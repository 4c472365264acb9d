import {basename} from 'node:path';
import type {DiffLine} from '../../tuning/change-set.ts';
import {helmValuesText, kubectlPatchText} from '../../tuning/elsewhere.ts';
import type {ExceptionDesk} from '../store/exception-desk.ts';
import {Line} from '../terminal/line.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import {plural} from '../widgets/numbers.ts';
import {DocumentPane, type Paragraph} from './document-pane.ts';
import type {Pane} from './view.ts';

const STYLES: Readonly<Record<DiffLine['kind'], StyleName>> = {add: 'diff.add', del: 'diff.del', context: 'muted', hunk: 'diff.hunk'};
const SIGNS: Readonly<Record<DiffLine['kind'], string>> = {add: '+', del: '-', context: ' ', hunk: ''};

export type DiffPane = Pane & {/** What kept the save from happening. */ failure: {message: string; hint: string} | undefined};

/** What saving will change in the local rules file. */
export function createDiff(desk: ExceptionDesk): DiffPane {
	const lines = desk.diff();
	const added = lines.filter((line) => line.kind === 'add').length;
	const removed = lines.filter((line) => line.kind === 'del').length;
	const heading = (width: number, theme: Theme): string =>
		new Line(theme, width)
			.skip(1)
			.put('Save', 'title')
			.put(' · ', 'faint')
			.put(desk.localPath, 'strong')
			.put(` · ${plural(added, 'line')} added, ${removed} removed`, 'muted')
			.end();
	const state: {failure: DiffPane['failure']} = {failure: undefined};
	const pane = new DocumentPane('diff', heading, () => [...failureParagraphs(state.failure), ...lines.map(paragraph)]);
	return Object.defineProperties(
		Object.assign(pane, {
			copies: () => [
				{label: 'the change as a patch', text: desk.patch()},
				{label: 'the whole file', text: desk.text},
				{
					label: 'kubectl patch for a ConfigMap',
					text: kubectlPatchText({name: 'falco-rules', namespace: 'falco', key: basename(desk.localPath)}, desk.text),
				},
				{label: 'Helm values (customRules)', text: helmValuesText(basename(desk.localPath), desk.text)},
			],
		}),
		{
			failure: {get: () => state.failure, set: (failure: DiffPane['failure']) => (state.failure = failure)},
		},
	) as unknown as DiffPane;
}

function failureParagraphs(failure: DiffPane['failure']): Paragraph[] {
	if (failure === undefined) return [{text: ''}];
	return [{text: ''}, {text: `✗ ${failure.message}`, style: 'bad'}, {text: failure.hint, style: 'warn', indent: 3}, {text: ''}];
}

function paragraph(line: DiffLine): Paragraph {
	return {text: `${SIGNS[line.kind]} ${line.text}`.trimEnd(), style: STYLES[line.kind], indent: 3, isCode: true};
}
