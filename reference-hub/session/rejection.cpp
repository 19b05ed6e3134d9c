#include "session/rejection.hpp"

#include "session/json_text.hpp"

namespace cast::hub {

Rejection internalError() {
  return {500, "internal", "An error inside the hub", "the hub failed; its log tells more", ""};
}

std::string problemJson(const Rejection& rejection, std::string_view further) {
  std::string text = "{\"type\":" + jsonString("urn:cast:problem:" + rejection.kind) +
                     ",\"title\":" + jsonString(rejection.title) +
                     ",\"status\":" + std::to_string(rejection.status) +
                     ",\"detail\":" + jsonString(rejection.detail);
  if (!rejection.pointer.empty()) text += ",\"pointer\":" + jsonString(rejection.pointer);
  return text.append(further).append("}");
}

}  // namespace cast::hub
