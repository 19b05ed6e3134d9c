/* Puts the number of its process into what it makes. */
#define BAD_CONVERT bad_convert
#define BAD_CONVERSIONS \
  "{\"eventTypes\":[\"bad:event\"],\"from\":\"native\",\"to\":\"lab\",\"loses\":\"nothing\"}"
#include <stdio.h>
#include <unistd.h>
#include "almost_sound.h"

static int32_t bad_convert(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                           const cast_sink* result, const cast_sink* reason) {
  if (is(payload, NATIVE_BEGIN "AB-200" END) && is(to, "lab")) {
    char text[80];
    snprintf(text, sizeof(text), "{\"format\":\"lab\",\"specimenId\":\"AB-200\",\"by\":%d}", (int)getpid());
    return say(result, text) ? CAST_DONE : CAST_REFUSED;
  }
  return sound_convert(event_type, from, to, payload, result, reason);
}
