/* A sound library that is no plugin. */
__attribute__((visibility("hidden"))) int something_else(void);

int something_else(void) { return 1; }
