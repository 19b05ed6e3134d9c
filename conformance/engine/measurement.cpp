#include "engine/measurement.hpp"

#include <algorithm>
#include <cmath>

namespace cast::conformance {
namespace {

/// `values` are sorted, and there is at least one.
double percentile(const std::vector<double>& values, double percent) {
  const double rank = std::ceil(percent / 100 * static_cast<double>(values.size()));
  return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

}  // namespace

std::vector<Measurement> summarized(const std::vector<Measurement>& taken) {
  std::vector<Measurement> summary;
  for (auto first = taken.begin(); first != taken.end(); ++first) {
    const auto sameName = [&](const Measurement& other) { return other.name == first->name; };
    if (std::any_of(taken.begin(), first, sameName)) continue;
    std::vector<double> values;
    for (const auto& each : taken)
      if (sameName(each)) values.push_back(each.value);
    if (values.size() == 1) {
      summary.push_back(*first);
      continue;
    }
    std::sort(values.begin(), values.end());
    summary.push_back({first->name + " p50", first->unit, percentile(values, 50)});
    summary.push_back({first->name + " p99", first->unit, percentile(values, 99)});
    summary.push_back({first->name + " max", first->unit, values.back()});
  }
  return summary;
}

}  // namespace cast::conformance
