#include <sqlite3.h>

/// Swift cannot call a function of variable arguments. To be called before any file is opened.
static inline int cassia_sqlite_without_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
