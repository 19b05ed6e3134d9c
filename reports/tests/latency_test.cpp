#include "reports/faces/latency.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cast::report {
namespace {

using ::testing::IsEmpty;

Exchange at(double atMs, Direction direction, const std::string& summary, const std::string& text) {
  Exchange exchange;
  exchange.atMs = atMs;
  exchange.actor = "http";
  exchange.transport = Transport::kHttp;
  exchange.direction = direction;
  exchange.summary = summary;
  exchange.text = text;
  return exchange;
}

Exchange request(double atMs) { return at(atMs, Direction::kSent, "GET /", "GET / HTTP/1.1\r\n\r\n"); }
Exchange answer(double atMs) { return at(atMs, Direction::kReceived, "200 OK", "HTTP/1.1 200 OK\r\n\r\n"); }

Result resultOf(std::vector<Exchange> transcript) {
  Result result;
  result.checks.emplace_back();
  result.checks.back().transcript = std::move(transcript);
  return result;
}

TEST(Latency, GoesFromARequestToItsAnswer) {
  const auto latencies = latenciesOf(resultOf({request(1), answer(4), request(10), answer(11), request(20)}));
  ASSERT_EQ(latencies.size(), 1u);
  EXPECT_EQ(latencies[0].count, 2u);
  EXPECT_DOUBLE_EQ(latencies[0].least, 1);
  EXPECT_DOUBLE_EQ(latencies[0].median, 1);
  EXPECT_DOUBLE_EQ(latencies[0].p95, 3);
  EXPECT_DOUBLE_EQ(latencies[0].most, 3);
  ASSERT_EQ(latencies[0].bins.size(), 3u) << "up to 1, 2 and 4 ms";
  EXPECT_EQ(latencies[0].bins[1].count, 0u);
}

TEST(Latency, IsNotTakenWhereRequestsOverlap) {
  EXPECT_THAT(latenciesOf(resultOf({request(1), request(2), answer(3), answer(4)})), IsEmpty());
}

TEST(Latency, TellsOverlappingRequestsApartByTheirConnections) {
  std::vector<Exchange> transcript{request(1), request(2), answer(3), answer(4)};
  for (std::size_t i = 0; i < 4; ++i) transcript[i].connection = i % 2 + 1;
  const auto latencies = latenciesOf(resultOf(transcript));
  ASSERT_EQ(latencies.size(), 1u);
  EXPECT_DOUBLE_EQ(latencies[0].most, 2);
}

TEST(Latency, CountsWhatChecksMeasuredByName) {
  Result result = resultOf({});
  result.checks.back().measurements = {{"delivery", "ms", 5000}, {"delivery", "ms", 7}, {"size", "bytes", 3}};
  const auto latencies = latenciesOf(result);
  ASSERT_EQ(latencies.size(), 1u);
  EXPECT_EQ(latencies[0].name, "delivery");
  EXPECT_EQ(latencies[0].bins.back().count, 1u) << "longer than the last bar";
}

}  // namespace
}  // namespace cast::report
