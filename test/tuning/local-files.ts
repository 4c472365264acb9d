import fc from 'fast-check';

/** Rules files as people write them: comments everywhere, all scalar styles, anchors, several documents. */
const macroItem = fc.constantFrom(
	'- macro: user_known_in_use\n  condition: (proc.name = legit)\n',
	'- macro: user_known_in_use # theirs\n  condition: > # folded\n    proc.name = legit\n    or proc.name = other\n  override:\n    condition: append\n',
	'# note\n- macro: user_known_read_sensitive_files_activities\n  # inside\n  condition: "(proc.name = \\"a b\\")"\n',
	"- macro: user_known_read_sensitive_files_activities\n  condition: '(proc.name = \"it''s\")'\n  override: {condition: replace}\n",
	'- {macro: user_known_in_use, condition: or (proc.name = x), override: {condition: append}}\n',
	'- macro: shared\n  condition: &c (proc.name = x)\n- macro: user_known_in_use\n  condition: *c\n',
	'- macro: user_known_in_use\n  condition: |\n      proc.name = a or\n        proc.name = b\n\n\n',
	'- macro: user_known_in_use\n  condition: proc.name = legit\n    and fd.name = "x y" # note\n',
	'- "macro": \'user_known_in_use\'\n  "condition" : "proc.name = legit"\t# tab\tbehind\n',
	'- macro: user_known_in_use\n  condition: >-\n    proc.name = legit\n\n    or proc.name = b\n\n',
	'- macro: user_known_in_use\n  condition: |2+\n     proc.name = legit\n\n',
	'-   macro: user_known_in_use\n    # \u00fcber\u2028\n    condition: "proc.name = legit \\\n      or proc.name = \\"\u65e5\u672c\\""\n',
	"- macro: user_known_read_sensitive_files_activities\n  condition: 'proc.name = legit\n\n    or proc.name = b' # two\n",
	'- macro: user_known_in_use\n  # between\n  condition:\n    # before the value\n    (proc.name = legit)\n',
	'- ? macro\n  : user_known_in_use\n  ? condition\n  : (proc.name = legit)\n',
	'-\n  macro: user_known_in_use\n  condition: (proc.name = legit)\n',
	'- &item\n  macro: user_known_in_use\n  condition: (proc.name = legit)\n',
	'- !!map\n  macro: user_known_in_use\n  condition: !!str (proc.name = legit)\n',
	'- condition: (proc.name = legit)\n  macro: user_known_in_use\n',
);
const otherItem = fc.constantFrom(
	'- list: shell_binaries\n  items: [bash, "sh"] # keep\n',
	'- rule: Mine\n  desc: d\n  condition: >\n    evt.type = open\n    and proc.name = x\n  output: >\n    a %proc.name\n  priority: WARNING\n  tags: [a, b]\n',
	'- rule: No hook\n  condition: and not mine\n  override: {condition: append}\n',
	'- rule: No hook\n  condition: or mine\n  override: {condition: append}\n',
	'- rule: Terminal shell in container\n  enabled: false\n',
	'# only a comment\n',
	'\n\n',
	'   \n',
	'- required_engine_version: 0.40.0\n',
	'#- macro: commented\n#  condition: out\n',
	'#\ttabs\tin a comment\t\n',
	'# \u00e4 \u65e5\u672c \u{1f600} \u202e\n',
	'- list: shell_binaries\n  items:\n  - bash # one\n  # two\n  - "sh"\n',
	'- list: shell_binaries\n  items: [bash, "sh"] # keep\n',
	'- {rule: Terminal shell in container, enabled: false} # flow\n',
	'- rule: Folded\n  desc: |+\n    text\n\n\n  condition: evt.type = open\n  output: o\n  priority: INFO\n',
);
const separator = fc.constantFrom('', '', '', '---\n', '\n', '# --\n', '...\n---\n', '--- # next\n');

/** A local rules text with any line ends, byte order mark, indentation and end. */
export const anyLocalText: fc.Arbitrary<string> = fc
	.record({
		parts: fc.array(fc.tuple(fc.oneof(macroItem, otherItem), separator), {maxLength: 6}),
		crlf: fc.boolean(),
		bom: fc.boolean(),
		mixed: fc.boolean(),
		cutEnd: fc.boolean(),
		indent: fc.constantFrom('', '', '  '),
	})
	.map(({parts, crlf, mixed, bom, cutEnd, indent}) => {
		let text = parts.flat().join('');
		if (indent !== '' && !text.includes('---')) text = text.replace(/^(?=[^\n])/gm, indent);
		if (cutEnd) text = text.replace(/\n$/, '');
		let line = 0;
		if (crlf) text = text.replace(/\n/g, () => (mixed && line++ % 3 === 0 ? '\n' : '\r\n'));
		return (bom ? '\ufeff' : '') + text;
	});
