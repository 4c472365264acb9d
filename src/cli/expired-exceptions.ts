import {type Finding, findingAt} from '../rules/check/finding.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import {createSourceFile} from '../rules/source-file.ts';
import {expiringExceptions} from '../tuning/expiry.ts';
import {escapeControls} from './terminal-text.ts';

/**
 * Exceptions whose time is over but that still stand in their file. Nothing but the dashboard, where somebody sees it, takes
 * them out of force: Falco does not know of their end, and an agent must not mean something else than Falco by the same file.
 */
export function findExpired(files: readonly RulesFile[], nowMs: number): Finding[] {
	return files.flatMap((file) =>
		expiringExceptions(file.text).flatMap(({exception, expiry}) => {
			if (expiry.kind !== 'at' || expiry.atMs > nowMs) return [];
			const until = new Date(expiry.atMs).toISOString().replace(/\.\d+Z$/, 'Z');
			const {condition, kind, name} = exception;
			return [
				findingAt(
					{source: createSourceFile(file), offset: lineOffset(file.text, exception.line)},
					{
						severity: 'warning',
						code: 'CHECK_EXPIRED_EXCEPTION',
						message: `The exception of ${kind} '${name}' ended ${until}, and silences on: ${condition}`,
						hint: 'take it out of the file, or the line above it that gives it an end; the dashboard removes it when it is opened',
						item: {type: 'macro', name},
					},
				),
			];
		}),
	);
}

/** The same for a log: one line each. */
export const expiredTexts = (files: readonly RulesFile[], nowMs: number): string[] =>
	findExpired(files, nowMs).map(({place, message}) => escapeControls(`${place.file}:${place.line + 1}: ${message}`));

function lineOffset(text: string, line: number): number {
	let offset = 0;
	for (let at = 1; at < line; at++) offset = text.indexOf('\n', offset) + 1;
	return offset;
}
