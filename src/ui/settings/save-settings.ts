import {readLocalRules, saveLocalRules} from '../../tuning/save.ts';
import {SaveFailure} from '../../tuning/save-failure.ts';
import {editSettings, type SettingChange} from './edit-settings.ts';

/** Edits the file as it is now, in one step; returns how many of the changes it did not say already. */
export async function writeSettings(file: string, changes: readonly SettingChange[]): Promise<number> {
	const {text} = await readLocalRules(file);
	const bom = text.startsWith('\ufeff') ? '\ufeff' : '';
	let edited = text.slice(bom.length);
	let count = 0;
	for (const change of changes) {
		const next = editSettings(edited, [change]);
		if (!next.ok) throw new SaveFailure('invalid', next.message, 'write it by hand: the file is untouched');
		if (next.text !== edited) count++;
		edited = next.text;
	}
	if (count > 0) await saveLocalRules({path: file, baseText: text, newText: bom + edited, validate: () => undefined});
	return count;
}
