/** Each project loads this file anew, in one process. */
const once = globalThis as {falconerBundle?: Promise<void>};

/**
 * Tests of the whole program run dist/: it is bundled anew from the sources before they start, with the code that V8 makes of
 * it, without which each of hundreds of starts takes longer.
 */
export async function setup(): Promise<void> {
	once.falconerBundle ??= build();
	await once.falconerBundle;
}

async function build(): Promise<void> {
	// @ts-expect-error: the build script is plain JavaScript, without types
	const {bundle, hasCode, makeCode} = await import('../scripts/build.mjs');
	await bundle();
	if (!hasCode()) makeCode();
}
