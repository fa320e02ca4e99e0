/* Stands between a program and one folder of the disk (LD_PRELOAD): writes down in which order it wrote, and lets the
   n-th write or fsync fail.

   DISK_FOLDER  the folder, without links in its path; only files that stand in it itself are watched
   DISK_TRACE   the file that records are added to; none: nothing is written down
   DISK_FAIL    KIND:ERROR:N:MANY:SUFFIX, such as fsync:EIO:17:1: — of the writes or fsyncs of files whose names end so
                the N-th and those after it fail, MANY in all (0: for ever)
   DISK_MARK    a file that is made when the first has failed

   A record is `struct record` and `length` bytes after it. Times are CLOCK_MONOTONIC, in order of the records. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, TRUNCATE, UNLINK, RENAME, SYNC_BEGINS, SYNC_ENDS };

struct record {
  uint64_t time, kind, inode, offset, length;
};

enum { MOST_FILES = 65536, NONE = 0, QUIET, WATCHED, FOLDER };

static struct {
  uint64_t inode;
  char kind;
  char name[120];
} files[MOST_FILES];

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static int trace = -1;
static uint64_t syncs;

static struct {
  int of_syncs, error;
  long first, many, seen;
  char suffix[64];
} fault;
static const char *mark;

static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_ftruncate)(int, off64_t);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

static void find(void) {
  real_open = dlsym(RTLD_NEXT, "open64");
  real_openat = dlsym(RTLD_NEXT, "openat64");
  real_close = dlsym(RTLD_NEXT, "close");
  real_write = dlsym(RTLD_NEXT, "write");
  real_writev = dlsym(RTLD_NEXT, "writev");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
}

__attribute__((constructor)) static void begin(void) {
  if (!real_open) find();
  const char *path = getenv("DISK_FOLDER");
  if (!path || !realpath(path, folder)) return;
  folder_length = strlen(folder);
  if ((path = getenv("DISK_TRACE"))) trace = real_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  mark = getenv("DISK_MARK");
  const char *words = getenv("DISK_FAIL");
  char kind[16] = "", error[16] = "";
  if (words && sscanf(words, "%15[^:]:%15[^:]:%ld:%ld:%63s", kind, error, &fault.first, &fault.many, fault.suffix) >= 4) {
    fault.of_syncs = !strcmp(kind, "fsync");
    fault.error = !strcmp(error, "ENOSPC") ? ENOSPC : EIO;
  }
}

static int ends(const char *name, const char *suffix) {
  size_t a = strlen(name), b = strlen(suffix);
  return a >= b && !strcmp(name + a - b, suffix);
}

/* The name within the folder, the empty one for the folder itself, or NULL for what stands elsewhere. */
static const char *inside(const char *path) {
  if (!folder_length || !path || strncmp(path, folder, folder_length)) return NULL;
  path += folder_length;
  if (*path == 0 || (*path == '/' && path[1] == 0)) return "";
  return *path == '/' && !strchr(path + 1, '/') ? path + 1 : NULL;
}

/* Of the log's index in memory nothing is needed after a crash; locks and sockets hold nothing. */
static int is_quiet(const char *name) { return ends(name, "-shm") || ends(name, ".lock") || ends(name, ".socket"); }

/* Called with the lock. */
static void note(int kind, uint64_t inode, uint64_t offset, const void *bytes, size_t length) {
  if (trace < 0) return;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  struct record record = {(uint64_t)now.tv_sec * 1000000000 + now.tv_nsec, kind, inode, offset, length};
  struct iovec parts[] = {{&record, sizeof record}, {(void *)bytes, length}};
  if (real_writev(trace, parts, 2) != (ssize_t)(sizeof record + length)) abort();
}

/* Whether this one fails. Called with the lock. */
static int fails(int is_sync, const char *name) {
  if (!fault.first || fault.of_syncs != is_sync || !ends(name, fault.suffix)) return 0;
  fault.seen++;
  if (fault.seen < fault.first || (fault.many && fault.seen >= fault.first + fault.many)) return 0;
  if (fault.seen == fault.first && mark) real_close(real_open(mark, O_WRONLY | O_CREAT, 0600));
  errno = fault.error;
  return 1;
}

static int opened(int file, const char *path, int flags, int is_new) {
  const char *name = inside(path);
  if (file < 0 || file >= MOST_FILES || !name) return file;
  struct stat64 facts;
  if (fstat64(file, &facts)) return file;
  files[file].inode = facts.st_ino;
  snprintf(files[file].name, sizeof files[file].name, "%s", name);
  files[file].kind = S_ISDIR(facts.st_mode) ? FOLDER : is_quiet(name) ? QUIET : WATCHED;
  if (files[file].kind == WATCHED) {
    if (is_new) note(CREATE, facts.st_ino, 0, name, strlen(name));
    else if (flags & O_TRUNC) note(TRUNCATE, facts.st_ino, 0, NULL, 0);
  }
  return file;
}

static int open_any(int at, const char *path, int flags, mode_t mode) {
  if (!real_open) find();
  if (!inside(path)) return real_openat(at, path, flags, mode);
  pthread_mutex_lock(&lock);
  struct stat64 facts;
  int is_new = (flags & O_CREAT) && stat64(path, &facts);
  int file = opened(real_openat(at, path, flags, mode), path, flags, is_new);
  pthread_mutex_unlock(&lock);
  return file;
}

#define MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list words; \
    va_start(words, flags); \
    mode = va_arg(words, mode_t); \
    va_end(words); \
  }

int open(const char *path, int flags, ...) { MODE(flags) return open_any(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_any(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return open_any(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return open_any(at, path, flags, mode); }
int creat(const char *path, mode_t mode) { return open_any(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int file) {
  if (!real_open) find();
  if (file >= 0 && file < MOST_FILES) files[file].kind = NONE;
  return real_close(file);
}

static int kind(int file) { return file >= 0 && file < MOST_FILES ? files[file].kind : NONE; }

/* A write at `offset`, or where the file stands when that is -1. */
static ssize_t put(int file, const void *bytes, size_t length, off64_t offset) {
  pthread_mutex_lock(&lock);
  ssize_t done = -1;
  if (!fails(0, files[file].name)) {
    off64_t at = offset < 0 ? lseek64(file, 0, fcntl(file, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR) : offset;
    done = offset < 0 ? real_write(file, bytes, length) : real_pwrite(file, bytes, length, offset);
    if (done > 0 && files[file].kind == WATCHED) note(WRITE, files[file].inode, at, bytes, done);
  }
  int kept = errno;
  pthread_mutex_unlock(&lock);
  errno = kept;
  return done;
}

ssize_t write(int file, const void *bytes, size_t length) {
  if (!real_open) find();
  return kind(file) >= QUIET && kind(file) != FOLDER ? put(file, bytes, length, -1) : real_write(file, bytes, length);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
  if (!real_open) find();
  return kind(file) >= QUIET ? put(file, bytes, length, offset) : real_pwrite(file, bytes, length, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
  return pwrite64(file, bytes, length, offset);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  if (!real_open) find();
  if (kind(file) < QUIET) return real_writev(file, parts, count);
  ssize_t all = 0;
  for (int at = 0; at < count; at++) {
    ssize_t done = put(file, parts[at].iov_base, parts[at].iov_len, -1);
    if (done < 0) return all ? all : -1;
    all += done;
    if ((size_t)done < parts[at].iov_len) break;
  }
  return all;
}

int ftruncate64(int file, off64_t length) {
  if (!real_open) find();
  if (kind(file) != WATCHED) return real_ftruncate(file, length);
  pthread_mutex_lock(&lock);
  int status = real_ftruncate(file, length);
  if (!status) note(TRUNCATE, files[file].inode, length, NULL, 0);
  pthread_mutex_unlock(&lock);
  return status;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int unlink(const char *path) {
  if (!real_open) find();
  const char *name = inside(path);
  if (!name || is_quiet(name)) return real_unlink(path);
  pthread_mutex_lock(&lock);
  int status = real_unlink(path), kept = errno;
  if (!status) note(UNLINK, 0, 0, name, strlen(name));
  pthread_mutex_unlock(&lock);
  errno = kept;
  return status;
}

int unlinkat(int at, const char *path, int flags) {
  static int (*real)(int, const char *, int);
  if (!real) real = dlsym(RTLD_NEXT, "unlinkat");
  return inside(path) && !flags ? unlink(path) : real(at, path, flags);
}

int remove(const char *path) {
  static int (*real)(const char *);
  if (!real) real = dlsym(RTLD_NEXT, "remove");
  return inside(path) ? unlink(path) : real(path);
}

int rename(const char *from, const char *to) {
  if (!real_open) find();
  const char *old = inside(from), *new = inside(to);
  if (!old || !new) return real_rename(from, to);
  pthread_mutex_lock(&lock);
  char names[512];
  int length = snprintf(names, sizeof names, "%s/%s", old, new);
  int status = real_rename(from, to), kept = errno;
  if (!status) note(RENAME, 0, 0, names, length);
  pthread_mutex_unlock(&lock);
  errno = kept;
  return status;
}

/* What is written while a sync is under way is not covered by it: so its beginning is written down too. */
static int sync_any(int file, int (*real)(int)) {
  if (kind(file) != WATCHED && kind(file) != FOLDER) return real(file);
  uint64_t inode = kind(file) == FOLDER ? 0 : files[file].inode;
  pthread_mutex_lock(&lock);
  uint64_t number = ++syncs << 1;
  int failing = fails(1, files[file].name);
  note(SYNC_BEGINS, inode, number, NULL, 0);
  pthread_mutex_unlock(&lock);
  int status = failing ? -1 : real(file), kept = failing ? fault.error : errno;
  pthread_mutex_lock(&lock);
  /* The lowest bit: it failed. */
  note(SYNC_ENDS, inode, number | (status != 0), NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = kept;
  return status;
}

int fsync(int file) {
  if (!real_open) find();
  return sync_any(file, real_fsync);
}

int fdatasync(int file) {
  if (!real_open) find();
  return sync_any(file, real_fdatasync);
}
