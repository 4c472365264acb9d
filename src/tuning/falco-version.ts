/** Whether a version such as `0.37.1` comes before `major.minor`; no version is the newest. */
export function isBefore(version: string | undefined, major: number, minor: number): boolean {
	if (version === undefined) return false;
	const [foundMajor = 0, foundMinor = 0] = version.split('.').map(Number);
	return foundMajor < major || (foundMajor === major && foundMinor < minor);
}
