import fc from 'fast-check';
import {PIECES} from './pieces.ts';

/** A sound rules file with everything in it. */
export const SEED = `- required_engine_version: 0.57.0
- required_plugin_versions:
  - name: container
    version: 0.4.0
    alternatives: [{name: other, version: 1.0.0}]
- list: l
  items: [a, "b c", 'd']
- list: k
  items: [l, e]
  override: {items: replace}
- macro: m
  condition: (proc.name in (k) or fd.name startswith "/x\\"y")
- macro: m
  condition: and not evt.dir=<
  append: true
- rule: r
  desc: >
    text
    more
  condition: |
    evt.type in (open, openat) and m
    and not proc.aname[2] = 'a b'
  output: "o %evt.num %20proc.name %toupper(fd.name) \\x41"
  priority: WARNING
  tags: [t, &a u, *a]
  exceptions:
  - name: e
    fields: [proc.name, fd.name]
    comps: [=, startswith]
    values:
    - [a, /x]
  - {name: f, fields: proc.name, values: [a]}
- rule: r
  exceptions: [{name: e, values: [[b, /y]]}]
  override: {exceptions: append}
---
- rule: r
  enabled: false
`;

/** Some cuts, doublings and insertions of an otherwise sound file. */
export const mutated = fc
	.array(fc.record({at: fc.nat(SEED.length), cut: fc.nat(6), insert: fc.constantFrom('', ...PIECES), copy: fc.nat(40)}), {
		minLength: 1,
		maxLength: 6,
	})
	.map((edits) =>
		edits.reduce((text, {at, cut, insert, copy}) => {
			const from = Math.min(at, text.length);
			return text.slice(0, from) + insert + (copy > 30 ? text.slice(from, from + copy) : '') + text.slice(from + cut);
		}, SEED),
	);
