// What Swift's Glibc module leaves out: eventfd(2), prctl(2), whose variadic form Swift can't call, ppoll(2), and a newer
// part of posix_spawn(3).
#ifndef RECKONER_CLINUX_H
#define RECKONER_CLINUX_H

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <time.h>

static inline int reckoner_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

static inline void reckoner_name_current_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

// Shown by its header only with _GNU_SOURCE. Waits at most so long, to the nanosecond.
extern int ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *limit, const sigset_t *mask);

static inline int reckoner_poll(void *descriptors, unsigned long count, long seconds, long nanoseconds) {
  struct timespec limit = {.tv_sec = seconds, .tv_nsec = nanoseconds};
  return ppoll((struct pollfd *)descriptors, count, &limit, 0);
}

// In glibc from 2.34 on; its header shows it only with _GNU_SOURCE or _DEFAULT_SOURCE.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);

static inline int reckoner_spawn_closes_from(void *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np((posix_spawn_file_actions_t *)actions, first);
}

#endif
