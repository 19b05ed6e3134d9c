#pragma once
#include <vector>

#include "engine/outcome.hpp"

namespace cast::conformance {

/// Measurements as a report shows them: one that was taken several times under one name becomes three, its
/// median ("NAME p50"), its 99th percentile ("NAME p99") and its greatest ("NAME max"); nearest rank, so that
/// each is a value that was measured. In the order in which the names first came.
std::vector<Measurement> summarized(const std::vector<Measurement>& taken);

}  // namespace cast::conformance
