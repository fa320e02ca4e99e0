#include <sqlite3.h>

/* sqlite3_config takes what follows by its first argument, which Swift can't call. Counting memory puts one
   lock around every allocation of all connections: two cores lose a fifth of their pages to it. */
static inline int pierhead_sqlite_counts_no_memory(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
