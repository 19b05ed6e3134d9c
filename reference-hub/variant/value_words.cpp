#include "variant/value_words.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace cast::hub {
namespace {

std::string counted(std::size_t count, std::string_view one) {
  return std::to_string(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

std::size_t charactersIn(const rapidjson::Value& text) {
  std::size_t count = 0;
  for (const char c : std::string_view(text.GetString(), text.GetStringLength()))
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
  return count;
}

}  // namespace

std::string foundInWords(const rapidjson::Value* value) {
  if (!value) return "nothing";
  switch (value->GetType()) {
    case rapidjson::kNullType:
      return "null";
    case rapidjson::kFalseType:
    case rapidjson::kTrueType:
      return "a boolean";
    case rapidjson::kObjectType:
      return "an object with " + counted(value->MemberCount(), "member");
    case rapidjson::kArrayType:
      return "an array with " + counted(value->Size(), "item");
    case rapidjson::kStringType:
      return value->GetStringLength() == 0 ? "an empty string"
                                           : "a string of " + counted(charactersIn(*value), "character");
    case rapidjson::kNumberType:
      break;
  }
  return "a number";
}

std::string typeInWords(const std::string& type) {
  if (type == "null") return type;
  return (type == "array" || type == "object" ? "an " : "a ") + type;
}

std::string joinedByOr(const std::vector<std::string>& parts) {
  std::string all;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) all += i + 1 == parts.size() ? " or " : ", ";
    all += parts[i];
  }
  return all;
}

std::string jsonOf(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace cast::hub
