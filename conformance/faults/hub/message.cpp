#include "hub/message.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace cast::conformance::faults {
namespace {
using nlohmann::json;

constexpr std::string_view kSpace = " \t\r\n";

/// Walks a text that is known to be one JSON value.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool take(char expected) {
    skipSpace();
    if (at_ >= text_.size() || text_[at_] != expected) return false;
    ++at_;
    return true;
  }

  std::string_view value() {
    skipSpace();
    const std::size_t begin = at_;
    if (text_[at_] == '"') {
      skipString();
    } else if (text_[at_] == '{' || text_[at_] == '[') {
      skipNested();
    } else {
      at_ = std::min(text_.find_first_of(" \t\r\n,]}", at_), text_.size());
    }
    return text_.substr(begin, at_ - begin);
  }

 private:
  void skipSpace() { at_ = std::min(text_.find_first_not_of(kSpace, at_), text_.size()); }

  void skipString() {
    for (++at_; text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    ++at_;
  }

  void skipNested() {
    std::size_t depth = 0;
    do {
      const char next = text_[at_];
      if (next == '"') {
        skipString();
        continue;
      }
      if (next == '{' || next == '[') ++depth;
      if (next == '}' || next == ']') --depth;
      ++at_;
    } while (depth > 0);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

bool isJson(std::string_view text) { return json::accept(text); }

std::optional<Members> readObject(std::string_view text) {
  if (!isJson(text)) return std::nullopt;
  Scanner scanner(text);
  if (!scanner.take('{')) return std::nullopt;
  Members members;
  if (scanner.take('}')) return members;
  do {
    std::string name = json::parse(scanner.value()).get<std::string>();
    scanner.take(':');
    members.push_back({std::move(name), std::string(scanner.value())});
  } while (scanner.take(','));
  return members;
}

std::string writeObject(const Members& members) {
  std::string text = "{";
  for (const Member& member : members) {
    if (text.size() > 1) text += ',';
    text += quoted(member.name) + ':' + member.text;
  }
  return text + '}';
}

const std::string* find(const Members& members, std::string_view name) {
  const auto found = std::find_if(members.rbegin(), members.rend(),
                                  [&](const Member& member) { return member.name == name; });
  return found == members.rend() ? nullptr : &found->text;
}

std::string* find(Members& members, std::string_view name) {
  return const_cast<std::string*>(find(std::as_const(members), name));
}

void removeMember(Members& members, std::string_view name) {
  std::erase_if(members, [&](const Member& member) { return member.name == name; });
}

std::optional<std::string> asString(const std::string& text) {
  const json value = json::parse(text);
  if (!value.is_string()) return std::nullopt;
  return value.get<std::string>();
}

std::optional<std::vector<std::string>> asStrings(const std::string& text) {
  const json value = json::parse(text);
  const auto isString = [](const json& item) { return item.is_string(); };
  if (!value.is_array() || !std::all_of(value.begin(), value.end(), isString)) return std::nullopt;
  return value.get<std::vector<std::string>>();
}

std::optional<long> asWholeNumber(const std::string& text) {
  const json value = json::parse(text);
  if (!value.is_number_integer()) return std::nullopt;
  return value.get<long>();
}

std::string quoted(const std::string& value) { return json(value).dump(); }

}  // namespace cast::conformance::faults
