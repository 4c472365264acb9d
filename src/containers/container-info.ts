import type {ByteString} from '../events/byte-string.ts';

/** What a container runtime says of a container. Byte strings; what the runtime did not say is left out. */
export interface ContainerInfo {
	readonly fullId?: ByteString;
	readonly name?: ByteString;
	/** docker, podman, containerd, cri-o, lxc… */
	readonly type?: ByteString;
	/** Reference with tag. */
	readonly image?: ByteString;
	readonly imageId?: ByteString;
	readonly imageRepository?: ByteString;
	readonly imageTag?: ByteString;
	readonly imageDigest?: ByteString;
	readonly privileged?: boolean;
	readonly mounts?: readonly ContainerMount[];
	readonly labels?: Readonly<Record<string, ByteString>>;
	/** Address in text. */
	readonly ip?: ByteString;
	readonly cniJson?: ByteString;
	readonly hostPid?: boolean;
	readonly hostNetwork?: boolean;
	readonly hostIpc?: boolean;
	readonly pod?: PodInfo;
}

export interface ContainerMount {
	readonly source: ByteString;
	readonly dest: ByteString;
	readonly mode: ByteString;
	readonly rdwr: boolean;
	readonly propagation: ByteString;
}

export interface PodInfo {
	readonly name?: ByteString;
	readonly namespace?: ByteString;
	readonly uid?: ByteString;
	readonly fullSandboxId?: ByteString;
	readonly labels?: Readonly<Record<string, ByteString>>;
}
