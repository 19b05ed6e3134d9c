// How long the subject took, from the times in the transcripts: from the end of a request to its answer, and
// what the checks measured themselves. Many checks run side by side, so these are no benchmark; they show
// what stands out.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/result/result.hpp"

namespace cast::report {

// A bar of a histogram: all values up to `upTo` that are over the bar before it.
struct Bin {
  double upTo = 0;  // milliseconds; the last one has no end and says 0
  std::size_t count = 0;
};

struct Latency {
  std::string name;
  std::size_t count = 0;
  double least = 0, median = 0, p95 = 0, most = 0;  // milliseconds
  std::vector<Bin> bins;                            // from the first to the last that is not empty
};

// One for each kind of answer and for each name of a measurement in milliseconds; those without a value are
// left out.
std::vector<Latency> latenciesOf(const Result& result);

}  // namespace cast::report
