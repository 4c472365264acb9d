/** A key of `falco.yaml` as data: reading, checking, defaults and the documentation all come from this. */
export type ConfigKey =
	| Scalar<'bool', boolean>
	| Scalar<'string', string>
	| (Scalar<'number', number> & {readonly minimum?: number; readonly maximum?: number; readonly integer?: boolean})
	| (Scalar<'enum', string> & {readonly of: readonly string[]})
	/** A duration in milliseconds, written `1h30m` or `500ms`. */
	| Scalar<'duration', number>
	/** A size in bytes, written `48M` or `1.5G` (binary units). */
	| Scalar<'bytes', number>
	| Scalar<'strings', readonly string[]>
	| Scalar<'string map', Readonly<Record<string, string>>>
	/** Lists of other shapes: read by the module that knows them. */
	| Scalar<'list', readonly ConfigNode[]>;

interface Scalar<Type extends string, Value> {
	readonly type: Type;
	/** The value where the key is absent. */
	readonly default: Value;
	/** The value of the built-in configuration, used where there is no file at all. */
	readonly builtIn?: Value;
	/** The value where what is written is no such value; else the default stands in. */
	readonly whenWrong?: Value;
	readonly doc: string;
	/** Read and checked, but without effect so far. */
	readonly later?: true;
}

/** What a YAML file holds; scalars are the texts as written. */
export type ConfigNode = string | readonly ConfigNode[] | {readonly [key: string]: ConfigNode};
