import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {helmValuesText, kubectlPatchText, shellWord} from '../../src/tuning/elsewhere.ts';
import {HOSTILE} from './hostile.ts';
import {anyLocalText} from './local-files.ts';

const anyText = fc.oneof(
	anyLocalText,
	fc
		.array(
			fc.oneof(
				fc.constantFrom(...HOSTILE, "'", "'; rm -rf / #", '$(id)', '`id`', '!!', 'END_OF_PATCH\n', '{{ .Values }}'),
				fc.string({unit: 'grapheme'}),
			),
			{maxLength: 6},
		)
		.map((parts) => parts.join('\n')),
);
const NO_CONTROLS = /^[\n\x20-\x7e]*$/;
const target = {name: 'falco-rules', namespace: 'falco', key: 'falco_rules.local.yaml'};

/** What the shell hands to kubectl: a function of that name prints its arguments and its input. */
function argumentsOf(command: string): {args: string[]; input: string} {
	const script = `kubectl() { for a in "$@"; do printf '%s\\0' "$a"; done; case "$*" in *--patch-file*) cat;; esac; }\n${command}`;
	const parts = execFileSync('sh', {input: script, encoding: 'utf8'}).split('\0');
	return {args: parts.slice(0, -1), input: parts.at(-1)!};
}

describe('kubectlPatchText', () => {
	it('hands kubectl exactly the rules, whatever they hold, in visible ASCII', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const command = kubectlPatchText(target, text);
				expect(command).toMatch(NO_CONTROLS);
				const {args} = argumentsOf(command);
				expect(args.slice(0, 8)).toEqual(['patch', 'configmap', 'falco-rules', '--namespace', 'falco', '--type', 'merge', '--patch']);
				expect(JSON.parse(args[8])).toEqual({data: {[target.key]: text}});
			}),
			{numRuns: 60},
		);
	});

	it('goes through standard input when it is too long for an argument', () => {
		const text = `${"# it's long\n".repeat(20_000)}END_OF_PATCH\n`;
		const {args, input} = argumentsOf(kubectlPatchText({...target, namespace: undefined}, text));
		expect(args).toEqual(['patch', 'configmap', 'falco-rules', '--type', 'merge', '--patch-file', '/dev/stdin']);
		expect(JSON.parse(input)).toEqual({data: {[target.key]: text}});
	});
});

describe('helmValuesText', () => {
	it('gives the rules back, and nothing invisible stands in it', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const values = helmValuesText('falco_rules.local.yaml', text);
				expect(parse(values, {schema: 'failsafe'})).toEqual({customRules: {'falco_rules.local.yaml': text}});
				expect(values).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\ufeff]/);
			}),
			{numRuns: 300},
		);
	});

	it('is readable where the rules are', () => {
		expect(helmValuesText('a.yaml', '- macro: x\n  condition: (proc.name = a)\n')).toBe(
			'customRules:\n  a.yaml: |\n    - macro: x\n      condition: (proc.name = a)\n',
		);
	});
});

describe('shellWord', () => {
	it('means the text', () => {
		fc.assert(
			fc.property(fc.oneof(fc.constantFrom(...HOSTILE), fc.string()), (text) => {
				const word = text.replaceAll('\0', '');
				expect(execFileSync('sh', ['-c', `printf '%s' ${shellWord(word)}`], {encoding: 'utf8'})).toBe(word);
			}),
			{numRuns: 60},
		);
	});
});
