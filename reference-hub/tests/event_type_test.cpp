#include "session/event_type.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cast::hub {
namespace {

TEST(EventType, IsANameOrADomainAndAName) {
  for (const std::string& text :
       {std::string("patient-open"), std::string("Patient-open"), std::string("a"), std::string("9"),
        std::string("a.b_c-d"), std::string("radiology:worklist-update"), std::string("1:2"),
        std::string(128, 'a'), "d:" + std::string(126, 'e')}) {
    EXPECT_TRUE(isEventType(text)) << text;
  }
}

TEST(EventType, IsNothingElse) {
  for (const std::string& text :
       {std::string(), std::string(":"), std::string("a:"), std::string(":a"), std::string("a:b:c"),
        std::string("-a"), std::string("a:-b"), std::string(".a"), std::string("_a"), std::string("a b"),
        std::string("a,b"), std::string("a/b"), std::string("*"), std::string("a\n"), std::string("a\0b", 3),
        std::string("\xC3\xA9"), std::string(129, 'a'), "d:" + std::string(127, 'e')}) {
    EXPECT_FALSE(isEventType(text)) << text;
  }
}

TEST(Timestamp, IsWhatRfc3339Writes) {
  for (const char* text :
       {"2024-01-15T10:30:00Z", "2024-01-15t10:30:00z", "2024-01-15T10:30:00.1Z",
        "2024-01-15T10:30:00.123456789123Z", "2024-01-15T10:30:00+05:30", "2024-01-15T10:30:00-23:59",
        "2024-02-29T00:00:00Z", "2016-12-31T23:59:60Z", "0000-01-01T00:00:00Z"}) {
    EXPECT_TRUE(isTimestamp(text)) << text;
  }
}

TEST(Timestamp, IsNothingElse) {
  for (const char* text : {"",
                           "2024-01-15",
                           "2024-01-15T10:30:00",
                           "2024-01-15 10:30:00Z",
                           "2024-1-15T10:30:00Z",
                           "2024-01-15T10:30Z",
                           "2024-13-01T00:00:00Z",
                           "2024-00-01T00:00:00Z",
                           "2023-02-29T00:00:00Z",
                           "2024-04-31T00:00:00Z",
                           "2024-01-32T00:00:00Z",
                           "2024-01-15T24:00:00Z",
                           "2024-01-15T10:60:00Z",
                           "2024-01-15T10:30:61Z",
                           "2024-01-15T10:30:00.Z",
                           "2024-01-15T10:30:00,5Z",
                           "2024-01-15T10:30:00+24:00",
                           "2024-01-15T10:30:00+05:60",
                           "2024-01-15T10:30:00+0530",
                           "2024-01-15T10:30:00Zulu",
                           " 2024-01-15T10:30:00Z",
                           "+024-01-15T10:30:00Z",
                           "20240115T103000Z",
                           "yesterday",
                           "1705314600"}) {
    EXPECT_FALSE(isTimestamp(text)) << text;
  }
}

}  // namespace
}  // namespace cast::hub
