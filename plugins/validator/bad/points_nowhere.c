/* Points to members that no payload has. */
#define BAD_JUDGE bad_judge
#include "almost_sound.h"

static int32_t bad_judge(cast_text event_type, cast_text payload, const cast_sink* pointer,
                         const cast_sink* detail) {
  (void)event_type;
  if (!is(payload, NATIVE_BEGIN "S-0" END)) return CAST_DONE;
  say(pointer, "/specimen/id");
  return refuse(detail, "expected a specimen that exists; found the first number");
}
