import {applyPatch} from 'diff';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	addChange,
	canRedo,
	canUndo,
	changeSetDiff,
	createChangeSet,
	currentText,
	diffLines,
	markSaved,
	redo,
	undo,
	unsavedCount,
} from '../../src/tuning/change-set.ts';
import {patchText} from '../../src/tuning/save.ts';

describe('a change set', () => {
	it('undoes and redoes across a save', () => {
		let changes = addChange(addChange(createChangeSet('a\n'), 'b\n', 'to b'), 'c\n', 'to c');
		expect(unsavedCount(changes)).toBe(2);
		changes = markSaved(changes);
		expect([unsavedCount(changes), changes.savedText]).toEqual([0, 'c\n']);
		changes = undo(changes);
		expect([currentText(changes), unsavedCount(changes)]).toEqual(['b\n', 1]);
		expect(changeSetDiff(changes).map(({kind, text}) => [kind, text])).toEqual([
			['hunk', '@@ -1,1 +1,1 @@'],
			['del', 'c'],
			['add', 'b'],
		]);
		changes = undo(changes);
		expect([currentText(changes), canUndo(changes)]).toEqual(['a\n', false]);
		changes = redo(redo(changes));
		expect([currentText(changes), unsavedCount(changes), canRedo(changes)]).toEqual(['c\n', 0, false]);
	});

	it('drops what was undone when another change follows, and still knows what is unsaved', () => {
		let changes = markSaved(addChange(createChangeSet('a'), 'b', ''));
		changes = addChange(undo(changes), 'd', '');
		expect([canRedo(changes), unsavedCount(changes), changes.savedText]).toEqual([false, 1, 'b']);
		expect(unsavedCount(addChange(changes, 'b', 'back'))).toBe(0);
	});

	it('keeps a bounded number of states', () => {
		let changes = createChangeSet('0');
		for (let number = 1; number <= 1000; number++) changes = addChange(changes, String(number), '');
		expect(changes.states.length).toBe(200);
		expect(currentText(changes)).toBe('1000');
		expect(unsavedCount(changes)).toBeGreaterThan(0);
	});
});

describe('diffLines and patchText', () => {
	it('say where the last line has no line end: it would look removed and added as it was', () => {
		expect(diffLines('a\nb', 'a\nb\nc\n').map(({kind, text}) => [kind, text])).toEqual([
			['hunk', '@@ -1,2 +1,3 @@'],
			['context', 'a'],
			['del', 'b'],
			['hunk', '\\ no line end at the end of the file'],
			['add', 'b'],
			['add', 'c'],
		]);
	});

	const anyText = fc
		.array(fc.constantFrom('a', 'b', '', '- macro: x', 'é'), {maxLength: 12})
		.chain((lines) => fc.constantFrom(lines.join('\n'), `${lines.join('\n')}\n`));

	it('say the same, and the patch makes the new text of the old', () => {
		fc.assert(
			fc.property(anyText, anyText, (before, after) => {
				expect(applyPatch(before, patchText('x', before, after))).toBe(after);
				const lines = diffLines(before, after, 1000);
				const old = lines.filter(({kind}) => kind === 'context' || kind === 'del').map(({text}) => text);
				const fresh = lines.filter(({kind}) => kind === 'context' || kind === 'add').map(({text}) => text);
				if (before === after) expect(lines).toEqual([]);
				else expect([old, fresh]).toEqual([splitLines(before), splitLines(after)]);
			}),
		);
	});
});

const splitLines = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
