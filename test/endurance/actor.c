// What the noise does that no everyday tool does in one call. Copied under many names: its first argument says what to do.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int dial(const char *address, int port, int type)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
	inet_pton(AF_INET, address, &to.sin_addr);
	int fd = socket(AF_INET, type | SOCK_NONBLOCK, 0);
	connect(fd, (struct sockaddr *)&to, sizeof to);
	return fd;
}

// Attaches to a child of its own and lets it go.
static int attach(void)
{
	pid_t child = fork();
	if (child == 0) {
		pause();
		_exit(0);
	}
	if (ptrace(PTRACE_ATTACH, child, 0, 0) == 0) {
		waitpid(child, 0, 0);
		ptrace(PTRACE_DETACH, child, 0, 0);
	}
	kill(child, SIGKILL);
	waitpid(child, 0, 0);
	return 0;
}

static int in_memory(char **argv)
{
	char buffer[65536];
	ssize_t n;
	int from = open(argv[0], O_RDONLY);
	int to = memfd_create("module", MFD_CLOEXEC);
	while ((n = read(from, buffer, sizeof buffer)) > 0)
		if (write(to, buffer, n) != n)
			return 1;
	fexecve(to, argv, environ);
	return 1;
}

// Takes connections on every port and closes them at once, until killed.
static int serve(char **ports)
{
	for (; *ports; ports++) {
		if (fork() == 0) {
			struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(*ports))};
			int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
			setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
			if (bind(fd, (struct sockaddr *)&at, sizeof at) || listen(fd, 64))
				_exit(1);
			for (;;)
				close(accept(fd, 0, 0));
		}
	}
	for (;;)
		pause();
}

int main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	if (!strcmp(verb, "attach"))
		return attach();
	if (!strcmp(verb, "traceme"))
		return ptrace(PTRACE_TRACEME, 0, 0, 0) != 0;
	if (!strcmp(verb, "memory") && argc > 2)
		return in_memory(argv + 2);
	if (!strcmp(verb, "serve"))
		return serve(argv + 2);
	if (!strcmp(verb, "tcp") && argc > 3)
		return close(dial(argv[2], atoi(argv[3]), SOCK_STREAM));
	if (!strcmp(verb, "udp") && argc > 3)
		return close(dial(argv[2], atoi(argv[3]), SOCK_DGRAM));
	if (!strcmp(verb, "redirect") && argc > 3)
		return dup2(dial(argv[2], atoi(argv[3]), SOCK_STREAM), 0) < 0;
	if (!strcmp(verb, "packet"))
		return socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)) < 0;
	if (!strcmp(verb, "setuid") && argc > 3) {
		setresuid(atoi(argv[2]), atoi(argv[2]), -1);
		return setuid(atoi(argv[3])) != 0;
	}
	fprintf(stderr, "usage: %s attach|traceme|memory|serve|tcp|udp|redirect|packet|setuid …\n", argv[0]);
	return 2;
}
