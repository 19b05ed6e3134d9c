// Why a result file is not rendered: which member is at fault (JSON Pointer, RFC 6901) and what to do about
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cast::report {

struct Defect {
  std::string pointer;  // "" is the whole document
  std::string message;
};

using Defects = std::vector<Defect>;

// `member` as one more token of the JSON Pointer `parent`, escaped as RFC 6901 section 3 wants it.
std::string below(std::string_view parent, std::string_view member);

}  // namespace cast::report
