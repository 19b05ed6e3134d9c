#include "variant/conversion_graph.hpp"

#include <algorithm>
#include <deque>

#include "variant/loaded_variant.hpp"

namespace cast::hub {
namespace {

bool appliesTo(const ConversionGraph::Step& step, std::string_view eventType) {
  const auto& types = step.eventTypes;
  return types.front() == "*" || std::binary_search(types.begin(), types.end(), eventType);
}

}  // namespace

void ConversionGraph::add(const LoadedVariant& variant) {
  for (const auto& conversion : variant.manifest.conversions) {
    Step step{&variant, conversion.from, conversion.to, conversion.eventTypes};
    std::sort(step.eventTypes.begin(), step.eventTypes.end());
    if (std::binary_search(step.eventTypes.begin(), step.eventTypes.end(), "*")) step.eventTypes = {"*"};
    stepsFrom_[step.from].push_back(std::move(step));
  }
}

// Breadth first: a format's first visit is over a shortest way, and of those over the first added.
std::vector<const ConversionGraph::Step*> ConversionGraph::chain(std::string_view eventType,
                                                                 std::string_view from,
                                                                 std::string_view to) const {
  std::map<std::string_view, const Step*> reachedBy{{from, nullptr}};
  std::deque<std::string_view> open{from};
  for (; !open.empty() && !reachedBy.contains(to); open.pop_front()) {
    const auto steps = stepsFrom_.find(open.front());
    if (steps == stepsFrom_.end()) continue;
    for (const Step& step : steps->second)
      if (appliesTo(step, eventType) && reachedBy.emplace(step.to, &step).second) open.push_back(step.to);
  }
  std::vector<const Step*> way;
  const auto reached = reachedBy.find(to);
  if (reached == reachedBy.end()) return way;
  for (const Step* step = reached->second; step; step = reachedBy.at(step->from)) way.push_back(step);
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace cast::hub
