#include "reports/faces/face.hpp"

#include <array>

namespace cast::report {
namespace {

constexpr std::array kFaces{
    Face{"html", "report.html", "the full report, one self-contained page", renderHtml},
    Face{"junit", "junit.xml", "JUnit XML for Jenkins, GitLab, GitHub", renderJunit},
    Face{"markdown", "report.md", "a short summary for a pull request", renderMarkdown},
    Face{"sarif", "report.sarif", "SARIF 2.1.0 for code scanning", renderSarif},
    Face{"tap", "report.tap", "TAP version 14", renderTap},
    Face{"badge", "badge.svg", "the verdict as a badge", renderBadge},
};

}  // namespace

std::span<const Face> faces() { return kFaces; }

}  // namespace cast::report
