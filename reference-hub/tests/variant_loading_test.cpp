// Plugins are loaded, or refused by one clear line each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "variant/plugin_file.hpp"
#include "variant/variants.hpp"

namespace cast::hub {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

const fs::path kPlugins = CAST_PLUGIN_DIR;
const fs::path kBadPlugins = CAST_TEST_DIR "/bad-plugins";
const fs::path kPluginWithCode = CAST_TEST_DIR "/plugins/with_code.so";

class VariantLoading : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "cast-variant-XXXXXX").string();
    directory_ = mkdtemp(name.data());
  }
  void TearDown() override { fs::remove_all(directory_); }

  void put(const fs::path& plugin, const std::string& name = {}) {
    fs::copy_file(plugin, directory_ / (name.empty() ? plugin.filename() : fs::path(name)));
  }

  void write(const std::string& name, const std::string& bytes) {
    std::ofstream(directory_ / name, std::ios::binary) << bytes;
  }

  std::vector<std::string> loadedIds() const {
    std::vector<std::string> ids;
    for (const auto& variant : variants_.loaded()) ids.push_back(variant.id);
    return ids;
  }

  fs::path directory_;
  std::vector<std::string> complaints_;
  Variants variants_{[this](const std::string& line) { complaints_.push_back(line); }};
};

TEST_F(VariantLoading, theShippedPluginsLoadWithoutComplaint) {
  variants_.loadDirectory(kPlugins);
  EXPECT_THAT(complaints_, IsEmpty());
  EXPECT_THAT(loadedIds(), ElementsAre("dicomcast", "fhircast", "navicast"));
  EXPECT_THAT(variants_.eventTypes(),
              IsSupersetOf({"patient-open", "dicom-study-view", "dicom:measurement-added", "Patient-open",
                            "navi:tool-tracked"}));
  EXPECT_THAT(variants_.formats(),
              IsSupersetOf({"dicom", "fhir", "fhircast", "legacy", "native", "navi", "proprietary", "text"}));
  EXPECT_EQ(variants_.loaded().front().file, kPlugins / "dicomcast.so");
}

TEST_F(VariantLoading, aHubWithoutPluginsKnowsTheCoreEventTypes) {
  EXPECT_THAT(loadedIds(), IsEmpty());
  EXPECT_THAT(variants_.eventTypes(),
              ElementsAre("document-close", "document-open", "document-select", "order-select",
                          "order-update", "order-view", "patient-close", "patient-open", "patient-select",
                          "ui-state-change", "user-click", "user-input", "user-navigate"));
}

TEST_F(VariantLoading, aDirectoryThatIsNotThereIsOneLine) {
  variants_.loadDirectory(directory_ / "nowhere");
  EXPECT_THAT(complaints_, ElementsAre(AllOf(HasSubstr("nowhere"), HasSubstr("No such file"))));
}

TEST_F(VariantLoading, filesThatAreNoPluginsByTheirNamesAreLeftAlone) {
  write("README.txt", "not a plugin");
  write("dicomcast.so.disabled", "nor this");
  variants_.loadDirectory(directory_);
  EXPECT_THAT(complaints_, IsEmpty());
}

TEST_F(VariantLoading, aDirectoryCalledLikeAPluginIsOneLine) {
  fs::create_directory(directory_ / "folder.so");
  variants_.loadDirectory(directory_);
  EXPECT_THAT(complaints_, ElementsAre(AllOf(HasSubstr("folder.so"), HasSubstr("not a regular file"))));
}

TEST_F(VariantLoading, aPipeCalledLikeAPluginIsOneLineAndDoesNotHoldUpTheHub) {
  ASSERT_EQ(mkfifo((directory_ / "pipe.so").c_str(), 0600), 0);
  variants_.loadDirectory(directory_);
  EXPECT_THAT(complaints_, ElementsAre(HasSubstr("not a regular file")));
}

TEST_F(VariantLoading, garbageIsOneLine) {
  write("garbage.so",
        "This is no library, though it is long enough for the header of one: 0123456789 0123456789");
  write("empty.so", "");
  variants_.loadDirectory(directory_);
  EXPECT_THAT(complaints_, ElementsAre(HasSubstr("empty.so is not loaded: it is not a shared library"),
                                       HasSubstr("garbage.so is not loaded: it is not a shared library")));
}

TEST_F(VariantLoading, aPluginCutOffAnywhereIsOneLine) {
  std::ifstream whole(kPlugins / "dicomcast.so", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(whole), {}};
  const std::vector<std::size_t> sizes{40, 64, 100, 500, 4096, 5000, bytes.size() / 2, bytes.size() - 1};
  for (const std::size_t size : sizes) write("cut-" + std::to_string(size) + ".so", bytes.substr(0, size));
  variants_.loadDirectory(directory_);
  EXPECT_EQ(complaints_.size(), sizes.size());
  EXPECT_THAT(complaints_,
              testing::Each(testing::AnyOf(HasSubstr("cut off"), HasSubstr("not a shared library"))));
}

TEST_F(VariantLoading, theSecondPluginWithAnIdIsRefused) {
  put(kPlugins / "dicomcast.so", "a.so");
  put(kPlugins / "dicomcast.so", "b.so");
  variants_.loadDirectory(directory_);
  EXPECT_THAT(loadedIds(), ElementsAre("dicomcast"));
  EXPECT_THAT(complaints_, ElementsAre(AllOf(HasSubstr("b.so is not loaded"),
                                             HasSubstr("`dicomcast` is taken by"), HasSubstr("a.so"))));
}

TEST_F(VariantLoading, aPluginWithCodeAnswersForItsOwnExtensionsAndHidesItsExceptions) {
  const PluginFile plugin(kPluginWithCode);
  EXPECT_NE(plugin.table()->get_extension("test.answer/1"), nullptr);
  EXPECT_NE(plugin.table()->get_extension(CAST_EXTENSION_SCHEMAS), nullptr);
  EXPECT_EQ(plugin.table()->get_extension("test.throws/1"), nullptr);
  EXPECT_EQ(plugin.table()->get_extension(CAST_EXTENSION_CONVERTER), nullptr);
}

std::string memoryMap() {
  std::ifstream maps("/proc/self/maps");
  return {std::istreambuf_iterator<char>(maps), {}};
}

TEST_F(VariantLoading, aPluginIsUnloadedWhenNobodyNeedsItAnyMore) {
  put(kPluginWithCode, "unloaded.so");
  {
    Variants variants([](const std::string& line) { ADD_FAILURE() << line; });
    variants.loadDirectory(directory_);
    ASSERT_THAT(memoryMap(), HasSubstr("unloaded.so"));
  }
  EXPECT_THAT(memoryMap(), Not(HasSubstr("unloaded.so")));
}

std::vector<std::string> exportsOf(const fs::path& library) {
  FILE* nm = popen(("nm -D --defined-only " + library.string()).c_str(), "r");
  std::vector<std::string> names;
  std::array<char, 4096> line{};
  while (nm && std::fgets(line.data(), line.size(), nm)) {
    const std::string text(line.data());
    names.push_back(text.substr(text.rfind(' ') + 1, text.find('\n') - text.rfind(' ') - 1));
  }
  if (nm) pclose(nm);
  return names;
}

TEST_F(VariantLoading, theEntryIsAPluginsOnlySymbol) {
  for (const fs::path& plugin :
       {kPlugins / "dicomcast.so", kPlugins / "fhircast.so", kPlugins / "navicast.so", kPluginWithCode})
    EXPECT_THAT(exportsOf(plugin), ElementsAre("cast_plugin_entry")) << plugin;
}

struct BadPlugin {
  std::string name;
  std::string complaint;
};

void PrintTo(const BadPlugin& plugin, std::ostream* out) { *out << plugin.name; }

class BadPluginLoading : public VariantLoading, public testing::WithParamInterface<BadPlugin> {};

TEST_P(BadPluginLoading, isOneLineThatSaysWhatIsWrongAndTheOthersAreLoaded) {
  put(kPlugins / "navicast.so", "a-good-one.so");
  put(kBadPlugins / (GetParam().name + ".so"), "bad.so");
  put(kPlugins / "fhircast.so", "c-good-one.so");
  variants_.loadDirectory(directory_);
  EXPECT_THAT(loadedIds(), ElementsAre("navicast", "fhircast"));
  const std::string beginning = "plugin " + (directory_ / "bad.so").string() + " is not loaded: ";
  ASSERT_THAT(complaints_,
              ElementsAre(AllOf(testing::StartsWith(beginning), HasSubstr(GetParam().complaint))));
  EXPECT_THAT(complaints_.front(),
              AllOf(Not(HasSubstr("\n")), Not(HasSubstr("boost")), Not(HasSubstr("Illegal seek")),
                    Not(HasSubstr("Bad file descriptor"))));
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadPluginLoading,
    testing::Values(
        BadPlugin{"wrong_abi_major",
                  "built for version 2 of the plugin boundary and this hub speaks version 1: build it"},
        BadPlugin{"small_table", "its table has 32 bytes"},
        BadPlugin{"no_entry", "exports no `cast_plugin_entry`"},
        BadPlugin{"no_manifest", "its manifest is empty"},
        BadPlugin{"no_schemas", "no extension cast.schemas/1"},
        BadPlugin{"unresolved_symbol", "undefined symbol: function_of_a_missing_library"},
        BadPlugin{"throws", "get_extension threw an exception (thrown on purpose)"},
        BadPlugin{"invalid_manifest", "at \"/version\": `version`: expected The plugin's version"},
        BadPlugin{"event_type_twice", "lists bad:twice twice"},
        BadPlugin{"pattern_does_not_compile", "the pattern `^(A|B` does not compile"},
        BadPlugin{"references_in_a_circle", "lead in a circle"},
        BadPlugin{"takes_a_core_event_type", "patient-open is already defined by `cast-core`"}),
    [](const auto& plugin) { return plugin.param.name; });

}  // namespace
}  // namespace cast::hub
