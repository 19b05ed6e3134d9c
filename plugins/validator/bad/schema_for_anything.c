/* Has a schema for whatever it is asked for. */
#define BAD_SCHEMA_OF bad_schema_of
#include "almost_sound.h"

static cast_text bad_schema_of(const char* name, uint64_t size) {
  (void)name;
  (void)size;
  return sound_schema_of("bad:event", 9);
}
