import {expect, test} from 'vitest';
import {loadTexts, ruleText} from './load-text.ts';

const texts = [ruleText('evt.type=open', '  tags: [x, y]\n')];
const outputWith = (...appendOutput: NonNullable<Parameters<typeof loadTexts>[1]>['appendOutput'] & object) =>
	loadTexts(texts, {appendOutput}).ruleset.rules[0];

test('extra output follows the output after a blank, for the rules that match', () => {
	expect(outputWith({extraOutput: 'a=%evt.type'}, {extraOutput: 'b'}).output).toBe('o %evt.num a=%evt.type b');
	expect(outputWith({extraOutput: 'a', match: {rule: 'other'}}).output).toBe('o %evt.num');
	expect(outputWith({extraOutput: 'a', match: {source: 'k8s_audit'}}).output).toBe('o %evt.num');
	expect(outputWith({extraOutput: 'a', match: {tags: ['x', 'z']}}).output).toBe('o %evt.num');
	expect(outputWith({extraOutput: 'a', match: {rule: 'r', source: 'syscall', tags: ['y']}}).output).toBe('o %evt.num a');
});

test('suggested output names the container and the pod', () => {
	expect(outputWith({suggestedOutput: true}).output).toBe(
		'o %evt.num container_id=%container.id container_name=%container.name container_image_repository=%container.image.repository ' +
			'container_image_tag=%container.image.tag k8s_pod_name=%k8s.pod.name k8s_ns_name=%k8s.ns.name',
	);
});

test('extra fields are raw by name or formatted by a format', () => {
	expect(outputWith({extraFields: ['proc.env', {who: '%user.name!'}]}).extraFields).toEqual([
		{name: 'proc.env', format: '%proc.env', formatted: false},
		{name: 'who', format: '%user.name!', formatted: true},
	]);
});

test('what does not exist is an error of each rule it is added to', () => {
	const {problems, ruleset} = loadTexts(texts, {appendOutput: [{extraOutput: '%proc.nme'}]});
	expect(problems.map(({code}) => code)).toEqual(['LOAD_ERR_COMPILE_OUTPUT']);
	expect(ruleset.rules).toEqual([]);
});

test('%container.info is taken out with a warning', () => {
	const {problems, ruleset} = loadTexts([ruleText('evt.type=open').replace('o %evt.num', 'a %container.info b')]);
	expect(problems.map(({code}) => code)).toEqual(['LOAD_DEPRECATED_ITEM']);
	expect(ruleset.rules[0].output).toBe('a  b');
});
