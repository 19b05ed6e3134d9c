#include "payload_members.hpp"

#include <algorithm>

#include "date_time.hpp"
#include "keyword_value.hpp"

namespace cast::dicomcast {
namespace {

bool isPlainText(const Json& value) {
  return value.is_string() && value.get_ref<const std::string&>().find('\\') == std::string::npos;
}

bool areNumbers(const Json& value) {
  if (!value.is_array()) return value.is_number();
  return !value.empty() &&
         std::all_of(value.begin(), value.end(), [](const Json& each) { return each.is_number(); });
}

bool fits(MemberKind kind, const Json& value) {
  if (value.is_null()) return true;
  switch (kind) {
    case MemberKind::kUid:
      return value.is_string() && isUid(value.get_ref<const std::string&>());
    case MemberKind::kText:
      return isPlainText(value);
    case MemberKind::kDate:
      return value.is_string() && dateOfIso(value.get_ref<const std::string&>()).has_value();
    case MemberKind::kInteger:
      return value.is_number_integer();
    case MemberKind::kNumbers:
      return areNumbers(value);
  }
  return false;
}

// 45.0 is an integer to a JSON Schema.
Json withoutEmptyFraction(const Json& value) {
  if (!value.is_number_float()) return value;
  const double number = value.get<double>();
  const auto whole = static_cast<std::int64_t>(std::clamp(number, -9e15, 9e15));
  return static_cast<double>(whole) == number ? Json(whole) : value;
}

}  // namespace

const PayloadMember* payloadMemberOf(std::string_view name) {
  const auto* member = std::find_if(kPayloadMembers.begin(), kPayloadMembers.end(),
                                    [&](const PayloadMember& each) { return each.name == name; });
  return member == kPayloadMembers.end() ? nullptr : member;
}

std::optional<Json> attributeOfMember(const PayloadMember& member, const Json& value) {
  const Json given = member.kind == MemberKind::kInteger ? withoutEmptyFraction(value) : value;
  if (!fits(member.kind, given)) return std::nullopt;
  return attributeOfValue(member.tag, given, "/" + std::string(member.name));
}

std::optional<Json> memberOfAttribute(const PayloadMember& member, const Json& attribute) {
  Json value = valueOf(member.tag, attribute);
  if (member.kind == MemberKind::kDate && value.is_string()) {
    const auto iso = isoOfDate(value.get_ref<const std::string&>());
    if (!iso) return std::nullopt;
    value = *iso;
  }
  if (attributeOfMember(member, value) != attribute) return std::nullopt;
  return value;
}

}  // namespace cast::dicomcast
