// How long the subject took: a histogram for each kind of answer, with its numbers in a table beside it.
#include <algorithm>

#include "reports/faces/html/page.hpp"
#include "reports/faces/latency.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

constexpr int kBar = 34;
constexpr int kGap = 4;
constexpr int kHeight = 96;
constexpr int kBelow = 18;
constexpr int kAbove = 16;

// "0.25", "16", "1 s": the end of a bar in milliseconds.
std::string edgeOf(const Bin& bin) {
  if (bin.upTo == 0) return "more";
  if (bin.upTo >= 1000) return std::to_string(static_cast<int>(bin.upTo / 1000)) + " s";
  if (bin.upTo >= 1) return std::to_string(static_cast<int>(bin.upTo));
  return bin.upTo == 0.25 ? ".25" : ".5";
}

void drawBars(Page& page, const Latency& latency) {
  Markup& out = page.out;
  std::size_t most = 1;
  for (const Bin& bin : latency.bins) most = std::max(most, bin.count);
  const int width = static_cast<int>(latency.bins.size()) * (kBar + kGap);
  const int height = kAbove + kHeight + kBelow;
  std::string words = latency.name + ":";
  for (const Bin& bin : latency.bins)
    words += " " + std::to_string(bin.count) +
             (bin.upTo == 0 ? " took more" : " up to " + duration(bin.upTo)) +
             (&bin == &latency.bins.back() ? "." : ",");
  Element svg{out,
              "svg",
              {{"class", "histogram"},
               {"viewBox", "0 0 " + std::to_string(width) + " " + std::to_string(height)},
               {"width", std::to_string(width)},
               {"height", std::to_string(height)},
               {"role", "img"},
               {"aria-label", words}}};
  int x = 0;
  for (const Bin& bin : latency.bins) {
    const int bar = bin.count == 0 ? 0
                                   : std::max(1, static_cast<int>(static_cast<double>(bin.count) * kHeight /
                                                                  static_cast<double>(most)));
    const int top = kAbove + kHeight - bar;
    {
      Element rect{out,
                   "rect",
                   {{"x", std::to_string(x)},
                    {"y", std::to_string(top)},
                    {"width", std::to_string(kBar)},
                    {"height", std::to_string(bar)}}};
    }
    const std::string middle = std::to_string(x + kBar / 2);
    if (bin.count > 0)
      out.leaf("text", {{"class", "count"}, {"x", middle}, {"y", std::to_string(top - 4)}},
               std::to_string(bin.count));
    out.leaf("text", {{"class", "edge"}, {"x", middle}, {"y", std::to_string(height - 4)}}, edgeOf(bin));
    x += kBar + kGap;
  }
}

void writeFact(Markup& out, std::string_view name, double milliseconds) {
  Element pair{out, "div"};
  out.leaf("dt", name);
  out.leaf("dd", duration(milliseconds));
}

void writeHistogram(Page& page, const Latency& latency) {
  Markup& out = page.out;
  Element figure{out, "figure"};
  {
    Element caption{out, "figcaption"};
    out.leaf("b", latency.name);
    out.literal(" ");
    out.leaf("span", {{"class", "size"}}, std::to_string(latency.count));
  }
  drawBars(page, latency);
  Element list{out, "dl", {{"class", "measurements"}}};
  writeFact(out, "Fastest", latency.least);
  writeFact(out, "Median", latency.median);
  writeFact(out, "95 %", latency.p95);
  writeFact(out, "Slowest", latency.most);
}

}  // namespace

void writeLatencies(Page& page) {
  const std::vector<Latency> latencies = latenciesOf(page.result);
  if (latencies.empty()) return;
  Markup& out = page.out;
  Element section{out, "section", {{"id", "latency"}, {"aria-labelledby", "latency-title"}}};
  out.leaf("h2", {{"id", "latency-title"}}, "Latency");
  out.leaf("p", {{"class", "says"}},
           "How long the subject took, in bars that end at so many milliseconds. Many checks run side by "
           "side: this "
           "shows what stands out, and is no benchmark.");
  {
    Element figures{out, "div", {{"class", "latencies"}}};
    for (const Latency& latency : latencies)
      if (latency.count > 1) writeHistogram(page, latency);
  }
  // One value is no distribution.
  if (std::all_of(latencies.begin(), latencies.end(), [](const Latency& each) { return each.count > 1; }))
    return;
  Element list{out, "dl", {{"class", "measurements"}}};
  for (const Latency& latency : latencies)
    if (latency.count == 1) writeFact(out, latency.name, latency.most);
}

}  // namespace cast::report
