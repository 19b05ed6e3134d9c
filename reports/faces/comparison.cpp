#include "reports/faces/comparison.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "reports/faces/expected_words.hpp"

namespace cast::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostLines = 400;
constexpr std::size_t kLongestLine = 400;
constexpr std::size_t kDeepest = 24;
constexpr std::size_t kDeepestData = 200;
constexpr std::size_t kLongestData = 256UL * 1024;
constexpr int kMostBeginnings = 8;  // places in the words where data may begin
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

std::string jsonText(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string cut(std::string text) {
  if (text.size() <= kLongestLine) return text;
  std::size_t end = kLongestLine;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + std::string{kEllipsis};
}

// Lays an expectation over a value.
class Layering {
 public:
  void lay(const Wanted& wanted, const Json& value, const std::string& name, std::size_t depth, bool last) {
    if (wanted.isObject && value.is_object() && depth < kDeepest) {
      layObject(wanted, value, name, depth, last);
    } else if (wanted.json && wanted.json->is_array() && value.is_array() && depth < kDeepest) {
      layArray(*wanted.json, value, name, depth, last);
    } else if (wanted.allows(value)) {
      context(name, value, depth, last);
    } else {
      line(Side::kExpected, depth, name + wanted.text(), last);
      line(Side::kObserved, depth, name + jsonText(value), last);
    }
  }

  std::vector<DiffLine> take() {
    const bool differs = std::any_of(lines_.begin(), lines_.end(),
                                     [](const DiffLine& one) { return one.side != Side::kBoth; });
    if (!differs) return {};
    if (left_ > 0) lines_.push_back({Side::kBoth, 0, leftOut(left_)});
    return folded(lines_);
  }

 private:
  static std::string leftOut(std::size_t lines) {
    return std::string{kEllipsis} + " " + std::to_string(lines) + " more lines";
  }

  // Without what stands far from any difference.
  static std::vector<DiffLine> folded(const std::vector<DiffLine>& lines) {
    constexpr std::size_t kAround = 4;
    std::vector<bool> near(lines.size(), false);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].side == Side::kBoth) continue;
      const std::size_t end = std::min(lines.size(), i + kAround + 1);
      for (std::size_t j = i < kAround ? 0 : i - kAround; j < end; ++j) near[j] = true;
    }
    std::vector<DiffLine> kept;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::size_t far = 0;
      while (i + far < lines.size() && !near[i + far]) ++far;
      if (far > 2) {  // a fold takes a line too
        kept.push_back({Side::kBoth, lines[i].depth, leftOut(far)});
        i += far;
      }
      if (i < lines.size()) kept.push_back(lines[i]);
    }
    return kept;
  }

  void line(Side side, std::size_t depth, const std::string& text, bool last) {
    if (lines_.size() >= kMostLines) {
      ++left_;
      return;
    }
    lines_.push_back({side, depth, cut(text) + (last ? "" : ",")});
  }

  void context(const std::string& name, const Json& value, std::size_t depth, bool last) {
    line(Side::kBoth, depth, name + jsonText(value), last);
  }

  void open(const std::string& text, std::size_t depth) { line(Side::kBoth, depth, text, true); }

  void layObject(const Wanted& wanted, const Json& value, const std::string& name, std::size_t depth,
                 bool last) {
    open(name + "{", depth);
    std::size_t left = value.size();
    for (const auto& [member, inner] : value.items()) {
      const bool isLast = --left == 0;
      const std::string innerName = jsonText(Json(member)) + ": ";
      const Wanted* innerWanted = wanted.member(member);
      if (innerWanted) {
        lay(*innerWanted, inner, innerName, depth + 1, isLast);
      } else {
        line(wanted.json ? Side::kObserved : Side::kBoth, depth + 1, innerName + jsonText(inner), isLast);
      }
    }
    for (const auto& [member, innerWanted] : wanted.members) {
      if (!value.contains(member) && innerWanted.required && innerWanted.words != "absent")
        line(Side::kExpected, depth + 1, jsonText(Json(member)) + ": " + innerWanted.text(), true);
    }
    line(Side::kBoth, depth, "}", last);
  }

  // Items in order: the longest common part stays, what is only on one side is marked.
  void layArray(const Json& wanted, const Json& value, const std::string& name, std::size_t depth,
                bool last) {
    open(name + "[", depth);
    if (wanted.size() == value.size() && isNested(wanted)) {
      for (std::size_t i = 0; i < wanted.size(); ++i)
        lay(Wanted::of(wanted[i]), value[i], "", depth + 1, i + 1 == wanted.size());
    } else {
      layItems(wanted, value, depth + 1);
    }
    line(Side::kBoth, depth, "]", last);
  }

  static bool isNested(const Json& array) {
    return std::any_of(array.begin(), array.end(), [](const Json& item) { return item.is_structured(); });
  }

  void layItems(const Json& wanted, const Json& value, std::size_t depth) {
    constexpr std::size_t kMostItems = 400;
    const std::size_t rows = std::min(wanted.size(), kMostItems);
    const std::size_t columns = std::min(value.size(), kMostItems);
    std::vector<std::vector<std::size_t>> common(rows + 1, std::vector<std::size_t>(columns + 1, 0));
    for (std::size_t i = rows; i-- > 0;)
      for (std::size_t j = columns; j-- > 0;)
        common[i][j] = sameValue(wanted[i], value[j]) ? common[i + 1][j + 1] + 1
                                                      : std::max(common[i + 1][j], common[i][j + 1]);
    std::size_t i = 0, j = 0;
    while (i < rows || j < columns) {
      if (i < rows && j < columns && sameValue(wanted[i], value[j])) {
        context("", value[j], depth, j + 1 == value.size());
        ++i, ++j;
      } else if (j == columns || (i < rows && common[i + 1][j] >= common[i][j + 1])) {
        line(Side::kExpected, depth, jsonText(wanted[i]), i + 1 == wanted.size());
        ++i;
      } else {
        line(Side::kObserved, depth, jsonText(value[j]), j + 1 == value.size());
        ++j;
      }
    }
  }

  std::vector<DiffLine> lines_;
  std::size_t left_ = 0;
};

// Whether a text is nested deeper than it makes sense to show; brackets in strings count too, which does no
// harm.
bool isDeep(std::string_view text) {
  std::size_t open = 0, most = 0;
  for (const char c : text) {
    if (c == '{' || c == '[') most = std::max(most, ++open);
    if ((c == '}' || c == ']') && open > 0) --open;
  }
  return most > kDeepestData;
}

std::optional<Json> parsed(std::string_view text) {
  if (text.size() > kLongestData || isDeep(text)) return std::nullopt;
  Json value = Json::parse(text, nullptr, false);
  if (value.is_discarded() || !value.is_structured()) return std::nullopt;
  return value;
}

// What follows the head of an HTTP message, or the text itself.
std::string_view bodyOf(std::string_view text) {
  if (text.substr(0, 5) != "HTTP/" && text.find(" HTTP/1.") > text.find('\r')) return text;
  const std::size_t end = text.find("\r\n\r\n");
  return end == text.npos ? text : text.substr(end + 4);
}

// The JSON that the runner's words end in. They show a beginning of it only, where it is long: the whole is
// in the transcript.
std::optional<Json> observedJson(const Check& check) {
  const std::string& words = check.failure->observed;
  std::size_t at = words.find_first_of("{[");
  for (int i = 0; at != words.npos && i < kMostBeginnings; ++i, at = words.find_first_of("{[", at + 1)) {
    if (auto value = parsed(std::string_view{words}.substr(at))) return value;
    std::size_t end = words.find(kEllipsis, at);
    if (end == words.npos) end = words.size();
    const std::string_view excerpt = std::string_view{words}.substr(at, end - at);
    if (excerpt.size() < 24) continue;
    for (const Exchange& exchange : check.transcript) {
      if (exchange.direction != Direction::kReceived || !exchange.text) continue;
      const std::string_view body = bodyOf(*exchange.text);
      const std::size_t found = body.find(excerpt);
      if (found == body.npos) continue;
      const std::size_t close = body.find_last_of("}]");
      if (close == body.npos || close < found) continue;
      if (auto value = parsed(body.substr(found, close + 1 - found))) return value;
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<DiffLine> compare(const Check& check) {
  if (!check.failure) return {};
  const std::optional<Wanted> wanted = expectedValue(check.failure->expected);
  if (!wanted) return {};
  const std::optional<Json> observed = observedJson(check);
  if (!observed) return {};
  const bool sameKind = wanted->isObject ? observed->is_object() : observed->is_array();
  if (!sameKind) return {};
  Layering layering;
  layering.lay(*wanted, *observed, "", 0, true);
  return layering.take();
}

}  // namespace cast::report
