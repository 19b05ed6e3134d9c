#include "wire/redaction.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/RegularExpression.h>
#include <Poco/String.h>
#include <Poco/URI.h>

#include <algorithm>
#include <sstream>

namespace cast::conformance {
namespace {

constexpr const char* kRedacted = "[redacted]";
constexpr std::size_t kShortestAnywhere = 4;  ///< a shorter one would blot out ordinary words

std::string base64Url(const std::string& token) {
  std::ostringstream text;
  Poco::Base64Encoder encoder(text, Poco::BASE64_URL_ENCODING | Poco::BASE64_NO_PADDING);
  encoder.rdbuf()->setLineLength(0);
  encoder << token;
  encoder.close();
  return text.str();
}

std::string percentEncoded(const std::string& token) {
  std::string text;
  Poco::URI::encode(token, "!#$&'()*+,/:;=?@[]", text);
  return text;
}

/// Replaces what follows a marker up to the first character that ends a token.
void redactAfter(std::string& text, const std::string& marker, const char* ends) {
  const auto equal = [](char a, char b) { return Poco::Ascii::toLower(a) == Poco::Ascii::toLower(b); };
  auto from = text.begin();
  for (;;) {
    const auto found = std::search(from, text.end(), marker.begin(), marker.end(), equal);
    if (found == text.end()) return;
    const auto begin = static_cast<std::size_t>(found - text.begin()) + marker.size();
    const std::size_t end = std::min(text.find_first_of(ends, begin), text.size());
    const std::size_t next = end == begin ? begin : begin + std::string_view(kRedacted).size();
    if (end != begin) text.replace(begin, end - begin, kRedacted);
    from = text.begin() + static_cast<std::ptrdiff_t>(next);
  }
}

}  // namespace

void Redaction::add(const std::string& token) {
  if (token.size() < kShortestAnywhere) return;
  const std::scoped_lock lock(mutex_);
  for (const auto& form : {token, base64Url(token), percentEncoded(token)})
    if (std::find(secrets_.begin(), secrets_.end(), form) == secrets_.end()) secrets_.push_back(form);
  std::stable_sort(secrets_.begin(), secrets_.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string Redaction::apply(std::string_view text) const {
  std::string clean(text);
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& secret : secrets_) Poco::replaceInPlace(clean, secret, std::string(kRedacted));
  }
  redactAfter(clean, "authorization: bearer ", "\r\n");
  redactAfter(clean, "authorization: basic ", "\r\n");
  redactAfter(clean, "access_token=", "&# \r\n\"");
  return clean;
}

}  // namespace cast::conformance
