import {expect, test} from 'vitest';
import {ExceptionDesk} from '../../../src/ui/store/exception-desk.ts';
import {FakeEngine} from '../fixtures/feed.ts';
import {LOCAL_PATH, LOCAL_TEXT} from '../screens/machine.ts';

test('a desk that is read-only changes nothing, whoever asks', async () => {
	const engine = new FakeEngine();
	const desk = new ExceptionDesk({
		engine,
		files: [{name: LOCAL_PATH, text: LOCAL_TEXT}],
		localPath: LOCAL_PATH,
		onRules: () => undefined,
		nowMs: () => 0,
		isReadOnly: true,
	});
	desk.take({rules: engine.rules, definitions: engine.definitions, problems: [], kind: 'rules', id: 0});
	const refusal = expect.objectContaining({message: 'read-only: no rule is changed here'});
	expect(await desk.tryText(`${LOCAL_TEXT}# mine\n`, 'mine')).toEqual(refusal);
	expect(await desk.tryChange({kind: 'enabled', rule: engine.rules[0].name, enabled: false})).toEqual(refusal);
	await expect(desk.save()).rejects.toMatchObject({code: 'read-only'});
	expect(desk.text).toBe(LOCAL_TEXT);
	expect(engine.rulesSent).toEqual([]);
});
