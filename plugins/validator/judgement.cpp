#include "validator/judgement.hpp"

#include <array>
#include <cctype>
#include <nlohmann/json.hpp>
#include <utility>

namespace cast::validator {
namespace {

constexpr std::size_t kMaxLineBytes = 600;

constexpr std::array<std::pair<Verdict, std::string_view>, 5> kWords{
    {{Verdict::kPassed, "passed"},
     {Verdict::kWarned, "warned"},
     {Verdict::kFailed, "failed"},
     {Verdict::kSkipped, "skipped"},
     {Verdict::kInconclusive, "inconclusive"}}};

// Of two verdicts the one that counts.
int weight(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return 0;
    case Verdict::kSkipped:
      return 1;
    case Verdict::kWarned:
      return 2;
    case Verdict::kFailed:
      return 3;
    case Verdict::kInconclusive:
      return 4;
  }
  return 4;
}

}  // namespace

std::string_view wordFor(Verdict verdict) {
  for (const auto& [known, word] : kWords)
    if (known == verdict) return word;
  return "inconclusive";
}

Verdict verdictOf(std::string_view word) {
  for (const auto& [verdict, known] : kWords)
    if (known == word) return verdict;
  return Verdict::kInconclusive;
}

void Findings::add(Verdict verdict, const std::string& line) {
  if (weight(verdict) > weight(verdict_)) verdict_ = verdict;
  if (!enough()) lines_.push_back(oneLine(line));
}

std::string oneLine(std::string_view text) {
  const bool cut = text.size() > kMaxLineBytes;
  std::string line(text.substr(0, kMaxLineBytes));
  for (char& c : line)
    if (std::iscntrl(static_cast<unsigned char>(c))) c = ' ';
  while (!line.empty() && line.back() == ' ') line.pop_back();
  // Writing with replacement and reading again leaves UTF-8 whatever it was.
  const std::string valid =
      nlohmann::json(line).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  line = nlohmann::json::parse(valid).get<std::string>();
  return cut ? line + "..." : line;
}

}  // namespace cast::validator
