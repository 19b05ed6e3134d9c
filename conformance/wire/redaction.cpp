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
constexpr std::size_t kMostValues = 10000;    ///< of members that are remembered
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

/// The end of the JSON value that begins at `at`; quotes may be escaped by `slashes`, where a string holds
/// the JSON.
std::size_t endOfValue(const std::string& text, std::size_t at, const std::string& slashes) {
  const std::string quote = slashes + "\"";
  int open = 0;
  while (at < text.size()) {
    if (text.compare(at, quote.size(), quote) == 0) {
      at += quote.size();
      while (at < text.size() && text.compare(at, quote.size(), quote) != 0)
        at += text[at] == '\\' ? std::max<std::size_t>(2, 2 * slashes.size() + 2) : 1;
      at += quote.size();
      if (open == 0) break;
    } else if (text[at] == '{' || text[at] == '[') {
      ++open, ++at;
    } else if (text[at] == '}' || text[at] == ']') {
      if (open > 0) ++at;
      if (--open <= 0) break;
    } else if (open == 0 && (text[at] == ',' || text[at] == '\n' || text[at] == '\r')) {
      break;
    } else {
      ++at;
    }
  }
  return std::min(at, text.size());
}

/// The texts and numbers of a JSON value, its members' names left out, if they are long enough to be told
/// from ordinary words.
std::vector<std::string> wordsOf(const std::string& value, const std::string& slashes) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t end =
        value.find_first_of("{}[],: \t\r\n", at) == at ? at : endOfValue(value, at, slashes);
    if (end == at) {
      ++at;
      continue;
    }
    std::string word = value.substr(at, end - at);
    const std::string quote = slashes + "\"";
    if (word.starts_with(quote)) word.erase(0, quote.size());
    if (word.ends_with(quote)) word.resize(word.size() - quote.size());
    const std::size_t next = value.find_first_not_of(" \t\r\n", end);
    const bool isName = next != std::string::npos && value[next] == ':';
    const bool isLiteral = word == "null" || word == "true" || word == "false" || word == kRedacted;
    if (!isName && !isLiteral && word.size() >= kShortestAnywhere) words.push_back(std::move(word));
    at = end;
  }
  return words;
}

/// Replaces the value of each member of that name, whole or as far as it was kept, and keeps its words.
void redactMember(std::string& text, const std::string& name, std::set<std::string>& words) {
  for (const char* slashes : {"", "\\", "\\\\\\"}) {
    const std::string member = std::string(slashes) + "\"" + name + slashes + "\"";
    for (std::size_t at = text.find(member); at != std::string::npos; at = text.find(member, at)) {
      at += member.size();
      std::size_t value = text.find_first_not_of(" \t\r\n", at);
      if (value == std::string::npos || text[value] != ':') continue;
      value = text.find_first_not_of(" \t\r\n", value + 1);
      if (value == std::string::npos) return;
      const std::size_t end = endOfValue(text, value, slashes);
      for (auto& word : wordsOf(text.substr(value, end - value), slashes))
        if (words.size() < kMostValues) words.insert(std::move(word));
      const std::string instead = std::string(slashes) + "\"" + kRedacted + slashes + "\"";
      text.replace(value, end - value, instead);
      at = value + instead.size();
    }
  }
}

/// A secret of which a shortened line shows the beginning only.
void redactBeginning(std::string& text, const std::string& secret) {
  constexpr std::string_view kCut = "\xE2\x80\xA6";
  for (std::size_t cut = text.find(kCut); cut != std::string::npos;
       cut = text.find(kCut, cut + kCut.size())) {
    for (std::size_t size = std::min(secret.size(), cut); size >= kShortestAnywhere; --size) {
      if (text.compare(cut - size, size, secret, 0, size) != 0) continue;
      text.replace(cut - size, size, kRedacted);
      cut += std::string_view(kRedacted).size() - size;
      break;
    }
  }
}

}  // namespace

void Redaction::addMember(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  members_.push_back(name);
}

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
    for (const auto& secret : secrets_) {
      Poco::replaceInPlace(clean, secret, std::string(kRedacted));
      redactBeginning(clean, secret);
    }
    for (const auto& member : members_) {
      if (clean.find(member) == std::string::npos) continue;
      redactMember(clean, member, values_);
      for (const char* before : {"?", "&", "\n"}) redactAfter(clean, before + member + "=", "&# \r\n\"");
    }
  }
  redactAfter(clean, "authorization: bearer ", "\r\n");
  redactAfter(clean, "authorization: basic ", "\r\n");
  redactAfter(clean, "access_token=", "&# \r\n\"");
  return clean;
}

std::string Redaction::applyToWords(std::string_view text) const {
  std::string clean = apply(text);
  const std::scoped_lock lock(mutex_);
  // What begins with another goes first, or the rest of it would stay.
  const std::vector<std::string> fromBehind(values_.rbegin(), values_.rend());
  for (const auto& value : fromBehind) {
    Poco::replaceInPlace(clean, value, std::string(kRedacted));
    redactBeginning(clean, value);
  }
  return clean;
}

}  // namespace cast::conformance
