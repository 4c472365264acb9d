import type {DiffLine} from '../../tuning/change-set.ts';
import {whyNotWritable} from '../../tuning/save.ts';
import type {SaveFailure} from '../../tuning/save-failure.ts';
import type {KeyMap} from '../keys/key-map.ts';
import type {ConfigMapGuess} from '../options.ts';
import {changeTexts} from '../store/change-texts.ts';
import type {ExceptionDesk} from '../store/exception-desk.ts';
import {Line} from '../terminal/line.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import {plural} from '../widgets/numbers.ts';
import {DocumentPane, type Paragraph} from './document-pane.ts';
import type {CopyOffer, Pane, Step} from './view.ts';
import {pathIn} from './words.ts';

const STYLES: Readonly<Record<DiffLine['kind'], StyleName>> = {add: 'diff.add', del: 'diff.del', context: 'muted', hunk: 'diff.hunk'};
const SIGNS: Readonly<Record<DiffLine['kind'], string>> = {add: '+', del: '-', context: ' ', hunk: ''};

/** What saving will change in the local rules file, and what keeps it from that. */
export class DiffPane implements Pane {
	readonly mode = 'diff';
	private lines: readonly DiffLine[] = [];
	private failure: {readonly message: string; readonly hint: string} | undefined;
	private readonly document: DocumentPane;

	constructor(
		private readonly desk: ExceptionDesk,
		private readonly configMap: ConfigMapGuess | undefined,
		private readonly keys: KeyMap,
	) {
		this.document = new DocumentPane(
			'diff',
			(width, theme) => this.heading(width, theme),
			() => [...this.failureParagraphs(), ...this.lines.map(paragraph)],
		);
		this.refresh();
	}

	/** Takes the present change. */
	refresh(): void {
		this.lines = this.desk.diff();
	}

	/** Whether the file can be written and what is written loads: told before somebody tries. */
	async look(): Promise<void> {
		const fault = await this.desk.faultOf();
		if (fault !== undefined) {
			this.failure = {message: `the rules would not load: ${fault}`, hint: `undo the change (${this.key('undo')}) or correct it`};
			return;
		}
		const failure = await whyNotWritable(this.desk.localPath);
		if (failure !== undefined) this.fail(failure);
	}

	fail({code, message, hint}: SaveFailure): void {
		const ways = `${this.key('diff.patch')} writes a patch, a kubectl command or Helm values to a file, ${this.key('copy')} copies them, ${this.key('diff.print')} prints them at the end, ${this.key('diff.where')} saves to another file`;
		if (code === 'changed') this.failure = {message, hint: `${this.key('diff.reload')} reads the file again and makes the changes in it`};
		else if (code === 'configmap') this.failure = {message, hint: `${this.mountHint()}${ways}`};
		else this.failure = {message, hint: `${hint}. ${ways}`};
	}

	private key(id: Parameters<KeyMap['hint']>[0]): string {
		return this.keys.hint(id);
	}

	/** Which ConfigMap the commands name, and how sure that is. */
	private mountHint(): string {
		if (this.configMap === undefined) return '';
		const {name, namespace, key, isTold, volume} = this.configMap;
		const target = `ConfigMap ${namespace ?? 'default'}/${name}, key ${key}`;
		const seen = volume === undefined ? '' : ` (volume ${volume} of the pod)`;
		return `${target}${seen}${isTold ? '' : ', as the chart calls it: --configmap NAMESPACE/NAME:KEY tells another'}. `;
	}

	copies(): readonly CopyOffer[] {
		return changeTexts(this.desk, this.configMap).map(({label, text}) => ({label, text: text()}));
	}

	navigate(step: Step): void {
		this.document.navigate(step);
	}

	paint(box: Box, theme: Theme): string[] {
		return this.document.paint(box, theme);
	}

	private heading(width: number, theme: Theme): string {
		const added = this.lines.filter((line) => line.kind === 'add').length;
		const removed = this.lines.filter((line) => line.kind === 'del').length;
		const counts = ` · ${plural(added, 'line')} added, ${removed} removed`;
		const line = new Line(theme, width).skip(1).put('Save', 'title').put(' · ', 'faint');
		// How much it is tells more than the folder it is in.
		line.put(pathIn(this.desk.localPath, line.rest - counts.length), 'strong');
		return line.put(counts, 'muted').end();
	}

	private failureParagraphs(): Paragraph[] {
		const {failure} = this;
		if (failure === undefined) return [{text: ''}];
		return [{text: ''}, {text: `✗ ${failure.message}`, style: 'bad'}, {text: failure.hint, style: 'warn', indent: 3}, {text: ''}];
	}
}

function paragraph(line: DiffLine): Paragraph {
	return {text: `${SIGNS[line.kind]} ${line.text}`.trimEnd(), style: STYLES[line.kind], indent: 3, isCode: true};
}
