/* Preloaded between the program and the disk: counts what is written, synced, cut and removed
   under one folder, tells a trace of it, and at the n-th call kills or fails. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { KILL = 0, TEAR = 1, FAIL_ONCE = 2, FAIL_ON = 3 };

static char folder[PATH_MAX];
static long calls, target = -1;
static int way, fault_number = EIO, trace = -1;

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = dlsym(RTLD_NEXT, name)

void shim_watch(const char *path) { strncpy(folder, path, sizeof folder - 1); calls = 0; }
void shim_arm(long at, int how, int number) { calls = 0; target = at; way = how; fault_number = number; }
long shim_calls(void) { return calls; }
void shim_trace(const char *path) { trace = path ? open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600) : -1; }

static ssize_t put(const void *bytes, size_t count)
{
    REAL(ssize_t, "write", int, const void *, size_t);
    return real(trace, bytes, count);
}

static void tell(char op, const char *path, off64_t at, const void *bytes, size_t count)
{
    if (trace < 0) return;
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%c\t%s\t%lld\t%zu\n", op, path + strlen(folder),
                          (long long)at, count);
    put(line, length);
    if (bytes) put(bytes, count);
}

void shim_mark(const char *word) { tell('M', folder, 0, word, strlen(word)); }

static int watched(const char *path)
{
    size_t length = strlen(folder), whole = strlen(path);
    if (!length || strncmp(path, folder, length)) return 0;
    return whole < 4 || strcmp(path + whole - 4, "-shm");
}

static int name_of(int fd, char *path)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = fd == trace ? -1 : readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    char *gone = strstr(path, " (deleted)");
    if (gone) *gone = 0;
    return watched(path);
}

/* 1 when the call is to fail; a torn write leaves its first half behind. */
static int struck(int fd, const void *bytes, size_t count, off64_t at)
{
    calls++;
    if (target < 0 || (way == FAIL_ON ? calls < target : calls != target)) return 0;
    if (way >= FAIL_ONCE) { errno = fault_number; return 1; }
    if (way == TEAR && bytes && count > 1) {
        if (at >= 0) lseek64(fd, at, SEEK_SET);
        REAL(ssize_t, "write", int, const void *, size_t);
        real(fd, bytes, count / 2);
    }
    kill(getpid(), SIGKILL);
    pause();
    return 1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
    char path[PATH_MAX];
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    if (name_of(fd, path)) {
        if (struck(fd, bytes, count, at)) return -1;
        tell('W', path, at, bytes, count);
    }
    return real(fd, bytes, count, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return pwrite64(fd, bytes, count, at); }

ssize_t write(int fd, const void *bytes, size_t count)
{
    char path[PATH_MAX];
    REAL(ssize_t, "write", int, const void *, size_t);
    if (name_of(fd, path)) {
        off64_t at = lseek64(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
        if (struck(fd, bytes, count, -1)) return -1;
        tell('W', path, at, bytes, count);
    }
    return real(fd, bytes, count);
}

static int synced(int fd)
{
    char path[PATH_MAX];
    if (!name_of(fd, path)) return 0;
    if (struck(fd, 0, 0, 0)) return -1;
    tell('S', path, 0, 0, 0);
    return 0;
}

int fsync(int fd) { REAL(int, "fsync", int); return synced(fd) ? -1 : real(fd); }
int fdatasync(int fd) { REAL(int, "fdatasync", int); return synced(fd) ? -1 : real(fd); }

int ftruncate64(int fd, off64_t size)
{
    char path[PATH_MAX];
    REAL(int, "ftruncate64", int, off64_t);
    if (name_of(fd, path)) {
        if (struck(fd, 0, 0, 0)) return -1;
        tell('T', path, size, 0, 0);
    }
    return real(fd, size);
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int unlink(const char *path)
{
    REAL(int, "unlink", const char *);
    if (watched(path)) {
        if (struck(-1, 0, 0, 0)) return -1;
        tell('U', path, 0, 0, 0);
    }
    return real(path);
}

int rename(const char *from, const char *to)
{
    REAL(int, "rename", const char *, const char *);
    if (watched(to)) {
        if (struck(-1, 0, 0, 0)) return -1;
        tell('R', from, 0, to + strlen(folder), strlen(to) - strlen(folder));
    }
    return real(from, to);
}
