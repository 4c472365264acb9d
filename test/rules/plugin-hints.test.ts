import {expect, test} from 'vitest';
import {loadTexts, ruleText} from './load-text.ts';

const hints = (text: string) => loadTexts([text]).problems.map(({hint}) => hint);

test('a rule on the Kubernetes audit log is told which plugin brings its events, and what to do', () => {
	const [hint] = hints(ruleText('ka.verb=create', '  source: k8s_audit\n'));
	expect(hint).toContain("events of 'k8s_audit' come from the plugin k8saudit (or k8saudit-eks, ");
	expect(hint).toContain('Falconer loads no plugins');
});

test.each([
	['syscalls', "did you mean 'syscall'?"],
	['k8saudit', "did you mean 'k8s_audit'?"],
	['cloudtrail', "did you mean 'aws_cloudtrail'?"],
	['elsewhere', "the source here is 'syscall'"],
])('the source %s', (source, hint) => {
	expect(hints(ruleText('evt.type=open', `  source: ${source}\n`))[0]).toContain(hint);
});

test('a field of a plugin in a rule about system calls', () => {
	expect(hints(ruleText('ka.verb=create'))).toEqual([
		"ka.verb is a field of Falco's plugin k8saudit, for rules with 'source: k8s_audit'; Falconer loads no plugins",
	]);
});

test('a required plugin', () => {
	const required = (name: string) => hints(`- required_plugin_versions:\n  - name: ${name}\n    version: 0.7.0\n`)[0];
	expect(required('k8saudit')).toContain("plugin k8saudit gives Falco the events of source 'k8s_audit'");
	expect(required('json')).toContain('plugin json gives Falco the fields json.*, jevt.*');
	expect(required('mine')).toBe('there is container 0.7.0');
});
