import {basename} from 'node:path';
import {helmValuesText, kubectlPatchText} from '../../tuning/elsewhere.ts';
import type {ConfigMapGuess} from '../options.ts';
import type {ExceptionDesk} from './exception-desk.ts';

const FORMS = ['patch', 'kubectl', 'helm', 'file'] as const;
export type ChangeForm = (typeof FORMS)[number];
export const isChangeForm = (text: string): text is ChangeForm => (FORMS as readonly string[]).includes(text);

/** A form in which the change can leave the dashboard without writing the rules file. */
export interface ChangeText {
	readonly id: ChangeForm;
	readonly label: string;
	readonly note: string;
	readonly fileName: string;
	readonly text: () => string;
}

/** All forms of the change, for the clipboard, a file, or the terminal after the dashboard. */
export function changeTexts(desk: ExceptionDesk, guess: ConfigMapGuess | undefined): readonly ChangeText[] {
	const key = basename(desk.localPath);
	const target = guess ?? {name: 'falco-rules', namespace: 'falco', key};
	const where = `${target.namespace ?? 'default'}/${target.name}, key ${target.key}`;
	return [
		{id: 'patch', label: 'a patch of the file', note: 'for patch -p1', fileName: 'falco_rules.local.patch', text: () => desk.patch()},
		{
			id: 'kubectl',
			label: 'kubectl patch for a ConfigMap',
			note: where,
			fileName: 'patch-configmap.sh',
			text: () => kubectlPatchText(target, desk.textToSave),
		},
		{
			id: 'helm',
			label: 'Helm values (customRules)',
			note: "the Falco chart's",
			fileName: 'falco-values.yaml',
			text: () => helmValuesText(target.key, desk.textToSave),
		},
		{id: 'file', label: 'the whole file', note: key, fileName: key, text: () => desk.textToSave},
	];
}
