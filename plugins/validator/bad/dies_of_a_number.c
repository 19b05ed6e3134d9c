/* Takes an id that begins with a digit for a number, and dies of it. */
#define BAD_JUDGE bad_judge
#include <stdlib.h>
#include "almost_sound.h"

static int32_t bad_judge(cast_text event_type, cast_text payload, const cast_sink* pointer,
                         const cast_sink* detail) {
  const cast_text id = id_in(payload, NATIVE_BEGIN);
  if (id.size > 0 && id.data[0] <= '9' && id.data[0] >= '0') abort();
  return sound_judge(event_type, payload, pointer, detail);
}
