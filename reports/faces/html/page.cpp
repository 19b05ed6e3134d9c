#include "reports/faces/html/page.hpp"

#include <Poco/NumberFormatter.h>

#include <array>
#include <cctype>

#include "reports/faces/html/shell.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

// The conformance of a whole has the colour and the sign of the verdict that decided it.
Verdict likeness(Conformance conformance) {
  switch (conformance) {
    case Conformance::kConformant:
      return Verdict::kPassed;
    case Conformance::kNotConformant:
      return Verdict::kFailed;
    case Conformance::kInconclusive:
      return Verdict::kInconclusive;
    case Conformance::kNotTested:
      break;
  }
  return Verdict::kNotTested;
}

// Keeps letters, digits, dot and hyphen; the rest, underscore included, becomes _xx, so that different ids
// stay different.
std::string slug(std::string_view id) {
  std::string name;
  for (const char character : id) {
    const auto byte = static_cast<unsigned char>(character);
    if (std::isalnum(byte) != 0 || character == '-' || character == '.') {
      name += character;
    } else {
      name += "_" + Poco::NumberFormatter::formatHex(byte, 2);
    }
  }
  return name;
}

}  // namespace

Page::Page(const Result& shown) : result(shown) {
  for (const Requirement& requirement : result.requirements) {
    requirements_.emplace(requirement.id, &requirement);
    requirementAnchors_[&requirement] = uniqueAnchor("requirement-", requirement.id);
  }
  for (const Check& check : result.checks) {
    checks_.emplace(check.id, &check);
    checkAnchors_[&check] = uniqueAnchor("check-", check.id);
  }
}

std::string Page::uniqueAnchor(std::string_view prefix, std::string_view id) {
  std::string anchor = std::string{prefix} + slug(id);
  const int use = ++anchorUses_[anchor];
  // A tilde can't come out of slug(), so this is unique as well.
  return use == 1 ? anchor : anchor + "~" + std::to_string(use);
}

const Requirement* Page::requirement(const std::string& id) const {
  const auto found = requirements_.find(id);
  return found == requirements_.end() ? nullptr : found->second;
}

const Check* Page::check(const std::string& id) const {
  const auto found = checks_.find(id);
  return found == checks_.end() ? nullptr : found->second;
}

void Page::icon(Verdict verdict) { writeIcon(out, verdict); }

void Page::icon(Conformance conformance) { icon(likeness(conformance)); }

void Page::pill(Verdict verdict) {
  Element span{out, "span", {{"class", "pill v-" + std::string{nameOf(verdict)}}}};
  icon(verdict);
  out.text(title(verdict));
}

void Page::pill(Conformance conformance) {
  Element span{out, "span", {{"class", "pill v-" + std::string{nameOf(likeness(conformance))}}}};
  icon(conformance);
  out.text(title(conformance));
}

void Page::level(Level level) {
  out.leaf("span", {{"class", "level l-" + std::string{nameOf(level)}}}, nameOf(level));
}

void Page::bar(const Counts& counts) {
  constexpr std::array kOrder{Verdict::kFailed, Verdict::kWarned, Verdict::kInconclusive, Verdict::kPassed,
                              Verdict::kSkipped};
  Element svg{out,
              "svg",
              {{"class", "bar"},
               {"viewBox", "0 0 1000 10"},
               {"preserveAspectRatio", "none"},
               {"role", "img"},
               {"aria-label", phrase(counts)}}};
  double x = 0;
  for (const Verdict verdict : kOrder) {
    const auto share = static_cast<double>(counts.of(verdict)) / static_cast<double>(counts.total());
    if (counts.of(verdict) == 0) continue;
    const double width = share * 1000;
    Element rect{out,
                 "rect",
                 {{"class", "v-" + std::string{nameOf(verdict)}},
                  {"x", Poco::NumberFormatter::format(x, 2)},
                  {"width", Poco::NumberFormatter::format(width, 2)},
                  {"height", "10"}}};
    x += width;
  }
}

void Page::link(const Check& check) {
  Element anchorElement{
      out, "a", {{"class", "check-link"}, {"href", "#" + anchor(check)}, {"title", check.title}}};
  icon(check.verdict);
  out.leaf("span", {{"class", "unseen"}}, title(check.verdict));
  out.leaf("span", {{"class", "name"}}, check.id);
}

void Page::timeOf(const std::string& rfc3339) {
  out.leaf("time", {{"datetime", rfc3339}}, readableTime(rfc3339));
}

}  // namespace cast::report
