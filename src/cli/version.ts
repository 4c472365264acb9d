import {readFileSync} from 'node:fs';
import path from 'node:path';
import {ENGINE_VERSION, parseVersion} from '../rules/versions.ts';

/** The Falco whose verdicts, flags and files are followed. */
export const FALCO_VERSION = '0.44.1';

export function programVersion(packageRoot: string): string {
	const {version} = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as {version: string};
	return version;
}

/** What `--version` prints; as JSON with the keys of Falco's, and our own. */
export function versionText(packageRoot: string, json: boolean): string {
	const version = programVersion(packageRoot);
	const {minor = 0} = parseVersion(ENGINE_VERSION) ?? {};
	if (json) {
		return JSON.stringify({
			default_driver_version: version,
			driver_api_version: '8.0.0',
			driver_schema_version: '4.0.0',
			engine_version: String(minor),
			engine_version_semver: ENGINE_VERSION,
			falco_version: FALCO_VERSION,
			falconer_version: version,
			libs_version: version,
			plugin_api_version: '3.0.0',
		});
	}
	return [
		`Falconer version: ${version}`,
		`Falco version:    ${FALCO_VERSION} (rules, flags and outputs follow it)`,
		`Engine version:   ${minor} (${ENGINE_VERSION})`,
		`Driver:           eBPF, built in`,
		`Node:             ${process.version} on ${process.platform} ${process.arch}`,
	].join('\n');
}
