/** A version x.y.z; what follows a dash or plus is not compared. */
export interface Version {
	readonly major: number;
	readonly minor: number;
	readonly patch: number;
}

/** The engine version of Falco 0.44, whose rule language is understood here. */
export const ENGINE_VERSION = '0.62.0';

export function parseVersion(text: string): Version | undefined {
	const found = /^(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(text);
	return found ? {major: Number(found[1]), minor: Number(found[2]), patch: Number(found[3])} : undefined;
}

/** Negative when `a` is older than `b`. */
export const compareVersions = (a: Version, b: Version): number => a.major - b.major || a.minor - b.minor || a.patch - b.patch;

/** Whether something of version `present` does for who asks for `required`: same major version, not older. */
export const isCompatible = (present: Version, required: Version): boolean =>
	present.major === required.major && compareVersions(present, required) >= 0;

export const printVersion = (version: Version): string => `${version.major}.${version.minor}.${version.patch}`;
