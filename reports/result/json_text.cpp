#include "reports/result/json_text.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace cast::report {
namespace {

using Json = nlohmann::json;

// Follows the parser through the text, to see a member that is named twice, and where.
class DuplicateWatch {
 public:
  void see(Json::parse_event_t event, const Json& parsed) {
    switch (event) {
      case Json::parse_event_t::object_start:
      case Json::parse_event_t::array_start:
        countElement();
        open_.push_back({event == Json::parse_event_t::array_start, 0, {}, {}});
        break;
      case Json::parse_event_t::object_end:
      case Json::parse_event_t::array_end:
        open_.pop_back();
        break;
      case Json::parse_event_t::key:
        open_.back().member = parsed.get<std::string>();
        if (!open_.back().seen.insert(open_.back().member).second) {
          duplicates_.push_back(
              {pointer(),
               "the object names this member twice; write the result file again with one of them"});
        }
        break;
      case Json::parse_event_t::value:
        countElement();
        break;
    }
  }

  const Defects& duplicates() const { return duplicates_; }

 private:
  struct Container {
    bool array;
    std::size_t elements;
    std::string member;
    std::set<std::string> seen;
  };

  void countElement() {
    if (!open_.empty() && open_.back().array) ++open_.back().elements;
  }

  std::string pointer() const {
    std::string path;
    for (const Container& container : open_) {
      path = below(path, container.array ? std::to_string(container.elements - 1) : container.member);
    }
    return path;
  }

  std::vector<Container> open_;
  Defects duplicates_;
};

}  // namespace

std::string below(std::string_view parent, std::string_view member) {
  std::string pointer{parent};
  pointer += '/';
  for (const char character : member) {
    if (character == '~') {
      pointer += "~0";
    } else if (character == '/') {
      pointer += "~1";
    } else {
      pointer += character;
    }
  }
  return pointer;
}

Defects parseStrictly(std::string_view bytes, Json& document) {
  DuplicateWatch watch;
  try {
    document = Json::parse(bytes, [&watch](int, Json::parse_event_t event, Json& parsed) {
      watch.see(event, parsed);
      return true;
    });
  } catch (const Json::exception& error) {
    // The library's own words name the byte; its prefix "[json.exception.parse_error.101] " says nothing to a
    // reader.
    const std::string_view what = error.what();
    const std::size_t words = what.find("] ");
    return {{"", "not JSON: " + std::string{words == what.npos ? what : what.substr(words + 2)}}};
  }
  return watch.duplicates();
}

}  // namespace cast::report
