#include "engine/measurement.hpp"

#include <gtest/gtest.h>

namespace cast::conformance {
namespace {

TEST(Measurement, TakenOnceIsShownAsItIs) {
  const auto summary = summarized({{"opening", "ms", 3}});
  ASSERT_EQ(summary.size(), 1U);
  EXPECT_EQ(summary[0].name, "opening");
  EXPECT_EQ(summary[0].value, 3);
}

TEST(Measurement, TakenOftenIsShownByItsPercentiles) {
  std::vector<Measurement> taken;
  for (int i = 200; i > 0; --i) taken.push_back({"fan-out", "ms", static_cast<double>(i)});
  taken.push_back({"opening", "ms", 3});
  const auto summary = summarized(taken);
  ASSERT_EQ(summary.size(), 4U);
  EXPECT_EQ(summary[0].name, "fan-out p50");
  EXPECT_EQ(summary[0].value, 100);
  EXPECT_EQ(summary[1].name, "fan-out p99");
  EXPECT_EQ(summary[1].value, 198);
  EXPECT_EQ(summary[2].name, "fan-out max");
  EXPECT_EQ(summary[2].value, 200);
  EXPECT_EQ(summary[3].name, "opening");
}

}  // namespace
}  // namespace cast::conformance
