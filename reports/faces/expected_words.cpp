#include "reports/faces/expected_words.hpp"

#include <algorithm>

namespace cast::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kDeepest = 24;
constexpr int kMostBeginnings = 8;
constexpr std::size_t kLongestSentence = 16384;

// Reads the words; gives up (nothing) on what does not have their form.
class WordsReader {
 public:
  explicit WordsReader(std::string_view text) : text_(text) {}

  std::optional<Wanted> value(int depth = 0) {
    skipSpace();
    if (depth > kDeepest || at_ == text_.size()) return std::nullopt;
    const std::size_t begin = at_;
    if (auto exact = exactValue()) return exact;
    at_ = begin;
    if (text_[at_] == '{') return object(depth);
    return words();
  }

 private:
  void skipSpace() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(char character) {
    skipSpace();
    if (at_ == text_.size() || text_[at_] != character) return false;
    ++at_;
    return true;
  }

  // The end of the JSON text that begins here, by its quotes and brackets alone.
  std::size_t endOfJson() const {
    int open = 0;
    bool quoted = false;
    for (std::size_t i = at_; i < text_.size(); ++i) {
      const char c = text_[i];
      if (quoted) {
        if (c == '\\') ++i;
        if (c == '"') quoted = false;
        if (c == '"' && open == 0) return i + 1;
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        ++open;
      } else if (c == '}' || c == ']') {
        if (open == 0) return i;
        if (--open == 0) return i + 1;
      } else if (open == 0 && (c == ',' || c == ' ')) {
        return i;
      }
    }
    return text_.size();
  }

  // One JSON value, or several of which one: "a" or "b", "c".
  std::optional<Wanted> exactValue() {
    std::vector<Json> values;
    for (;;) {
      skipSpace();
      const std::size_t end = endOfJson();
      Json value = Json::parse(text_.substr(at_, end - at_), nullptr, false);
      if (value.is_discarded()) return std::nullopt;
      at_ = end;
      values.push_back(std::move(value));
      constexpr std::string_view kOr = " or ";
      if (text_.substr(at_, kOr.size()) != kOr) break;
      at_ += kOr.size();
    }
    skipSpace();
    if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '}') return std::nullopt;
    if (values.size() == 1) return Wanted::of(values.front());
    Wanted wanted;
    wanted.choices = std::move(values);
    return wanted;
  }

  std::optional<Wanted> object(int depth) {
    Wanted wanted;
    wanted.isObject = true;
    if (!take('{')) return std::nullopt;
    if (take('}')) return wanted;
    do {
      skipSpace();
      const std::size_t colon = text_.find(": ", at_);
      if (colon == text_.npos) return std::nullopt;
      std::string name{text_.substr(at_, colon - at_)};
      if (name.find_first_of("{}[],\"") != name.npos) return std::nullopt;
      const bool optional = name.ends_with('?');
      if (optional) name.pop_back();
      at_ = colon + 2;
      auto inner = value(depth + 1);
      if (!inner) return std::nullopt;
      inner->required = !optional;
      wanted.members.emplace_back(std::move(name), *std::move(inner));
    } while (take(','));
    if (!take('}')) return std::nullopt;
    return wanted;
  }

  std::optional<Wanted> words() {
    const std::size_t begin = at_;
    int open = 0;
    bool quoted = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (quoted) {
        if (c == '\\') ++at_;
        if (c == '"') quoted = false;
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[' || c == '(') {
        ++open;
      } else if (c == '}' || c == ']' || c == ')') {
        if (open-- == 0) break;
      } else if (c == ',' && open == 0) {
        break;
      }
    }
    at_ = std::min(at_, text_.size());
    if (at_ == begin) return std::nullopt;
    Wanted wanted;
    wanted.words = std::string{text_.substr(begin, at_ - begin)};
    return wanted;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool isOfType(std::string_view type, const Json& value) {
  if (type == "a string") return value.is_string();
  if (type == "a number") return value.is_number();
  if (type == "an integer") return value.is_number_integer();
  if (type == "a boolean") return value.is_boolean();
  if (type == "an object") return value.is_object();
  if (type == "an array") return value.is_array();
  return true;
}

}  // namespace

Wanted Wanted::of(const Json& value) {
  Wanted wanted;
  wanted.json = value;
  wanted.isObject = value.is_object();
  if (wanted.isObject)
    for (const auto& [name, inner] : value.items()) wanted.members.emplace_back(name, of(inner));
  return wanted;
}

const Wanted* Wanted::member(std::string_view name) const {
  const auto found =
      std::find_if(members.begin(), members.end(), [&](const auto& each) { return each.first == name; });
  return found == members.end() ? nullptr : &found->second;
}

bool Wanted::allows(const Json& value) const {
  if (json) return sameValue(*json, value);
  if (!choices.empty())
    return std::any_of(choices.begin(), choices.end(),
                       [&value](const Json& choice) { return sameValue(choice, value); });
  if (isObject) return value.is_object();
  if (words == "absent") return false;
  constexpr std::string_view kNot = "not ";
  if (words.starts_with(kNot)) {
    const Json excluded = Json::parse(words.substr(kNot.size()), nullptr, false);
    return excluded.is_discarded() || !sameValue(excluded, value);
  }
  return isOfType(words, value);
}

std::string Wanted::text() const {
  const auto dump = [](const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
  };
  if (json) return dump(*json);
  if (!words.empty()) return words;
  std::string all;
  for (const Json& choice : choices) all += (all.empty() ? "" : " or ") + dump(choice);
  if (!isObject) return all;
  for (const auto& [name, inner] : members)
    all += (all.empty() ? "" : ", ") + name + (inner.required ? ": " : "?: ") + inner.text();
  return "{" + all + "}";
}

bool sameValue(const Json& one, const Json& other) {
  if (!one.is_structured()) return one == other;
  return nlohmann::json(one) == nlohmann::json(other);
}

std::optional<Wanted> expectedValue(std::string_view sentence) {
  // The runner's words are short: what is longer, or holds many braces that begin nothing, is no expectation
  // of it.
  if (sentence.size() > kLongestSentence) return std::nullopt;
  std::size_t at = sentence.find_first_of("{[");
  for (int i = 0; at != sentence.npos && i < kMostBeginnings;
       ++i, at = sentence.find_first_of("{[", at + 1)) {
    auto wanted = WordsReader(sentence.substr(at)).value();
    if (wanted && (wanted->isObject || (wanted->json && wanted->json->is_array()))) return wanted;
  }
  return std::nullopt;
}

}  // namespace cast::report
