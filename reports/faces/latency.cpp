#include "reports/faces/latency.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace cast::report {
namespace {

// Bars that double: a hub answers in a tenth of a millisecond or in seconds.
constexpr std::array kEdges{0.25, 0.5,  1.0,   2.0,   4.0,   8.0,    16.0,
                            32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0};

double quantile(const std::vector<double>& sorted, double share) {
  const double rank = std::ceil(share * static_cast<double>(sorted.size()));
  return sorted[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

Latency summarise(const std::string& name, std::vector<double> values) {
  std::sort(values.begin(), values.end());
  Latency latency{
      name, values.size(), values.front(), quantile(values, 0.5), quantile(values, 0.95), values.back(), {}};
  std::vector<Bin> bins;
  bins.reserve(kEdges.size() + 1);
  for (const double edge : kEdges) bins.push_back({edge, 0});
  bins.push_back({0, 0});
  for (const double value : values) {
    const auto edge = std::lower_bound(kEdges.begin(), kEdges.end(), value);
    ++bins[static_cast<std::size_t>(edge - kEdges.begin())].count;
  }
  const auto isFilled = [](const Bin& bin) { return bin.count > 0; };
  const auto first = std::find_if(bins.begin(), bins.end(), isFilled);
  const auto last = std::find_if(bins.rbegin(), bins.rend(), isFilled).base();
  latency.bins.assign(first, last);
  return latency;
}

bool beginsWithStatus(const std::string& summary) {
  return summary.size() >= 3 &&
         std::all_of(summary.begin(), summary.begin() + 3, [](char c) { return c >= '0' && c <= '9'; });
}

const char* nameFor(Transport transport) {
  switch (transport) {
    case Transport::kHttp:
      return "Answers to HTTP requests";
    case Transport::kWebSocket:
      return "WebSocket handshakes";
    case Transport::kSse:
      return "Openings of event streams";
    case Transport::kCallback:
    case Transport::kTcp:
    case Transport::kRunner:
      break;
  }
  return nullptr;
}

// A request and the next answer to the same actor. Requests that one actor sends at once can't be told apart:
// only one that stands alone counts.
void addAnswers(const Check& check, std::map<std::string, std::vector<double>>& values) {
  struct Open {
    double atMs = 0;
    std::size_t requests = 0;
  };
  std::map<std::string, Open> open;
  for (const Exchange& exchange : check.transcript) {
    const char* name = nameFor(exchange.transport);
    if (!name) continue;
    const bool isRequest = exchange.direction == Direction::kSent && exchange.text &&
                           exchange.text->find(" HTTP/1.1\r\n") < exchange.text->find('\r') + 1;
    const std::string key = exchange.connection ? "#" + std::to_string(*exchange.connection) : exchange.actor;
    if (isRequest) {
      Open& one = open[key];
      one.requests += 1;
      one.atMs = exchange.atMs;
    } else if (exchange.direction == Direction::kReceived && beginsWithStatus(exchange.summary)) {
      const auto found = open.find(key);
      if (found == open.end()) continue;
      if (found->second.requests == 1) values[name].push_back(exchange.atMs - found->second.atMs);
      open.erase(found);
    }
  }
}

}  // namespace

std::vector<Latency> latenciesOf(const Result& result) {
  std::map<std::string, std::vector<double>> answers, measured;
  for (const Check& check : result.checks) {
    addAnswers(check, answers);
    for (const Measurement& measurement : check.measurements)
      if (measurement.unit == "ms" && std::isfinite(measurement.value))
        measured[measurement.name].push_back(measurement.value);
  }
  std::vector<Latency> latencies;
  for (auto* group : {&answers, &measured})
    for (auto& [name, values] : *group) latencies.push_back(summarise(name, std::move(values)));
  return latencies;
}

}  // namespace cast::report
