import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {addChange, canUndo, createChangeSet, currentText, markSaved, redo, undo} from '../../src/tuning/change-set.ts';
import {applyDraft} from '../../src/tuning/local-rules.ts';
import {rebaseChanges} from '../../src/tuning/rebase-changes.ts';
import {applyRuleChange} from '../../src/tuning/rule-changes.ts';
import {anyLocalText} from './local-files.ts';
import {INFO} from './rules-infos.ts';

const BASE = '# head\n- macro: user_known_in_use\n  condition: (proc.name = legit)\n';
const OURS = '\n# ours\n- macro: ours\n  condition: proc.name = a\n';
const OURS_TOO = '\n- macro: ours_too\n  condition: proc.name = b\n';
const THEIRS = '\n# theirs\n- list: theirs\n  items: [x]\n';
const saved = () => markSaved(addChange(addChange(createChangeSet(BASE), BASE + OURS, 'one'), BASE + OURS + OURS_TOO, 'two'));

describe('changes of ours around a change of somebody else', () => {
	it('are undone and redone without it', () => {
		let changes = rebaseChanges(saved(), BASE + OURS + OURS_TOO + THEIRS);
		expect(changes.savedText).toBe(currentText(changes));
		expect(changes.states[changes.at].label).toBe('two');
		changes = undo(changes);
		expect(currentText(changes)).toBe(BASE + OURS + THEIRS);
		changes = undo(changes);
		expect(currentText(changes)).toBe(BASE + THEIRS);
		expect(canUndo(changes)).toBe(false);
		expect(currentText(redo(redo(changes)))).toBe(BASE + OURS + OURS_TOO + THEIRS);
	});

	it('stay undoable where it stands above them, up to one that it touched', () => {
		const above = `# theirs\n${BASE + OURS + OURS_TOO}`.replace('macro: ours\n', 'macro: renamed\n');
		const changes = undo(rebaseChanges(saved(), above));
		expect(currentText(changes)).toBe(above.replace(OURS_TOO, ''));
		expect(canUndo(changes)).toBe(false);
	});

	it('are gone where it took them away', () => {
		expect(canUndo(rebaseChanges(saved(), BASE))).toBe(false);
		expect(canUndo(rebaseChanges(saved(), 'no: [rules'))).toBe(false);
	});

	it('never take anything of it along, in any file', () => {
		let undone = 0;
		fc.assert(
			fc.property(anyLocalText, fc.boolean(), (text, isExtended) => {
				const macro = isExtended ? 'user_known_in_use' : 'user_known_read_sensitive_files_activities';
				const terms = [{field: 'proc.name', operator: '=' as const, values: ['ours']}];
				const ours = applyDraft(text, {rule: 'any', terms, place: {kind: 'hook', macro}, comment: 'ours'}, {info: INFO});
				if (text.trim() === '' || !ours.ok || ours.text === text) return;
				const list = {kind: 'list' as const, list: 'sensitive', add: ['theirs'], remove: []};
				const both = applyRuleChange(ours.text, list, {info: INFO, comment: 'theirs'});
				const theirs = applyRuleChange(text, list, {info: INFO, comment: 'theirs'});
				if (!both.ok || !theirs.ok) throw new Error('the list takes an item');
				const changes = rebaseChanges(markSaved(addChange(createChangeSet(text), ours.text, 'ours')), both.text);
				expect(currentText(changes)).toBe(both.text);
				if (!canUndo(changes)) return;
				undone++;
				// Blank lines between two additions are either's.
				const lines = (of: string) => of.split(/\r?\n/).filter((line) => line.trim() !== '');
				expect(lines(currentText(undo(changes)))).toEqual(lines(theirs.text));
			}),
			{numRuns: 200},
		);
		expect(undone).toBeGreaterThan(100);
	});
});
