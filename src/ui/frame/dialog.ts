import type {DialogModel} from '../chrome/model.ts';

/** A question or a menu: Ink draws it, its keys do what they say. */
export interface Dialog {
	readonly model: DialogModel;
	readonly keys: Readonly<Record<string, () => void>>;
}
