import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Draft} from '../../../src/tuning/draft.ts';
import {expiryLines} from '../../../src/tuning/expiry.ts';
import {ExceptionDesk} from '../../../src/ui/store/exception-desk.ts';
import {FakeEngine} from '../fixtures/feed.ts';
import {LOCAL_TEXT} from '../screens/machine.ts';

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'falconer-follow-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

function deskOn(onDisk: string) {
	const engine = new FakeEngine();
	const localPath = path.join(folder, 'falco_rules.local.yaml');
	writeFileSync(localPath, onDisk);
	const clock = {ms: 0};
	const desk = new ExceptionDesk({
		engine,
		files: [{name: localPath, text: onDisk}],
		localPath,
		onRules: () => undefined,
		nowMs: () => clock.ms,
	});
	desk.take({rules: engine.rules, definitions: engine.definitions, problems: [], kind: 'rules', id: 0});
	const look = () => {
		clock.ms += 5000;
		return desk.upkeep.follow();
	};
	return {desk, engine, localPath, clock, look};
}

test('what an editor writes to the local rules is loaded, once', async () => {
	const {desk, engine, localPath, look} = deskOn(LOCAL_TEXT);
	expect(await look()).toBeUndefined();
	writeFileSync(localPath, `${LOCAL_TEXT}# mine\n`);
	expect(await look()).toEqual({summary: `${localPath} was changed by somebody else: it is loaded`});
	expect(desk.text).toBe(`${LOCAL_TEXT}# mine\n`);
	expect(desk.unsaved).toBe(0);
	expect(await look()).toBeUndefined();
	expect(engine.rulesSent).toHaveLength(1);
});

test('unsaved changes stand, and it is told once; back at what was saved the file is taken over', async () => {
	const {desk, localPath, look} = deskOn(LOCAL_TEXT);
	await desk.tryText(`${LOCAL_TEXT}# unsaved\n`, 'unsaved');
	writeFileSync(localPath, `${LOCAL_TEXT}# mine\n`);
	expect(await look()).toEqual({message: expect.stringContaining('your unsaved changes stand')});
	expect(await look()).toBeUndefined();
	expect(desk.text).toContain('# unsaved');
	await desk.undo();
	expect(await look()).toEqual({summary: expect.stringContaining('it is loaded')});
	expect(desk.text).toContain('# mine');
});

test('its own saving is no news, nor is a file that went away', async () => {
	const {desk, localPath, look} = deskOn(LOCAL_TEXT);
	await desk.tryText(`${LOCAL_TEXT}# unsaved\n`, 'unsaved');
	await desk.save();
	expect(await look()).toBeUndefined();
	rmSync(localPath);
	expect(await look()).toBeUndefined();
	expect(desk.text).toContain('# unsaved');
});

test('a file that cannot be read is told once', async () => {
	const {desk, localPath, look} = deskOn(LOCAL_TEXT);
	writeFileSync(localPath, Uint8Array.of(0xff, 0xfe, 0x41));
	await expect(look()).rejects.toThrow();
	expect(await look()).toBeUndefined();
	expect(desk.text).toBe(LOCAL_TEXT);
});

test('read again, the file has the unsaved changes made in it; one that is of its text is dropped and named', async () => {
	const {desk, localPath} = deskOn(LOCAL_TEXT);
	const [rule] = desk.rulesInfo().rules.keys();
	await desk.tryChange({kind: 'enabled', rule, enabled: false});
	await desk.tryText(`${desk.text}# by hand\n`, 'edited by hand');
	writeFileSync(localPath, `${LOCAL_TEXT}# theirs\n`);
	expect(await desk.reload()).toEqual({kept: 1, dropped: ['edited by hand']});
	expect(desk.text.startsWith(`${LOCAL_TEXT}# theirs\n`)).toBe(true);
	expect(desk.text).toContain('enabled: false');
	expect(desk.text).not.toContain('# by hand');
	expect(desk.unsaved).toBe(1);
	await desk.save();
	expect(await desk.reload()).toEqual({kept: 0, dropped: []});
});

test('a trial that ends with the dashboard stays in force when somebody else changes the file', async () => {
	const {desk, localPath, look} = deskOn(LOCAL_TEXT);
	const [rule] = desk.rulesInfo().rules.keys();
	const terms = [{field: 'proc.name', operator: '=' as const, values: ['tried']}];
	const draft: Draft = {rule, terms, place: {kind: 'new-macro', macro: 'user_known_tried'}, comment: ''};
	const applied = desk.preview([draft]);
	const ends = expiryLines(desk.text, applied.ok ? applied.text : '', {kind: 'restart'});
	await desk.tryDrafts([{...draft, comment: ends.join('\n')}]);
	expect(desk.unsaved).toBe(0);
	writeFileSync(localPath, `${LOCAL_TEXT}# mine\n`);
	expect(await look()).toEqual({summary: `${localPath} was changed by somebody else: it is loaded`});
	expect(desk.text).toContain('# mine');
	expect(desk.text).toContain('proc.name = tried');
	expect(desk.unsaved).toBe(0);
});

test('what was saved is undone and redone also after somebody else changed the file, without their change', async () => {
	const {desk, localPath, look} = deskOn(LOCAL_TEXT);
	const [rule] = desk.rulesInfo().rules.keys();
	await desk.tryChange({kind: 'enabled', rule, enabled: false});
	await desk.save();
	writeFileSync(localPath, `${desk.text}# theirs\n`);
	expect(await look()).toEqual({summary: expect.stringContaining('it is loaded')});
	const both = desk.text;
	expect(await desk.undo()).toEqual({label: `disable ${rule}`});
	expect(desk.text).toBe(`${LOCAL_TEXT}# theirs\n`);
	expect(desk.unsaved).toBe(1);
	expect(await desk.redo()).toEqual({label: `disable ${rule}`});
	expect(desk.text).toBe(both);
	expect(desk.unsaved).toBe(0);
	await desk.undo();
	await desk.save();
	expect(await look()).toBeUndefined();
});
