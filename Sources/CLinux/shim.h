// What Swift's Glibc module leaves out: eventfd(2), and prctl(2), whose variadic form Swift can't call.
#ifndef RECKONER_CLINUX_H
#define RECKONER_CLINUX_H

#include <sys/eventfd.h>
#include <sys/prctl.h>

static inline int reckoner_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

static inline void reckoner_name_current_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

#endif
