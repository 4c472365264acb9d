import {expect, test} from 'vitest';
import {atCaret, findingsIn, foundBy, macro, rule} from './findings.ts';

const list = (name: string, items: string, more = '') => `- list: ${name}\n  items: [${items}]\n${more}`;

test('a value that the kernel would have cut is named where it stands in its list', () => {
	const texts = [
		list('tools', 'ls, containerd-shim-runc-v2') + list('all', 'tools, cat'),
		rule('r', 'evt.type=openat and not proc.name in (all)'),
	];
	const [finding, ...more] = foundBy('CHECK_DEAD_VALUE', ...texts);
	expect(more).toEqual([]);
	expect(finding).toMatchObject({
		item: {type: 'list', name: 'tools'},
		place: {file: 'rules0.yaml', line: 1},
		hint: "write 'containerd-shim'",
	});
	expect(atCaret(finding)).toBe('containerd-shim-runc-v2]');
});

test('a long name beside its cut form is meant', () => {
	expect(foundBy('CHECK_DEAD_VALUE', rule('r', 'evt.type=openat and proc.name in (systemd-executor, systemd-executo)'))).toEqual([]);
});

test('names of files may be as long as they like', () => {
	expect(
		foundBy(
			'CHECK_DEAD_VALUE',
			rule('r', 'evt.type=openat and fd.filename=containerd-shim-runc-v2 and proc.exepath endswith containerd-shim-runc-v2'),
		),
	).toEqual([]);
});

test('a list that a later file replaces is named with both places, and what is lost', () => {
	const [finding] = foundBy('CHECK_OVERRIDDEN', list('l', 'a, b, c'), list('l', 'c, d'));
	expect(finding).toMatchObject({severity: 'note', place: {file: 'rules1.yaml'}, related: [{place: {file: 'rules0.yaml'}}]});
	expect(finding.message).toBe("This replaces list 'l' of rules0.yaml:1, 2 of its 3 items are gone");
	expect(finding.hint).toContain('items: append');
});

test('the same definition twice in one file is a fault, in two files the same again is none', () => {
	expect(foundBy('CHECK_OVERRIDDEN', macro('m', 'proc.name=a') + macro('m', 'proc.name=b'))[0]?.severity).toBe('warning');
	expect(foundBy('CHECK_OVERRIDDEN', macro('m', 'proc.name=a'), macro('m', 'proc.name=a'))).toEqual([]);
});

test('placeholders are there to be replaced, appending replaces nothing', () => {
	const never = macro('never_true', 'evt.num=0');
	expect(foundBy('CHECK_OVERRIDDEN', never + macro('user_known', '(never_true)'), macro('user_known', 'proc.name=a'))).toEqual([]);
	expect(foundBy('CHECK_OVERRIDDEN', list('l', 'a'), list('l', 'b', '  override: {items: append}\n'))).toEqual([]);
});

test('a hook that no rule uses is named, with the one that was probably meant', () => {
	const text =
		macro('never_true', 'evt.num=0') + macro('user_known_things', '(never_true)') + rule('r', 'evt.type=openat and not user_known_things');
	const [finding, ...more] = findingsIn([text, macro('user_known_thing', 'proc.name=a')]);
	expect(more).toEqual([]);
	expect(finding).toMatchObject({code: 'CHECK_UNUSED_HOOK', severity: 'warning', hint: "did you mean 'user_known_things'?"});
});

test('a hook that only an unused macro uses is not used', () => {
	const text = macro('user_known', 'proc.name=a') + macro('unused', 'not user_known');
	expect(foundBy('CHECK_UNUSED_HOOK', text).map(({item}) => item?.name)).toEqual(['user_known']);
});

test('unused macros and lists of a shared file are notes', () => {
	const findings = findingsIn([macro('m', 'proc.name=a') + list('l', 'a')]);
	expect(findings.map(({code, severity}) => [code, severity])).toEqual([
		['LOAD_UNUSED_MACRO', 'note'],
		['LOAD_UNUSED_LIST', 'note'],
	]);
});

test('a condition without event types says how many it is evaluated for, once', () => {
	const found = findingsIn([rule('r', 'proc.name=a')], {isSent: (event) => event === 'open' || event === 'openat'});
	expect(found.map(({code}) => code)).toEqual(['CHECK_MANY_EVENTS']);
	expect(found[0].message).toMatch(/evaluated for (\d+) of \1 event types; 2 of them are sent by default/);
	expect(foundBy('CHECK_MANY_EVENTS', rule('r', 'proc.name=a', '  warn_evttypes: false\n'))[0]?.severity).toBe('note');
	expect(foundBy('CHECK_MANY_EVENTS', rule('r', 'evt.type=openat and proc.name=a'))).toEqual([]);
});

test('an alternative that has lost its event type to the order of and and or is shown itself', () => {
	const [finding] = foundBy('CHECK_MANY_EVENTS', rule('r', 'evt.type=execve and proc.name=a or proc.name=b'));
	expect(atCaret(finding)).toBe('proc.name=b');
	expect(finding.hint).toContain('parentheses');
});

test('deprecated fields in condition and output are named with what to use', () => {
	const text = rule('r', 'evt.type=openat and k8s.rc.name=a').replace('%evt.num', '%container.healthcheck');
	const found = foundBy('CHECK_DEPRECATED_FIELD', text);
	expect(found.map(atCaret)).toEqual(['k8s.rc.name=a', '%container.healthcheck']);
	expect(found[0].hint).toMatch(/k8s\.pod\.name/);
});

test('an output field that is never there is a note', () => {
	const text = rule('r', 'evt.type=execve').replace('%evt.num', '%fd.name %proc.name');
	expect(foundBy('CHECK_EMPTY_OUTPUT_FIELD', text).map(({severity, snippet}) => [severity, atCaret({snippet})])).toEqual([
		['note', '%fd.name %proc.name'],
	]);
	expect(foundBy('CHECK_EMPTY_OUTPUT_FIELD', text.replace('=execve', ' in (execve, open)'))).toEqual([]);
});

test('a rule on events that are left out by default is named', () => {
	const options = {isSent: (event: string) => event !== 'read'};
	const codes = (condition: string) => findingsIn([rule('r', condition)], options).map(({code}) => code);
	expect(codes('evt.type=read')).toEqual(['CHECK_EVENTS_NOT_SENT']);
	expect(codes('evt.type in (read, openat)')).toEqual([]);
});

test('a star beside an operator that knows none is a note', () => {
	const found = foundBy(
		'CHECK_LITERAL_WILDCARD',
		rule('r', 'evt.type=openat and (fd.name startswith "/etc/*" or fd.name glob "/usr/*" or proc.args contains "*")'),
	);
	expect(found.map(atCaret)).toEqual(['"/etc/*" or fd.name glob "/usr/*" or proc.args contains "*")']);
});

test('syntax that the wanted Falco does not know is an error', () => {
	const texts = [
		rule('r', 'evt.type=openat and fd.name startswith anyof (/a, /b)'),
		'- rule: r\n  enabled: false\n  override: {enabled: replace}\n',
	];
	const errors = (engineVersion: string) => findingsIn(texts, {engineVersion}).map(({code}) => code);
	expect(errors('0.26.0')).toEqual(['CHECK_NEWER_SYNTAX', 'CHECK_NEWER_SYNTAX']);
	expect(errors('0.57.0')).toEqual(['CHECK_NEWER_SYNTAX']);
	expect(errors('0.62.0')).toEqual([]);
});

test('exceptions on transformers and keys of captures are newer than others', () => {
	const exception = '  exceptions:\n    - name: e\n      fields: [proc.pname, tolower(proc.name)]\n      values: [[a, b]]\n';
	const text = rule('r', 'evt.type=openat', `  capture: true\n  capture_duration: 5\n${exception}`);
	const said = (engineVersion: string) =>
		findingsIn([text], {engineVersion}).map((finding) => [finding.code, finding.severity, atCaret(finding)]);
	const transformed = ['CHECK_NEWER_SYNTAX', 'error', 'tolower(proc.name)]'];
	expect(said('0.62.0')).toEqual([]);
	expect(said('0.57.0')).toEqual([transformed]);
	expect(said('0.50.0')).toEqual([
		['CHECK_NEWER_SYNTAX', 'warning', 'capture: true'],
		['CHECK_NEWER_SYNTAX', 'warning', 'capture_duration: 5'],
		transformed,
	]);
});

test('everything that loading says is said here too, in the order of the files', () => {
	const texts = ['- list: l\n  items: [a]\n  append: true\n', rule('r', 'evt.type=opem')];
	expect(findingsIn(texts).map(({code, severity}) => [code, severity])).toEqual([
		['LOAD_DEPRECATED_ITEM', 'warning'],
		['LOAD_ERR_VALIDATE', 'error'],
		['LOAD_ERR_COMPILE_CONDITION', 'error'],
	]);
});

test('a misspelt name of a list, which would be compared as a text', () => {
	const list = '- list: shell_binaries\n  items: [bash, my_shel]\n- list: one\n  items: [my_shell]\n';
	const said = (condition: string) =>
		foundBy('CHECK_NO_SUCH_LIST', list + rule('r', `evt.type=execve and ${condition}`)).map((finding) => [atCaret(finding), finding.hint]);
	expect(said('proc.name in (shell_binarys, sh)')).toEqual([['shell_binarys, sh)', "did you mean 'shell_binaries'?"]]);
	expect(said('proc.name in shel_binaries')).toEqual([['shel_binaries', "did you mean 'shell_binaries'?"]]);
	expect(said('proc.name in other')).toEqual([['other', "define list 'other', or write (other) where the text is meant"]]);
	expect(said('proc.name in (shell_binaries, my_program, shellbinaries) and proc.pname in one')).toEqual([]);
});

test('the name of a macro where a list must stand', () => {
	const text = macro('shells', 'proc.name in (bash, sh)') + rule('r', 'evt.type=execve and proc.name in (shells)');
	const [finding] = foundBy('CHECK_NO_SUCH_LIST', text);
	expect(finding.hint).toContain("'shells' is a macro");
	expect(foundBy('CHECK_NO_SUCH_LIST', text.replace('(shells)', '("shells")'))).toEqual([]);
});

test('a rule that only asks for what is in an empty list is told so', () => {
	const [finding] = foundBy('CHECK_NEVER_MATCHES', `${list('none', '')}${rule('r', 'evt.type=execve and proc.name in (none)')}`);
	expect(finding.hint).toContain("list 'none' has no items");
});

test('what Falco refuses in one file stays an error where a later file replaces it', () => {
	const [finding] = findingsIn([macro('m', 'evt.type = connect true'), macro('m', 'evt.type = connect') + rule('r', 'm')]);
	expect(finding).toMatchObject({code: 'LOAD_ERR_COMPILE_CONDITION', severity: 'error', place: {file: 'rules0.yaml', line: 2}});
});
