// Plugins come, change and go while the hub runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plugin_folder.hpp"
#include "variant/variants.hpp"

namespace cast::hub {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class PluginReload : public testing::Test {
 protected:
  // "loaded test-second 1.0.0", "replaced test-versioned 2.0.0 for 1.0.0"
  std::vector<std::string> reread() {
    std::vector<std::string> said;
    for (const auto& change : variants_.loadDirectory(folder_.path())) {
      using Kind = Variants::Change::Kind;
      const std::string kind = change.kind == Kind::Loaded     ? "loaded "
                               : change.kind == Kind::Replaced ? "replaced "
                                                               : "unloaded ";
      said.push_back(kind + change.variant.id + " " + change.variant.version +
                     (change.previousVersion.empty() ? "" : " for " + change.previousVersion));
    }
    return said;
  }

  std::string stamp() {
    const auto conversion = variants_.convert("test:any", "{}", "native", "stamped");
    return conversion.payload.value_or("none");
  }

  PluginFolder folder_;
  std::vector<std::string> complaints_;
  Variants variants_{[this](const std::string& line) { complaints_.push_back(line); }};
};

const std::string kStamp1 = R"({"format":"stamped","version":"1.0.0"})";
const std::string kStamp2 = R"({"format":"stamped","version":"2.0.0"})";

TEST_F(PluginReload, ANewFileIsLoaded) {
  EXPECT_THAT(reread(), IsEmpty());
  const auto before = variants_.generation();
  folder_.put(testPlugin("versioned_1"), "v.so");
  EXPECT_THAT(reread(), ElementsAre("loaded test-versioned 1.0.0"));
  EXPECT_THAT(variants_.eventTypes(), Contains("test:only-in-1"));
  EXPECT_EQ(stamp(), kStamp1);
  EXPECT_GT(variants_.generation(), before);
}

TEST_F(PluginReload, AFileThatIsAsItWasIsLeftAlone) {
  folder_.put(testPlugin("versioned_1"), "v.so");
  reread();
  const auto before = variants_.generation();
  folder_.put(testPlugin("versioned_1"), "v.so");  // another file with the same bytes
  EXPECT_THAT(reread(), IsEmpty());
  EXPECT_EQ(variants_.generation(), before);
}

TEST_F(PluginReload, AChangedFileReplacesTheOldOne) {
  folder_.put(testPlugin("versioned_1"), "v.so");
  reread();
  folder_.put(testPlugin("versioned_2"), "v.so");
  EXPECT_THAT(reread(), ElementsAre("replaced test-versioned 2.0.0 for 1.0.0"));
  EXPECT_EQ(stamp(), kStamp2);
  EXPECT_THAT(variants_.eventTypes(),
              AllOf(Contains("test:only-in-2"), Contains("test:versioned"), Not(Contains("test:only-in-1"))));
}

TEST_F(PluginReload, AFileWrittenOverInPlaceHarmsNothingAndReplacesTheOldOne) {
  folder_.put(testPlugin("versioned_1"), "v.so");
  reread();
  folder_.overwrite("v.so", "");
  EXPECT_EQ(stamp(), kStamp1);
  folder_.overwrite("v.so", bytesIn(testPlugin("versioned_2")));
  EXPECT_THAT(reread(), ElementsAre("replaced test-versioned 2.0.0 for 1.0.0"));
  EXPECT_EQ(stamp(), kStamp2);
  EXPECT_THAT(complaints_, IsEmpty());
}

TEST_F(PluginReload, ARemovedFileIsUnloadedAndUnmapped) {
  folder_.put(testPlugin("versioned_1"), "unmapped-when-removed.so");
  reread();
  ASSERT_THAT(memoryMap(), HasSubstr("unmapped-when-removed.so"));
  folder_.remove("unmapped-when-removed.so");
  EXPECT_THAT(reread(), ElementsAre("unloaded test-versioned 1.0.0"));
  EXPECT_EQ(stamp(), "none");
  EXPECT_THAT(variants_.eventTypes(), Not(Contains("test:versioned")));
  EXPECT_THAT(memoryMap(), Not(HasSubstr("unmapped-when-removed.so")));
}

TEST_F(PluginReload, TheLibraryThatWasReplacedIsUnmapped) {
  folder_.put(testPlugin("versioned_1"), "once.so");
  reread();
  const auto mapped = [] {
    const std::string map = memoryMap();
    std::size_t count = 0;
    for (auto at = map.find("once.so"); at != std::string::npos; at = map.find("once.so", at + 1)) ++count;
    return count;
  };
  const std::size_t once = mapped();
  ASSERT_GT(once, 0U);
  for (int i = 0; i < 20; ++i) {
    folder_.put(testPlugin(i % 2 == 0 ? "versioned_2" : "versioned_1"), "once.so");
    ASSERT_THAT(reread(), testing::SizeIs(1));
    EXPECT_EQ(stamp(), i % 2 == 0 ? kStamp2 : kStamp1);
  }
  EXPECT_EQ(mapped(), once);
}

TEST_F(PluginReload, ABadNewVersionLeavesTheOldOneInServiceUntilItIsMended) {
  folder_.put(testPlugin("versioned_1"), "v.so");
  reread();
  const std::string whole = bytesIn(testPlugin("versioned_2"));
  folder_.overwrite("v.so", whole.substr(0, whole.size() / 2));
  EXPECT_THAT(reread(), IsEmpty());
  EXPECT_THAT(complaints_, ElementsAre(AllOf(HasSubstr("v.so is not loaded"), HasSubstr("it is cut off"),
                                             HasSubstr("its version 1.0.0 stays in service"))));
  EXPECT_EQ(stamp(), kStamp1);
  folder_.overwrite("v.so", whole);
  EXPECT_THAT(reread(), ElementsAre("replaced test-versioned 2.0.0 for 1.0.0"));
  EXPECT_THAT(complaints_, testing::SizeIs(1));
}

TEST_F(PluginReload, ANewVersionThatTakesAnothersEventTypesLeavesTheOldOneInService) {
  folder_.put(testPlugin("versioned_1"), "v.so");
  folder_.put(testPlugin("second"), "w.so");
  reread();
  folder_.put(testPlugin("versioned_2"), "w.so");
  EXPECT_THAT(reread(), IsEmpty());
  EXPECT_THAT(complaints_,
              ElementsAre(AllOf(HasSubstr("w.so is not loaded"), HasSubstr("`test-versioned` is taken"),
                                HasSubstr("its version 1.0.0 stays in service"))));
  EXPECT_THAT(variants_.loaded(), testing::SizeIs(2));
}

TEST_F(PluginReload, ANewFileNeverPushesOutOneInServiceWhateverItsName) {
  folder_.put(testPlugin("versioned_1"), "v.so");
  reread();
  folder_.put(testPlugin("versioned_2"), "a.so");
  EXPECT_THAT(reread(), IsEmpty());
  EXPECT_THAT(complaints_, ElementsAre(HasSubstr("a.so is not loaded")));
  EXPECT_EQ(stamp(), kStamp1);
}

TEST_F(PluginReload, AFileThatGotAnotherNameIsUnloadedAndLoaded) {
  folder_.put(testPlugin("versioned_1"), "v.so");
  reread();
  folder_.remove("v.so");
  folder_.put(testPlugin("versioned_2"), "a.so");
  EXPECT_THAT(reread(), ElementsAre("loaded test-versioned 2.0.0", "unloaded test-versioned 1.0.0"));
  EXPECT_THAT(complaints_, IsEmpty());
  EXPECT_EQ(stamp(), kStamp2);
}

TEST_F(PluginReload, WhatOnePluginGivesUpAnotherMayTakeInTheSameReading) {
  folder_.put(testPlugin("versioned_1"), "b.so");
  folder_.put(testPlugin("second"), "a.so");
  reread();
  folder_.put(testPlugin("versioned_2"), "a.so");  // wants the id that b.so gives up
  folder_.put(testPlugin("converting"), "b.so");
  EXPECT_THAT(reread(), ElementsAre("replaced test-versioned 2.0.0 for 1.0.0",
                                    "replaced test-converting 1.0.0 for 1.0.0"));
  EXPECT_THAT(complaints_, IsEmpty());
}

TEST_F(PluginReload, ADirectoryThatIsGoneTakesNothingOutOfService) {
  folder_.put(testPlugin("versioned_1"), "v.so");
  reread();
  const auto aside = folder_.path().string() + "-aside";
  std::filesystem::rename(folder_.path(), aside);
  EXPECT_THAT(reread(), IsEmpty());
  EXPECT_THAT(complaints_, ElementsAre(HasSubstr("No such file")));
  EXPECT_EQ(stamp(), kStamp1);
  std::filesystem::rename(aside, folder_.path());
}

}  // namespace
}  // namespace cast::hub
