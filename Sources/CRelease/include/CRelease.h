/* The commit that this program was built from, as `make` names it; empty where nobody did. */
const char *pierhead_commit(void);
