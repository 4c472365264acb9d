import {expect, test} from 'vitest';
import {parseCgroups} from '../../src/system/cgroups.ts';
import {containerIdOfPath, shownContainerId} from '../../src/system/container-id.ts';

const ID = '3f2a9c81d07e4b56a1c2d3e4f5061728394a5b6c7d8e9f00112233445566778899'.slice(0, 64);
const OTHER = ID.split('').reverse().join('');
const SHOWN = ID.slice(0, 12);

test.each([
	['docker, cgroupfs', `/docker/${ID}`],
	['docker, systemd', `/system.slice/docker-${ID}.scope`],
	['kubernetes, cgroupfs', `/kubepods/besteffort/pod8f1c5a2e-1111-2222-3333-444455556666/${ID}`],
	[
		'kubernetes, systemd',
		`/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod8f1c5a2e_1111_2222_3333_444455556666.slice/cri-containerd-${ID}.scope`,
	],
	['kubernetes, systemd, cri-o', `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1_2.slice/crio-${ID}.scope`],
	['cri with a slice as parent', `/system.slice/kubepods-besteffort-pod1_2.slice:cri-containerd:${ID}`],
	['podman', `/libpod_parent/libpod-${ID}`],
	['podman in a pod', `/libpod_parent/${OTHER}/libpod-${ID}`],
	['podman, systemd', `/machine.slice/libpod-${ID}.scope/container`],
	['podman without root', `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope`],
	['kubernetes in docker', `/docker/${OTHER}/kubelet/kubepods/besteffort/pod1/${ID}`],
	['an init below the container', `/docker/${ID}/init.scope`],
])('%s: the first 12 digits', (_, path) => {
	expect([containerIdOfPath(path), shownContainerId(containerIdOfPath(path))]).toEqual([ID, SHOWN]);
});

test.each([
	['/lxc.payload.web', 'web'],
	['/lxc/web/user.slice', 'web'],
	['/buildah-buildah3051', 'buildah-buildah3051'],
	['/machine.slice/machine-deb.scope/payload', 'deb'],
	['/machine.slice/machine-my\\x2dbox.scope', 'my-box'],
	['/default/ct-ctr', 'ct-ctr'],
])('%s is the container %s', (path, id) => {
	expect(shownContainerId(containerIdOfPath(path))).toBe(id);
});

test.each([
	'/',
	'',
	'/user.slice/user-1000.slice/session-3.scope',
	'/system.slice/sshd.service',
	'/init.scope',
	'/libpod_parent/conmon',
	`/machine.slice/libpod-conmon-${ID}.scope`,
	`/kubepods.slice/crio-conmon-${ID}.scope`,
	'/lxc.monitor.web',
	'/system.slice/0123456789abcdef0123456789abcdef',
	`/docker/${ID.slice(1)}`,
	`/docker/${ID}0`,
	`/x${ID}`,
	'/system.slice/containerd.service',
])('%s is no container', (path) => {
	expect(containerIdOfPath(path)).toBe('');
});

test('any subsystem can tell the container, and subsystems have their usual names', () => {
	expect(parseCgroups(`cpuset_cgroup=/\0mem_cgroup=/docker/${ID}\0io=/\0perf=/\0`)).toEqual({
		text: `cpuset=/\0memory=/docker/${ID}\0blkio=/\0perf_event=/\0`,
		containerId: SHOWN,
		containerFullId: ID,
	});
	expect(parseCgroups('')).toEqual({text: '', containerId: '', containerFullId: ''});
});
