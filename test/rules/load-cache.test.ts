import {expect, test} from 'vitest';
import {createLoadCache} from '../../src/rules/load-cache.ts';
import {loadTexts, ruleText} from './load-text.ts';

test('a load with a cache says the same as one without, also after a change', () => {
	const cache = createLoadCache();
	const macro = (name: string) => `- macro: m\n  condition: proc.name=${name} and not proc.nme=x\n`;
	const rule = ruleText('evt.type=open and m');
	for (const name of ['a', 'a', 'b', 'a']) {
		const texts = [macro(name), rule, ruleText('evt.type=close').replace('rule: r', 'rule: s')];
		expect(loadTexts(texts, {cache})).toEqual(loadTexts(texts));
	}
});

test('what did not change is not parsed again', () => {
	const cache = createLoadCache();
	const texts = [ruleText('evt.type=open and proc.name=a')];
	const [first, second] = [loadTexts(texts, {cache}), loadTexts(texts, {cache})];
	expect(second.ruleset.rules[0].syntax).toBe(first.ruleset.rules[0].syntax);
	const [, , third] = [loadTexts([], {cache}), loadTexts([], {cache}), loadTexts(texts, {cache})];
	expect(third.ruleset.rules[0].syntax).not.toBe(first.ruleset.rules[0].syntax);
});
