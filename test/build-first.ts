/** Tests of the whole program run dist/: it is bundled anew from the sources before they start. */
export async function setup(): Promise<void> {
	// @ts-expect-error: the build script is plain JavaScript, without types
	const {bundle} = await import('../scripts/build.mjs');
	await bundle();
}
