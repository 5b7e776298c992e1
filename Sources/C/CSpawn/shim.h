// What glibc has beyond POSIX for starting programs, and shows only to those who define _GNU_SOURCE before they include anything.
#pragma once
#include <spawn.h>

#if defined(__linux__)
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);
#endif
