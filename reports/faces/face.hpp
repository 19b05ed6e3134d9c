// A face is one way of showing a result: one renderer file, one row in the table of faces. The command line,
// `--all` and the golden-file tests all follow the table.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/result/result.hpp"

namespace cast::report {

struct Face {
  std::string_view name;      // as an option: --html
  std::string_view fileName;  // in the folder of --all
  std::string_view shows;     // for --help
  std::string (*render)(const Result& result);
};

// All faces, in the order in which they are offered. Any thread.
std::span<const Face> faces();

// The renderers: pure functions of the result, the same bytes for the same result.
std::string renderHtml(const Result& result);
std::string renderJunit(const Result& result);
std::string renderMarkdown(const Result& result);
std::string renderSarif(const Result& result);
std::string renderTap(const Result& result);
std::string renderBadge(const Result& result);

}  // namespace cast::report
