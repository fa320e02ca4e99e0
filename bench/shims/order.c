/* Tells ThreadSanitizer what Swift's own libraries make sure of, and can't tell it because they are not built with it.
 *
 * Loaded before a program that was built with ThreadSanitizer. It stands between the program and the runtime in four places:
 *
 *   continuations   what was done before a continuation was resumed is done before its task goes on. The runtime says so
 *                   where the task was suspended, but not where it was resumed sooner and goes on at once.
 *   references      what was done with an object before its reference was given back is done before somebody finds
 *                   that theirs is the only one, and writes into it: copy on write.
 *   the last one    the same, before the object is taken down.
 *   Mutex           where a lock of Synchronization is waited for, the kernel hands it on, and no atomic shows it.
 *
 * It only adds order that is there. So it hides no race but one that such an order makes none, and nothing is suppressed
 * by name. shims/broken.swift does each of the four rightly, and must not be accused.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stddef.h>

extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

static void acquire(void *at) {
  if (__tsan_acquire && at) __tsan_acquire(at);
}

static void release(void *at) {
  if (__tsan_release && at) __tsan_release(at);
}

/* What the runtime itself has under a name, looked for once. */
#define REAL(type, name)                                          \
  static type *known;                                             \
  type *real = __atomic_load_n(&known, __ATOMIC_RELAXED);         \
  if (!real) {                                                    \
    real = (type *)dlsym(RTLD_NEXT, name);                        \
    __atomic_store_n(&known, real, __ATOMIC_RELAXED);             \
  }

/* Continuations */

extern void *swift_task_getCurrent(void) __attribute__((weak));

typedef __attribute__((swiftasynccall)) void Continuing(__attribute__((swift_async_context)) void *);
/* The two words that every context of an async function begins with. */
struct Context {
  void *parent;
  Continuing *resume;
};
static __thread Continuing *goes_on;

static __attribute__((swiftasynccall)) void resumed_sooner(__attribute__((swift_async_context)) void *context) {
  acquire(swift_task_getCurrent());
  Continuing *next = goes_on;
  __attribute__((musttail)) return next(context);
}

/* A task that is suspended goes on where swift_continuation_init said; only one that need not be goes by its context. */
typedef __attribute__((swiftasynccall)) void Awaiting(struct Context *);
__attribute__((swiftasynccall)) void swift_continuation_await(struct Context *context) {
  REAL(Awaiting, "swift_continuation_await")
  goes_on = context->resume;
  context->resume = resumed_sooner;
  __attribute__((musttail)) return real(context);
}

typedef void Resuming(void *);
void swift_continuation_resume(void *task) {
  REAL(Resuming, "swift_continuation_resume")
  release(task);
  real(task);
}

void swift_continuation_throwingResume(void *task) {
  REAL(Resuming, "swift_continuation_throwingResume")
  release(task);
  real(task);
}

typedef void Failing(void *, void *);
void swift_continuation_throwingResumeWithError(void *task, void *error) {
  REAL(Failing, "swift_continuation_throwingResumeWithError")
  release(task);
  real(task, error);
}

/* References. Callers may count on more registers than C keeps. */

#define KEEPING __attribute__((preserve_most))

typedef size_t Counting(void *);
static KEEPING void give_back(void *object, uint32_t times) {
  REAL(Counting, "swift_retainCount")
  if (real(object) <= times)
    acquire(object);
  else
    release(object);
}

/* The object of a bridged reference, or NULL where its bits are the value itself. */
static void *bridged(void *reference) {
  uintptr_t bits = (uintptr_t)reference;
  return bits >> 63 ? NULL : (void *)(bits & 0x00FFFFFFFFFFFFF8);
}

typedef void Releasing(void *);
typedef void ReleasingMany(void *, uint32_t);

KEEPING void swift_release(void *object) {
  REAL(Releasing, "swift_release")
  if ((intptr_t)object > 0) give_back(object, 1);
  real(object);
}

KEEPING void swift_release_n(void *object, uint32_t times) {
  REAL(ReleasingMany, "swift_release_n")
  if ((intptr_t)object > 0) give_back(object, times);
  real(object, times);
}

KEEPING void swift_bridgeObjectRelease(void *reference) {
  REAL(Releasing, "swift_bridgeObjectRelease")
  void *object = bridged(reference);
  if (object) give_back(object, 1);
  real(reference);
}

KEEPING void swift_bridgeObjectRelease_n(void *reference, uint32_t times) {
  REAL(ReleasingMany, "swift_bridgeObjectRelease_n")
  void *object = bridged(reference);
  if (object) give_back(object, times);
  real(reference, times);
}

typedef _Bool Asking(const void *);
_Bool swift_isUniquelyReferenced_native(const void *object) {
  REAL(Asking, "swift_isUniquelyReferenced_native")
  _Bool is_alone = real(object);
  if (is_alone) acquire((void *)object);
  return is_alone;
}

_Bool swift_isUniquelyReferenced_nonNull_native(const void *object) {
  REAL(Asking, "swift_isUniquelyReferenced_nonNull_native")
  _Bool is_alone = real(object);
  if (is_alone) acquire((void *)object);
  return is_alone;
}

/* Mutex: _MutexHandle._lockSlow(_:) and _unlockSlow() */

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
typedef __attribute__((swiftcall)) void Locking(uint32_t, __attribute__((swift_context)) void *);
typedef __attribute__((swiftcall)) void Unlocking(__attribute__((swift_context)) void *);

Locking lock_slow __asm__(LOCK_SLOW);
__attribute__((swiftcall)) void lock_slow(uint32_t thread, __attribute__((swift_context)) void *mutex) {
  REAL(Locking, LOCK_SLOW)
  real(thread, mutex);
  acquire(mutex);
}

Unlocking unlock_slow __asm__(UNLOCK_SLOW);
__attribute__((swiftcall)) void unlock_slow(__attribute__((swift_context)) void *mutex) {
  REAL(Unlocking, UNLOCK_SLOW)
  release(mutex);
  real(mutex);
}
