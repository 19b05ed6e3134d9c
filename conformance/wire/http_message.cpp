#include "wire/http_message.hpp"

#include <Poco/String.h>
#include <Poco/StringTokenizer.h>

#include <algorithm>

namespace cast::conformance {
namespace {

bool sameName(const std::string& name, std::string_view other) {
  return Poco::icompare(name, std::string(other)) == 0;
}

}  // namespace

void HttpHeaders::set(const std::string& name, const std::string& value) {
  std::erase_if(fields_, [&](const HttpHeader& field) { return sameName(field.name, name); });
  add(name, value);
}

std::optional<std::string> HttpHeaders::find(std::string_view name) const {
  std::optional<std::string> joined;
  for (const auto& field : fields_) {
    if (!sameName(field.name, name)) continue;
    joined = joined ? *joined + ", " + field.value : field.value;
  }
  return joined;
}

bool HttpHeaders::lists(std::string_view name, std::string_view member) const {
  const Poco::StringTokenizer members(find(name).value_or(""), ",", Poco::StringTokenizer::TOK_TRIM);
  return std::any_of(members.begin(), members.end(),
                     [&](const auto& each) { return sameName(each, member); });
}

std::string HttpMessage::summary() const {
  if (status == 0) return method + " " + target;
  return std::to_string(status) + (reason.empty() ? "" : " " + reason);
}

std::string HttpRequest::bytes() const {
  std::string all = method + " " + target + " HTTP/1.1\r\n";
  for (const auto& field : headers.fields()) all += field.name + ": " + field.value + "\r\n";
  return all + "\r\n" + body;
}

}  // namespace cast::conformance
