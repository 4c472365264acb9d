/** The JSON of a container, as today's captures carry it, from the four parameters of the first container event. */
export function containerJson(params: readonly Buffer[]): Buffer {
	const text = (index: number): string => (params[index]?.toString('utf8') ?? '').replace(/\0.*$/s, '');
	const type = params[1]?.length === 4 ? params[1].readUInt32LE(0) : 0;
	const container = {Mounts: [], id: text(0), image: text(3), name: text(2), type};
	return Buffer.from(`${JSON.stringify({container})}\0`);
}
