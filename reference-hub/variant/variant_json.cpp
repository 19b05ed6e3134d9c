#include "variant/variant_json.hpp"

#include "session/json_text.hpp"

namespace cast::hub {
namespace {

std::string conversionJson(const Manifest::Conversion& conversion) {
  return "{\"eventTypes\":" + listJson(conversion.eventTypes) + ",\"from\":" + jsonString(conversion.from) +
         ",\"to\":" + jsonString(conversion.to) +
         (conversion.loses.empty() ? "" : ",\"loses\":" + jsonString(conversion.loses)) + "}";
}

}  // namespace

std::string listJson(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ",") + jsonString(text);
  return "[" + list + "]";
}

std::string offeredJson(const Variants::Variant& variant) {
  std::string conversions;
  for (const auto& conversion : variant.conversions)
    conversions += (conversions.empty() ? "" : ",") + conversionJson(conversion);
  return "\"eventTypes\":" + listJson(variant.eventTypes) + ",\"formats\":" + listJson(variant.formats) +
         ",\"conversions\":[" + conversions + "]";
}

}  // namespace cast::hub
