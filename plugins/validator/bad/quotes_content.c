/* Says in its reason which id it was. */
#define BAD_JUDGE bad_judge
#include "almost_sound.h"

static int32_t bad_judge(cast_text event_type, cast_text payload, const cast_sink* pointer,
                         const cast_sink* detail) {
  const cast_text id = id_in(payload, NATIVE_BEGIN);
  if (id.data && !is(id, "S-1") && !is(id, "AB-200") && !is(id, "S-0")) {
    say(detail, "expected an id that is known; found ");
    detail->write(detail->context, id.data, id.size);
    return CAST_REFUSED;
  }
  return sound_judge(event_type, payload, pointer, detail);
}
