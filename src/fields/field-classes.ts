import {CONTAINER, CONTAINER_PROBES} from './container.ts';
import {EVT} from './evt.ts';
import {EVT_GENERIC} from './evt-generic.ts';
import {FD} from './fd.ts';
import {FDLIST} from './fdlist.ts';
import {FS_PATH} from './fs-path.ts';
import {GROUP} from './group.ts';
import {K8S} from './k8s.ts';
import {PROCESS} from './process.ts';
import type {FieldClass} from './row.ts';
import {USER} from './user.ts';
import {UTIL} from './util.ts';

/** All fields but the configuration's own, in Falco's order. */
export const FIELD_CLASSES: readonly FieldClass[] = [
	EVT_GENERIC,
	EVT,
	PROCESS,
	USER,
	GROUP,
	FD,
	FS_PATH,
	UTIL,
	FDLIST,
	CONTAINER,
	CONTAINER_PROBES,
	K8S,
];
