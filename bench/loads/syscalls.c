// One kind of system call again and again: syscalls KIND COUNT [PER_SECOND]. Prints nanoseconds per operation: elapsed, and of
// the processor, children included.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static double processor_time(int who) {
	struct rusage used;
	getrusage(who, &used);
	return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e9 + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e3;
}

static double processor(void) { return processor_time(RUSAGE_SELF) + processor_time(RUSAGE_CHILDREN); }

static void die(const char *what) {
	perror(what);
	exit(1);
}

static void nothing(long i) { (void)i; syscall(SYS_getppid); }

static int zero = -1;
static void read_zero(long i) {
	char c;
	(void)i;
	if (read(zero, &c, 1) != 1) die("read");
}

static void open_read(long i) {
	(void)i;
	int fd = open("/etc/hostname", O_RDONLY);
	if (fd < 0) die("open");
	close(fd);
}

static void open_write(long i) {
	(void)i;
	int fd = open("/tmp/falconer-bench", O_WRONLY | O_CREAT, 0600);
	if (fd < 0) die("open");
	close(fd);
}

static int server = -1;
static struct sockaddr_in address;
static void connection(long i) {
	(void)i;
	int client = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(client, (struct sockaddr *)&address, sizeof(address))) die("connect");
	int accepted = accept(server, NULL, NULL);
	close(client);
	close(accepted);
}

static void process(long i) {
	char *argv[] = {"true", NULL};
	pid_t pid;
	(void)i;
	if (posix_spawn(&pid, "/bin/true", NULL, NULL, argv, environ)) die("posix_spawn");
	waitpid(pid, NULL, 0);
}

static void listen_on_loopback(void) {
	socklen_t length = sizeof(address);
	server = socket(AF_INET, SOCK_STREAM, 0);
	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(server, (struct sockaddr *)&address, length) || listen(server, 16)) die("listen");
	getsockname(server, (struct sockaddr *)&address, &length);
}

static const struct { const char *name; void (*run)(long); } kinds[] = {
	{"getppid", nothing}, {"read", read_zero}, {"open", open_read}, {"openw", open_write}, {"tcp", connection}, {"exec", process},
};

int main(int argc, char **argv) {
	long count = argc > 2 ? atol(argv[2]) : 0;
	double per_second = argc > 3 ? atof(argv[3]) : 0;
	for (unsigned k = 0; argc > 1 && k < sizeof(kinds) / sizeof(*kinds); k++) {
		if (strcmp(argv[1], kinds[k].name)) continue;
		zero = open("/dev/zero", O_RDONLY);
		listen_on_loopback();
		double start = now(), used = processor();
		for (long i = 0; i < count; i++) {
			// Who is late catches up: that is what a burst is.
			while (per_second > 0 && now() < start + i / per_second * 1e9);
			kinds[k].run(i);
		}
		printf("%.1f %.1f\n", (now() - start) / count, (processor() - used) / count);
		return 0;
	}
	fprintf(stderr, "usage: syscalls getppid|read|open|openw|tcp|exec COUNT [PER_SECOND]\n");
	return 2;
}
