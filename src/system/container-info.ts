import type {ByteString} from '../events/byte-string.ts';

/** What a container runtime says of a container. Byte strings; '' where it did not say. */
export interface ContainerInfo {
	/** As `Thread.containerId` has it: 12 digits for Docker-like runtimes. */
	readonly id: ByteString;
	readonly fullId: ByteString;
	readonly name: ByteString;
	/** docker, podman, containerd, cri-o, lxc… */
	readonly type: ByteString;
	/** Reference with tag. */
	readonly image: ByteString;
	readonly imageId: ByteString;
	readonly imageRepository: ByteString;
	readonly imageTag: ByteString;
	readonly imageDigest: ByteString;
	readonly privileged: boolean;
	readonly mounts: readonly ContainerMount[];
	/** Those of Kubernetes among them: `io.kubernetes.pod.name` and its like. */
	readonly labels: Labels;
	/** Address in text. */
	readonly ip: ByteString;
	readonly cniJson: ByteString;
	readonly hostPid: boolean;
	readonly hostNetwork: boolean;
	readonly hostIpc: boolean;
	/** Whether it only holds the namespaces of a pod. */
	readonly isPodSandbox: boolean;
	/** The whole id of the sandbox of its pod. */
	readonly podSandboxId: ByteString;
	readonly podSandboxLabels: Labels;
}

export type Labels = Readonly<Record<string, ByteString>>;

export interface ContainerMount {
	readonly source: ByteString;
	readonly dest: ByteString;
	readonly mode: ByteString;
	readonly rdwr: boolean;
	readonly propagation: ByteString;
}

const UNSAID: ContainerInfo = {
	id: '',
	fullId: '',
	name: '',
	type: '',
	image: '',
	imageId: '',
	imageRepository: '',
	imageTag: '',
	imageDigest: '',
	privileged: false,
	mounts: [],
	labels: {},
	ip: '',
	cniJson: '',
	hostPid: false,
	hostNetwork: false,
	hostIpc: false,
	isPodSandbox: false,
	podSandboxId: '',
	podSandboxLabels: {},
};

/** A record with what is known. */
export const containerInfo = (known: Partial<ContainerInfo>): ContainerInfo => ({...UNSAID, ...known});

/** What the fields show outside of containers. */
export const HOST = containerInfo({id: 'host', fullId: 'host', name: 'host', type: 'host'});

export const SHORT_ID_LENGTH = 12;
