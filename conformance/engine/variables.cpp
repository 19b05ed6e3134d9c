#include "engine/variables.hpp"

#include <Poco/UUIDGenerator.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "engine/journal.hpp"
#include "engine/timestamp.hpp"

namespace cast::conformance {
namespace {

constexpr std::size_t kLongestText = 64UL * 1024 * 1024;
constexpr std::string_view kRepeat = "repeat:";
constexpr std::string_view kAgo = "ago:";
constexpr std::string_view kIn = "in:";

/// One ${...} in a text: what stands between the braces, and where it begins and ends.
struct Use {
  std::string expression;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::size_t closingBrace(const std::string& text, std::size_t from) {
  if (text.compare(from, kRepeat.size(), kRepeat) != 0) return text.find('}', from);
  // TEXT may hold braces and colons: the end is the first ":DIGITS}".
  for (std::size_t colon = text.find(':', from + kRepeat.size()); colon != std::string::npos;
       colon = text.find(':', colon + 1)) {
    const std::size_t end = text.find_first_not_of("0123456789", colon + 1);
    if (end != std::string::npos && end > colon + 1 && text[end] == '}') return end;
  }
  return std::string::npos;
}

std::optional<Use> nextUse(const std::string& text, std::size_t from) {
  const std::size_t begin = text.find("${", from);
  if (begin == std::string::npos) return std::nullopt;
  const std::size_t end = closingBrace(text, begin + 2);
  if (end == std::string::npos) throw VariableFault("'" + text.substr(begin, 40) + "' has no closing brace");
  return Use{text.substr(begin + 2, end - begin - 2), begin, end + 1};
}

std::string repeated(const std::string& expression) {
  const std::size_t colon = expression.rfind(':');
  const std::string piece = expression.substr(kRepeat.size(), colon - kRepeat.size());
  const std::size_t times = std::stoul(expression.substr(colon + 1, 9));
  if (piece.size() * times > kLongestText) throw VariableFault("${" + expression + "} is longer than 64 MiB");
  std::string text;
  text.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

/// ${ago:N} and ${in:N}
std::string timeNear(const std::string& expression) {
  const std::size_t colon = expression.find(':');
  const std::string seconds = expression.substr(colon + 1);
  if (seconds.empty() || seconds.size() > 9 || seconds.find_first_not_of("0123456789") != std::string::npos)
    throw VariableFault("${" + expression + "} needs a number of seconds, as in ${" +
                        expression.substr(0, colon) + ":300}");
  const std::chrono::seconds distance(std::stol(seconds));
  return nowText(expression.starts_with(kAgo) ? distance : -distance);
}

bool isTime(const std::string& expression) {
  return expression.starts_with(kAgo) || expression.starts_with(kIn);
}

/// All but unreserved characters, sub-delimiters, ':' and '@' by their bytes.
std::string asSegment(const std::string& value) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string segment;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos)
      segment += c;
    else
      segment.append({'%', kDigits[byte >> 4U], kDigits[byte & 15U]});
  }
  return segment;
}

bool isOwn(const std::string& expression) {
  return expression == "now" || expression == "uuid" || expression.starts_with(kRepeat) || isTime(expression);
}

}  // namespace

void Variables::set(const std::string& name, const Json& value) {
  values_[name] = std::make_shared<const Json>(value);
}

void Variables::merge(const Variables& branch) {
  for (const auto& [name, value] : branch.values_) values_[name] = value;
}

Json Variables::lookUp(const std::string& expression) const {
  if (expression == "now") return byChance([] { return nowText(); });
  if (isTime(expression)) return byChance([&expression] { return timeNear(expression); });
  if (expression == "uuid")
    return byChance([] { return Poco::UUIDGenerator::defaultGenerator().createRandom().toString(); });
  if (expression.starts_with(kRepeat)) return repeated(expression);
  const auto found = values_.find(expression);
  if (found == values_.end())
    throw VariableFault("${" + expression + "} has no value: bind it in an earlier step of the check");
  return *found->second;
}

std::string Variables::replaced(const std::string& text,
                                const std::function<std::string(const std::string&)>& write) const {
  std::string result;
  std::size_t at = 0;
  while (const auto use = nextUse(text, at)) {
    const Json value = lookUp(use->expression);
    result.append(text, at, use->begin - at);
    result += write(value.is_string() ? value.get_ref<const std::string&>() : value.dump());
    at = use->end;
  }
  return result.append(text, at, std::string::npos);
}

std::string Variables::text(const std::string& text) const {
  return replaced(text, [](const std::string& value) { return value; });
}

std::string Variables::path(const std::string& text) const { return replaced(text, asSegment); }

Json Variables::value(const Json& value) const {
  if (value.is_string()) {
    const auto& string = value.get_ref<const std::string&>();
    const auto use = nextUse(string, 0);
    if (use && use->begin == 0 && use->end == string.size()) return lookUp(use->expression);
    return use ? Json(text(string)) : value;
  }
  if (!value.is_structured()) return value;
  Json copy = value;
  for (auto& each : copy) each = this->value(each);
  return copy;
}

std::vector<std::string> Variables::namesIn(const std::string& text) {
  std::vector<std::string> names;
  for (auto use = nextUse(text, 0); use; use = nextUse(text, use->end))
    if (!isOwn(use->expression)) names.push_back(use->expression);
  return names;
}

}  // namespace cast::conformance
