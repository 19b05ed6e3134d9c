// The verdict as a badge. Its words are the program's own, never the subject's. White text has a contrast
// of 4.5:1 or more on every colour.
#include <cmath>
#include <sstream>

#include "reports/faces/face.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

// Advance widths of DejaVu Sans and Verdana at 11 pixels, near enough: textLength makes the text fit in any
// font.
int widthOf(std::string_view text) {
  double width = 0;
  for (const char character : text) {
    if (character == ' ' || character == ',' || character == 'i' || character == 'l') {
      width += 3.6;
    } else if (character == 't' || character == 'f' || character == 'r') {
      width += 4.6;
    } else if (character == 'm' || character == 'w') {
      width += 10;
    } else {
      width += 6.9;
    }
  }
  return static_cast<int>(std::lround(width));
}

std::string messageFor(const Result& result) {
  const Counts& counts = result.counts;
  switch (result.verdict) {
    case Conformance::kConformant:
      return counts.skipped == 0 ? "conformant"
                                 : "conformant, " + std::to_string(counts.skipped) + " skipped";
    case Conformance::kNotConformant:
      return "not conformant, " + std::to_string(counts.failed) + " failed";
    case Conformance::kInconclusive:
    case Conformance::kNotTested:
      break;
  }
  return "inconclusive";
}

const char* colourFor(Conformance conformance) {
  switch (conformance) {
    case Conformance::kConformant:
      return "#10692c";
    case Conformance::kNotConformant:
      return "#b3121f";
    case Conformance::kInconclusive:
    case Conformance::kNotTested:
      break;
  }
  return "#5f3aa8";
}

constexpr int kPadding = 7;

void writeText(std::ostream& out, int x, std::string_view text) {
  out << "    <text x=\"" << x << "\" y=\"14\" textLength=\"" << widthOf(text) << "\">" << text
      << "</text>\n";
}

}  // namespace

std::string renderBadge(const Result& result) {
  const std::string label = "cast";
  const std::string message = messageFor(result);
  const int labelWidth = widthOf(label) + 2 * kPadding;
  const int width = labelWidth + widthOf(message) + 2 * kPadding;
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << width << "\" height=\"20\" viewBox=\"0 0 "
      << width << " 20\" role=\"img\" aria-labelledby=\"title\">\n"
      << "  <title id=\"title\">" << label << ": " << message << "</title>\n"
      << "  <clipPath id=\"shape\"><rect width=\"" << width << "\" height=\"20\" rx=\"4\"/></clipPath>\n"
      << "  <g clip-path=\"url(#shape)\">\n"
      << "    <rect width=\"" << labelWidth << "\" height=\"20\" fill=\"#3a4048\"/>\n"
      << "    <rect x=\"" << labelWidth << "\" width=\"" << width - labelWidth << "\" height=\"20\" fill=\""
      << colourFor(result.verdict) << "\"/>\n"
      << "  </g>\n"
      << "  <g fill=\"#fff\" font-family=\"Verdana,'DejaVu Sans',Geneva,sans-serif\" font-size=\"11\">\n";
  writeText(out, kPadding, label);
  writeText(out, labelWidth + kPadding, message);
  out << "  </g>\n</svg>\n";
  return out.str();
}

}  // namespace cast::report
