// What every HTML document of this program is made of: a head whose content security policy names its own
// style and script by hash, so that even a fault in the escaping would not run a subject's script; the signs
// of the verdicts.
#pragma once

#include <functional>
#include <string_view>

#include "reports/faces/html/markup.hpp"
#include "reports/result/result.hpp"

namespace cast::report {

// The whole document; `body` writes what stands between the link that skips to #main and the script.
void writeDocument(Markup& out, std::string_view title, std::string_view script,
                   const std::function<void()>& body);

// The sign of a verdict alone, hidden from screen readers: always beside its word.
void writeIcon(Markup& out, Verdict verdict);

}  // namespace cast::report
